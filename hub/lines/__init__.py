"""Lines: how numbers are read and dialled on each of them."""

from hub.lines.board import Lines
from hub.lines.models import Line
from hub.lines.reading import LineRules, Reading, Rule, clean_name, dial_on, read_dialled_on, read_on
from hub.lines.routes import LINES, routes
from hub.lines.store import list_items

__all__ = [
    "LINES",
    "Line",
    "LineRules",
    "Lines",
    "Reading",
    "Rule",
    "clean_name",
    "dial_on",
    "list_items",
    "read_dialled_on",
    "read_on",
    "routes",
]
