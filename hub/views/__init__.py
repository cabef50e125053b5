"""Saved filters and columns of the lists."""

from hub.views.models import SavedView
from hub.views.routes import routes
from hub.views.store import AREAS, Area, Check, get_view

__all__ = ["AREAS", "Area", "Check", "SavedView", "get_view", "routes"]
