"""The event log: every visible change, one row, read in commit order by an opaque cursor."""

from hub.events.kinds import ABOUT, Kind
from hub.events.log import Page, Pushed, append, heads, is_readable, purge, read_forward, read_some, user_room

__all__ = [
    "ABOUT",
    "Kind",
    "Page",
    "Pushed",
    "append",
    "heads",
    "is_readable",
    "purge",
    "read_forward",
    "read_some",
    "user_room",
]
