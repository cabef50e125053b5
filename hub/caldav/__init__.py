"""Calendars of their own that people keep their tasks in, both ways (CalDAV)."""

from hub.caldav.rooms import add_rooms
from hub.caldav.routes import CALENDARS, routes
from hub.caldav.schedule import follow_changes, follow_deletions
from hub.caldav.sync import Calendars
from hub.caldav.work import register

__all__ = ["CALENDARS", "Calendars", "add_rooms", "follow_changes", "follow_deletions", "register", "routes"]
