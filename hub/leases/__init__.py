"""Fenced leases: what must have one owner over all processes (a PBX session, a mailbox) has one."""

from hub.leases.keeper import LeaseKeeper
from hub.leases.store import Guard, LeaseHandle, LeaseLost, guard

__all__ = ["Guard", "LeaseHandle", "LeaseKeeper", "LeaseLost", "guard"]
