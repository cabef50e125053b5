"""Interactions and the timelines they stand on."""

from hub.timeline.arrivals import Arrival, Taking, add_interactions
from hub.timeline.calls import Followed, NewCall, add_calls, follow_calls
from hub.timeline.filters import Filters, TimelineQuery, Window, read_query
from hub.timeline.hidden import shown_notes
from hub.timeline.many import (
    count_notes,
    heads_of,
    interaction_of_call,
    push_many,
    remove_many,
    update_many,
)
from hub.timeline.mentions import add_to_me
from hub.timeline.models import Interaction, Participant, TimelineEntry
from hub.timeline.notes import add_note, change_note, check_about, delete_note, notes_about
from hub.timeline.open_items import OpenItem, open_items
from hub.timeline.parties import OutsideParty, add_parties
from hub.timeline.push import customer_room, homes_of, pages_of, push_entries
from hub.timeline.read import customer_timeline, entries, identity_timeline
from hub.timeline.routes import routes
from hub.timeline.schemas import CustomerRef, EntryOut, LineRef, NewCustomerNote, NewNote, NoteChange, TimelinePage
from hub.timeline.store import (
    RECENT,
    Touch,
    add_entries,
    add_interaction,
    holders,
    merge_facts,
    named_agents,
    set_holders,
    update_interaction,
)

__all__ = [
    "RECENT",
    "Arrival",
    "CustomerRef",
    "EntryOut",
    "Filters",
    "Followed",
    "Interaction",
    "LineRef",
    "NewCall",
    "NewCustomerNote",
    "NewNote",
    "NoteChange",
    "OpenItem",
    "OutsideParty",
    "Participant",
    "Taking",
    "TimelineEntry",
    "TimelinePage",
    "TimelineQuery",
    "Touch",
    "Window",
    "add_calls",
    "add_entries",
    "add_interaction",
    "add_interactions",
    "add_note",
    "add_parties",
    "add_to_me",
    "change_note",
    "check_about",
    "count_notes",
    "customer_room",
    "customer_timeline",
    "delete_note",
    "entries",
    "follow_calls",
    "heads_of",
    "holders",
    "homes_of",
    "identity_timeline",
    "interaction_of_call",
    "merge_facts",
    "named_agents",
    "notes_about",
    "open_items",
    "pages_of",
    "push_entries",
    "push_many",
    "read_query",
    "remove_many",
    "routes",
    "set_holders",
    "shown_notes",
    "update_interaction",
    "update_many",
]
