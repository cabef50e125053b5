"""Connector accounts: what the settings and the page switch on, at work, and what is known of it."""

from hub.channels import routes_keys, routes_setup  # noqa: F401 - the routes register themselves
from hub.channels.accounts import Accounts, UnknownAccount
from hub.channels.again import read_again
from hub.channels.checking import examine
from hub.channels.hooked import HookedAccounts
from hub.channels.host import Intake
from hub.channels.keyring import Keyring
from hub.channels.queries import added_accounts, can_hold, enabled_accounts, list_connectors, removed_accounts
from hub.channels.registry import Configured, configure, kinds
from hub.channels.resealing import (
    begin_rotation,
    describe_keys,
    missing_keys,
    register_keys,
    reseal,
    retire,
    tell_missing,
)
from hub.channels.rooms import add_rooms
from hub.channels.routes import ACCOUNTS, routes
from hub.channels.routes_hooks import HOOKED, KEEPS
from hub.channels.routes_hooks import routes as hook_routes
from hub.channels.routes_setup import SETUPS
from hub.channels.schemas import ConnectorAccount
from hub.channels.secrets import forget_secret, keep_secret, read_secret
from hub.channels.setups import Setups
from hub.channels.states import ROOM, AccountRef
from hub.channels.supervised import Sending, command_lane
from hub.channels.vault import SealBrokenError, key_file

__all__ = [
    "ACCOUNTS",
    "HOOKED",
    "KEEPS",
    "ROOM",
    "SETUPS",
    "AccountRef",
    "Accounts",
    "Configured",
    "ConnectorAccount",
    "HookedAccounts",
    "Intake",
    "Keyring",
    "SealBrokenError",
    "Sending",
    "Setups",
    "UnknownAccount",
    "add_rooms",
    "added_accounts",
    "begin_rotation",
    "can_hold",
    "command_lane",
    "configure",
    "describe_keys",
    "enabled_accounts",
    "examine",
    "forget_secret",
    "hook_routes",
    "keep_secret",
    "key_file",
    "kinds",
    "list_connectors",
    "missing_keys",
    "read_again",
    "read_secret",
    "register_keys",
    "removed_accounts",
    "reseal",
    "retire",
    "routes",
    "tell_missing",
]
