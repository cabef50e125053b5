"""Recordings of calls and voicemail: fetched from the provider, kept, played to those who may, erased in time."""

from hub.recordings.erase import erase_old, register_retention
from hub.recordings.fetch import Fetcher, register
from hub.recordings.listens import Listens
from hub.recordings.models import CallRecording
from hub.recordings.routes import LISTENS, routes
from hub.recordings.want import want

__all__ = [
    "LISTENS",
    "CallRecording",
    "Fetcher",
    "Listens",
    "erase_old",
    "register",
    "register_retention",
    "routes",
    "want",
]
