"""Messages that go out: one way for all of them, and the sandbox that keeps them here."""

from hub.messaging.at_work import AtWork, lane_of, standing
from hub.messaging.awaited import awaited
from hub.messaging.conceal import conceal as hide_secrets
from hub.messaging.confirming import key_of as confirmation_key
from hub.messaging.early import register as register_early
from hub.messaging.enqueue import Enqueued, Wanted, enqueue, enqueue_many
from hub.messaging.hooks import HOOKS
from hub.messaging.letters import follow
from hub.messaging.many import Batch, OverSpent, begin_many, hand_over_many, lost
from hub.messaging.mode import started
from hub.messaging.models import OutboxMessage
from hub.messaging.opened import Opened, note_opened
from hub.messaging.pace import Bucket, Paces
from hub.messaging.reasons import REASONS
from hub.messaging.reports import PARKED as PARKED_REPORT
from hub.messaging.reports import Heard, take_heard, take_reports
from hub.messaging.reports import again as take_report_again
from hub.messaging.retention import register as register_retention
from hub.messaging.rooms import add_rooms
from hub.messaging.routes import routes
from hub.messaging.routes_test import routes as test_routes
from hub.messaging.routes_write import routes as write_routes
from hub.messaging.schemas_write import Shortening
from hub.messaging.send import begin, register
from hub.messaging.senders import Senders
from hub.messaging.shortening import Shortens
from hub.messaging.taking_back import take_back_many
from hub.messaging.ways import (
    Asked,
    NoWay,
    Priced,
    Way,
    Ways,
    any_account,
    day_of,
    uncounted,
    unheld,
    unnamed,
    unpaid,
    unpriced,
)
from hub.messaging.writing import sample_text

__all__ = [
    "HOOKS",
    "PARKED_REPORT",
    "REASONS",
    "Asked",
    "AtWork",
    "Batch",
    "Bucket",
    "Enqueued",
    "Heard",
    "NoWay",
    "Opened",
    "OutboxMessage",
    "OverSpent",
    "Paces",
    "Priced",
    "Senders",
    "Shortening",
    "Shortens",
    "Wanted",
    "Way",
    "Ways",
    "add_rooms",
    "any_account",
    "awaited",
    "begin",
    "begin_many",
    "confirmation_key",
    "day_of",
    "enqueue",
    "enqueue_many",
    "follow",
    "hand_over_many",
    "hide_secrets",
    "lane_of",
    "lost",
    "note_opened",
    "register",
    "register_early",
    "register_retention",
    "routes",
    "sample_text",
    "standing",
    "started",
    "take_back_many",
    "take_heard",
    "take_report_again",
    "take_reports",
    "test_routes",
    "uncounted",
    "unheld",
    "unnamed",
    "unpaid",
    "unpriced",
    "write_routes",
]
