"""The area's routes register themselves here; and where other areas find the sockets."""

from aiohttp import web

from hub.realtime import Realtime
from hub.web import Routes

routes = Routes("accounts")
REALTIME = web.AppKey("realtime", Realtime)
