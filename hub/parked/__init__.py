"""What could not be processed, whatever the channel: kept, shown, tried again or discarded."""

from hub.parked import routes as _routes  # noqa: F401 - the routes register themselves
from hub.parked.area import routes
from hub.parked.decide import tell_dead
from hub.parked.retrying import Again, register
from hub.parked.rooms import add_rooms
from hub.parked.store import count, park

__all__ = ["Again", "add_rooms", "count", "park", "register", "routes", "tell_dead"]
