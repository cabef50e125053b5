"""Typed settings: a TOML file, then the environment (``HUB_SECTION__KEY``); ``…_FILE`` reads a value from a file."""

from hub.settings.loading import SettingsError, first_problem, load, parse, read_value
from hub.settings.model import ConnectorAccount, Settings
from hub.settings.sections import DatabaseSettings

__all__ = [
    "ConnectorAccount",
    "DatabaseSettings",
    "Settings",
    "SettingsError",
    "first_problem",
    "load",
    "parse",
    "read_value",
]
