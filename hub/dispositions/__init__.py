"""Dispositions: the results that a call may have, as people sort them, and where one must be given."""

from hub.dispositions.hooks import HOOKS
from hub.dispositions.required import required_among
from hub.dispositions.routes import REQUIRABLE, routes
from hub.dispositions.store import any_usable, branch, choosable

__all__ = ["HOOKS", "REQUIRABLE", "any_usable", "branch", "choosable", "required_among", "routes"]
