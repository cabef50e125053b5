"""Dispositions: the results that a call may have, as people sort them, and where one must be given."""

from hub.dispositions.required import is_required
from hub.dispositions.routes import REQUIRABLE, routes
from hub.dispositions.store import any_usable, branch, choosable

__all__ = ["REQUIRABLE", "any_usable", "branch", "choosable", "is_required", "routes"]
