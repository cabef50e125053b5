"""Hours: when the organisation is open, by line and for all else."""

from hub.hours import routes_days, routes_import  # noqa: F401 - the routes register themselves
from hub.hours.board import HOURS, Hours, open_now
from hub.hours.calendar import ALWAYS, Calendar, Closure, Opening, Why, open_at
from hub.hours.days import SpecialDay
from hub.hours.rooms import add_rooms
from hub.hours.routes import routes
from hub.hours.schemas import HoursCalendarIn, SpecialDayIn
from hub.hours.special import add_day
from hub.hours.store import add_calendar

__all__ = [
    "ALWAYS",
    "HOURS",
    "Calendar",
    "Closure",
    "Hours",
    "HoursCalendarIn",
    "Opening",
    "SpecialDay",
    "SpecialDayIn",
    "Why",
    "add_calendar",
    "add_day",
    "add_rooms",
    "open_at",
    "open_now",
    "routes",
]
