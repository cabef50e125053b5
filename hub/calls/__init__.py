"""Calls: from facts about legs to talk segments, screen pops, history and commands."""

from hub.calls import found  # noqa: F401 - its routes register themselves
from hub.calls.access import taking_part, visible_to
from hub.calls.choice import choose, choosing, regrouping
from hub.calls.commands import register
from hub.calls.contact import Numbering
from hub.calls.extensions import extension_of
from hub.calls.hooks import HOOKS, EndedCall
from hub.calls.models import Call, CallLeg, Extension, ExtensionClaim, Pop, TalkSegment
from hub.calls.outcome import leave_undisposed
from hub.calls.recovered import heard_until, keep_heard_until, recover
from hub.calls.rooms import add_rooms
from hub.calls.routes import NUMBERING
from hub.calls.routes import routes as call_routes
from hub.calls.routes_extensions import SEATS
from hub.calls.routes_extensions import routes as extension_routes
from hub.calls.seats import Seats, numbers_of, seat_of
from hub.calls.switchboard import Switchboard

__all__ = [
    "HOOKS",
    "NUMBERING",
    "SEATS",
    "Call",
    "CallLeg",
    "EndedCall",
    "Extension",
    "ExtensionClaim",
    "Numbering",
    "Pop",
    "Seats",
    "Switchboard",
    "TalkSegment",
    "add_rooms",
    "call_routes",
    "choose",
    "choosing",
    "extension_of",
    "extension_routes",
    "heard_until",
    "keep_heard_until",
    "leave_undisposed",
    "numbers_of",
    "recover",
    "register",
    "regrouping",
    "seat_of",
    "taking_part",
    "visible_to",
]
