"""Messages from outside: stored once, in order, many to a transaction."""

from hub.inbound.group import GroupCommit
from hub.inbound.housekeeping import register
from hub.inbound.store import Letter, Stored, address, store

__all__ = ["GroupCommit", "Letter", "Stored", "address", "register", "store"]
