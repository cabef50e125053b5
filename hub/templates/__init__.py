"""Templates and canned texts for every channel: rendered by one function, for one reply as for many customers."""

from hub.templates.contexts import Sender, load_sender, load_values
from hub.templates.engine import Rendered, TemplateRefused, TemplateText, TemplateValues, render
from hub.templates.models import MessageTemplate, TemplateFile, TemplateFolder, TemplateVersion
from hub.templates.rooms import add_rooms
from hub.templates.routes import routes
from hub.templates.routes_parts import routes as part_routes
from hub.templates.sms import SmsCount, count_sms, split_sms
from hub.templates.store import load_texts

__all__ = [
    "MessageTemplate",
    "Rendered",
    "Sender",
    "SmsCount",
    "TemplateFile",
    "TemplateFolder",
    "TemplateRefused",
    "TemplateText",
    "TemplateValues",
    "TemplateVersion",
    "add_rooms",
    "count_sms",
    "load_sender",
    "load_texts",
    "load_values",
    "part_routes",
    "render",
    "routes",
    "split_sms",
]
