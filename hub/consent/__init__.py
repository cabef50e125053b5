"""Consent: what people allowed at their addresses, and the one function that everything that sends asks."""

from hub.consent.asking import may_send
from hub.consent.glance import consents_of
from hub.consent.hooks import HOOKS, follow
from hub.consent.imports import register as register_imports
from hub.consent.imports import routes as import_routes
from hub.consent.jobs import register
from hub.consent.links import preference_links, unsubscribe_headers
from hub.consent.models import ConsentImport
from hub.consent.record import Said, record, record_many
from hub.consent.rooms import add_rooms
from hub.consent.routes import routes
from hub.consent.routes_files import routes as file_routes
from hub.consent.routes_public import routes as public_routes
from hub.consent.rule import judged
from hub.consent.schemas import NewSuppression
from hub.consent.standings import standing_of
from hub.consent.suppressions import suppress
from hub.consent.terms import CHANNELS, PURPOSES, REACHED, Channel, Policy, Purpose, Source, State
from hub.consent.verdicts import Verdict

__all__ = [
    "CHANNELS",
    "HOOKS",
    "PURPOSES",
    "REACHED",
    "Channel",
    "ConsentImport",
    "NewSuppression",
    "Policy",
    "Purpose",
    "Said",
    "Source",
    "State",
    "Verdict",
    "add_rooms",
    "consents_of",
    "file_routes",
    "follow",
    "import_routes",
    "judged",
    "may_send",
    "preference_links",
    "public_routes",
    "record",
    "record_many",
    "register",
    "register_imports",
    "routes",
    "standing_of",
    "suppress",
    "unsubscribe_headers",
]
