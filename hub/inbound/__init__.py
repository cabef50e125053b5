"""Messages from outside: stored once, in order, many to a transaction."""

from hub.inbound.behind import Behind
from hub.inbound.group import GroupCommit
from hub.inbound.hooks import HOOKS, Arrived
from hub.inbound.housekeeping import register
from hub.inbound.packing import PARKED, packed, unpacked
from hub.inbound.store import Letter, Stored, address, store

__all__ = [
    "HOOKS",
    "PARKED",
    "Arrived",
    "Behind",
    "GroupCommit",
    "Letter",
    "Stored",
    "address",
    "packed",
    "register",
    "store",
    "unpacked",
]
