"""SMS: by which routes they go out, and what that is held to."""

from hub.sms.judge import ways_of_many
from hub.sms.rooms import add_rooms
from hub.sms.routes import routes

__all__ = ["add_rooms", "routes", "ways_of_many"]
