"""Live updates: rooms that a user may see, a snapshot on joining, then events with the log's cursor."""

from hub.realtime.rooms import RoomKind, Rooms, Snapshot
from hub.realtime.server import Realtime

__all__ = ["Realtime", "RoomKind", "Rooms", "Snapshot"]
