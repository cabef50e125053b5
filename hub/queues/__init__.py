"""The queues of telephone systems: who is in them and paused, in step with presence."""

from hub.queues.align import follow_choice, register
from hub.queues.follow import clear, receive
from hub.queues.items import list_items
from hub.queues.phones import troubles
from hub.queues.routes import RULES, Rules, routes
from hub.queues.seats import excusing, moving, owed, still_owed, wrapping_up

__all__ = [
    "RULES",
    "Rules",
    "clear",
    "excusing",
    "follow_choice",
    "list_items",
    "moving",
    "owed",
    "receive",
    "register",
    "routes",
    "still_owed",
    "troubles",
    "wrapping_up",
]
