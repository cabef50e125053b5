"""Fenced leases: what must have one owner over all processes (a PBX session, a mailbox) has one."""

from hub.leases.keeper import PROCESS, LeaseKeeper
from hub.leases.store import Guard, LeaseHandle, LeaseLost, guard

__all__ = ["PROCESS", "Guard", "LeaseHandle", "LeaseKeeper", "LeaseLost", "guard"]
