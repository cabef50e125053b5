"""Connector accounts: what the settings and the page switch on, at work, and what is known of it."""

from hub.channels import routes_setup  # noqa: F401 - the routes register themselves
from hub.channels.accounts import Accounts, UnknownAccount, command_lane
from hub.channels.checking import examine
from hub.channels.host import Intake
from hub.channels.queries import enabled_accounts, list_connectors
from hub.channels.registry import Configured, configure, kinds
from hub.channels.rooms import add_rooms
from hub.channels.routes import ACCOUNTS, routes
from hub.channels.routes_setup import SETUPS
from hub.channels.schemas import ConnectorAccount
from hub.channels.setups import Setups
from hub.channels.states import ROOM, AccountRef
from hub.channels.vault import key_file

__all__ = [
    "ACCOUNTS",
    "ROOM",
    "SETUPS",
    "AccountRef",
    "Accounts",
    "Configured",
    "ConnectorAccount",
    "Intake",
    "Setups",
    "UnknownAccount",
    "add_rooms",
    "command_lane",
    "configure",
    "enabled_accounts",
    "examine",
    "key_file",
    "kinds",
    "list_connectors",
    "routes",
]
