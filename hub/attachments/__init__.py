"""The files of messages that came in: fetched from the provider, kept, shown to those who may, erased in time."""

from hub.attachments.download import Places
from hub.attachments.erase import erase_old, register_retention
from hub.attachments.fetch import Fetcher, register
from hub.attachments.models import Attachment
from hub.attachments.routes import routes
from hub.attachments.want import follow

__all__ = [
    "Attachment",
    "Fetcher",
    "Places",
    "erase_old",
    "follow",
    "register",
    "register_retention",
    "routes",
]
