"""A text to many customers: chosen, judged, sent some at a time, each once."""

from hub.sms.bulk.jobs import register
from hub.sms.bulk.routes import routes

__all__ = ["register", "routes"]
