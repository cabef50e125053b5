"""Consent: what people allowed at their addresses, and the one function that everything that sends asks."""

from hub.consent.glance import consents_of
from hub.consent.hooks import HOOKS, follow
from hub.consent.record import Said, record, record_many
from hub.consent.routes import routes
from hub.consent.rule import judged
from hub.consent.terms import CHANNELS, PURPOSES, REACHED, Channel, Policy, Purpose, Source, State
from hub.consent.verdicts import Verdict, may_send

__all__ = [
    "CHANNELS",
    "HOOKS",
    "PURPOSES",
    "REACHED",
    "Channel",
    "Policy",
    "Purpose",
    "Said",
    "Source",
    "State",
    "Verdict",
    "consents_of",
    "follow",
    "judged",
    "may_send",
    "record",
    "record_many",
    "routes",
]
