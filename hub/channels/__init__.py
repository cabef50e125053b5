"""Connector accounts: what the settings switch on, at work, and what is known of it."""

from hub.channels.accounts import Accounts, UnknownAccount, command_lane
from hub.channels.host import Intake
from hub.channels.queries import list_connectors
from hub.channels.registry import Configured, configure
from hub.channels.rooms import add_rooms
from hub.channels.routes import ACCOUNTS, routes
from hub.channels.schemas import ConnectorAccount
from hub.channels.states import ROOM, AccountRef

__all__ = [
    "ACCOUNTS",
    "ROOM",
    "AccountRef",
    "Accounts",
    "Configured",
    "ConnectorAccount",
    "Intake",
    "UnknownAccount",
    "add_rooms",
    "command_lane",
    "configure",
    "list_connectors",
    "routes",
]
