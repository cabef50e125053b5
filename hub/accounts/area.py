"""The area's routes register themselves here."""

from hub.web import Routes

routes = Routes("accounts")
