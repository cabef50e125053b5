"""Templates and canned texts for every channel: rendered by one function, for one reply as for many customers."""

from hub.gsm import SmsCount, count_sms, split_sms
from hub.templates.access import keep_role, reading
from hub.templates.contexts import Sender, load_sender, load_values, nobody
from hub.templates.folders import add_folder
from hub.templates.free import free_text
from hub.templates.models import MessageTemplate, TemplateFile, TemplateFolder, TemplateVersion
from hub.templates.previews import clean_html, render_for
from hub.templates.rooms import add_rooms
from hub.templates.routes import routes
from hub.templates.routes_parts import routes as part_routes
from hub.templates.schemas import NewTemplate
from hub.templates.store import add_template, change_template, get_template, load_texts
from hub.templating import Rendered, TemplateRefused, TemplateText, TemplateValues, render

__all__ = [
    "MessageTemplate",
    "NewTemplate",
    "Rendered",
    "Sender",
    "SmsCount",
    "TemplateFile",
    "TemplateFolder",
    "TemplateRefused",
    "TemplateText",
    "TemplateValues",
    "TemplateVersion",
    "add_folder",
    "add_rooms",
    "add_template",
    "change_template",
    "clean_html",
    "count_sms",
    "free_text",
    "get_template",
    "keep_role",
    "load_sender",
    "load_texts",
    "load_values",
    "nobody",
    "part_routes",
    "reading",
    "render",
    "render_for",
    "routes",
    "split_sms",
]
