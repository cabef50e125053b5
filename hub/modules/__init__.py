"""Modules: the parts of the hub that an administrator switches on and off while it runs."""

from hub.modules.board import Modules
from hub.modules.catalogue import CATALOGUE
from hub.modules.manifest import Kit, Life, Module, Parts
from hub.modules.rooms import add_rooms
from hub.modules.routes import MODULES, USED_BY, routes

__all__ = [
    "CATALOGUE",
    "MODULES",
    "USED_BY",
    "Kit",
    "Life",
    "Module",
    "Modules",
    "Parts",
    "add_rooms",
    "routes",
]
