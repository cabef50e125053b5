"""Interactions and the timelines they stand on."""

from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.push import customer_room, follow_call, push_entries, push_new
from hub.timeline.read import customer_timeline, entries, identity_timeline
from hub.timeline.schemas import EntryOut
from hub.timeline.store import (
    RECENT,
    Touch,
    add_entries,
    add_interaction,
    holders,
    named_agents,
    recent,
    set_holders,
    update_interaction,
)

__all__ = [
    "RECENT",
    "EntryOut",
    "Interaction",
    "Participant",
    "TimelineEntry",
    "Touch",
    "add_entries",
    "add_interaction",
    "customer_room",
    "customer_timeline",
    "entries",
    "follow_call",
    "holders",
    "identity_timeline",
    "named_agents",
    "push_entries",
    "push_new",
    "recent",
    "set_holders",
    "update_interaction",
]
