"""The web kernel: typed routes, problems, pages, security, and what surrounds every request."""

from hub.web.application import LATE, build_application
from hub.web.context import Context
from hub.web.health import DOCUMENT, READINESS, Readiness
from hub.web.health import routes as health_routes
from hub.web.keys import AUTHENTICATE, DATABASE, SERVICES, SETTINGS, VERSION
from hub.web.late import Guard, LateRoutes
from hub.web.limits import Rate
from hub.web.openapi import COOKIE, build_openapi
from hub.web.operation import Operation
from hub.web.origin import origin_allowed
from hub.web.pages import Cursor, Items, Limit, Page, PageQuery, cut_page, decode_cursor, encode_cursor
from hub.web.peers import PEER, Peer
from hub.web.principal import PUBLIC, Authenticate, Principal
from hub.web.problems import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    Locked,
    NotFound,
    Problem,
    ProblemDocument,
    Stale,
    Throttled,
    Unauthorized,
)
from hub.web.public_page import public_page
from hub.web.routes import Routes, spend_rate
from hub.web.schemas import Input, Output, UtcTime, given
from hub.web.upload import file_of, receive_file
from hub.web.validation import MALFORMED, read_body

__all__ = [
    "AUTHENTICATE",
    "COOKIE",
    "DATABASE",
    "DOCUMENT",
    "LATE",
    "MALFORMED",
    "PEER",
    "PUBLIC",
    "READINESS",
    "SERVICES",
    "SETTINGS",
    "VERSION",
    "Authenticate",
    "Conflict",
    "Context",
    "Cursor",
    "FieldError",
    "Forbidden",
    "Guard",
    "Input",
    "Invalid",
    "Items",
    "LateRoutes",
    "Limit",
    "Locked",
    "NotFound",
    "Operation",
    "Output",
    "Page",
    "PageQuery",
    "Peer",
    "Principal",
    "Problem",
    "ProblemDocument",
    "Rate",
    "Readiness",
    "Routes",
    "Stale",
    "Throttled",
    "Unauthorized",
    "UtcTime",
    "build_application",
    "build_openapi",
    "cut_page",
    "decode_cursor",
    "encode_cursor",
    "file_of",
    "given",
    "health_routes",
    "origin_allowed",
    "public_page",
    "read_body",
    "receive_file",
    "spend_rate",
]
