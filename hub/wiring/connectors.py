"""Connectors as modules: one of each kind, needed by its accounts that are switched on."""

from __future__ import annotations

from collections.abc import Iterable

from hub import channels
from hub.channels import Configured
from hub.db import Reader
from hub.modules import Module
from hub.settings import SettingsError

_PREFIX = "connector_"


def key_of(connector: str) -> str:
    """The module that a connector is."""
    return _PREFIX + connector.replace("-", "_")


def connector_modules() -> list[Module]:
    """Those that are installed; none is imported for it."""
    return [Module(key_of(kind), kind="connector") for kind in channels.kinds()]


async def used_by(reader: Reader) -> dict[str, list[str]]:
    """By module, the names of the accounts that are switched on."""
    found: dict[str, list[str]] = {}
    for connector, name in await channels.enabled_accounts(reader):
        found.setdefault(key_of(connector), []).append(name)
    return found


def refuse_contradiction(configured: Iterable[Configured], said: dict[str, bool]) -> None:
    """Raises ``SettingsError`` where the file has an account of a connector that it switches off."""
    for item in configured:
        key = key_of(item.settings.connector)
        if item.settings.enabled and not said.get(key, True):
            raise SettingsError(
                f"setting connectors.{item.account}: modules.{key} switches its connector off; switch off one only"
            )


def needed_by(configured: Iterable[Configured]) -> dict[str, bool]:
    """What the file's accounts that are switched on need, which the page cannot switch off."""
    return {key_of(item.settings.connector): True for item in configured if item.settings.enabled}
