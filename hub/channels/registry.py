"""From the settings to connectors that can run: only those that are switched on are imported."""

from __future__ import annotations

import importlib.metadata
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import ValidationError

from hub.channels.options import file_only
from hub.ports import Connector, Options
from hub.settings import ConnectorAccount, Settings, SettingsError, first_problem, read_value

log = structlog.get_logger(__name__)
GROUP = "hub.connectors"
EntryPoints = Iterable[importlib.metadata.EntryPoint]


@dataclass(frozen=True, slots=True)
class Configured:
    """An account of the settings. A switched-off one and one whose connector is broken have no connector."""

    account: str
    settings: ConnectorAccount
    connector: Connector | None = None
    options: Options | None = None
    broken: str | None = None
    source: str = "file"

    def differs(self, other: Configured) -> bool:
        """Whether an account at work must start anew to be as this says."""
        return (self.connector, self.options, self.settings.enabled) != (
            other.connector, other.options, other.settings.enabled,
        )  # fmt: skip


def configure(settings: Settings, find: Callable[[], EntryPoints] | None = None) -> list[Configured]:
    """Load what the settings switch on. Raises ``SettingsError``: one line that names the wrong option."""
    if not settings.connectors:
        return []
    known = {point.name: point for point in (find or _installed)()}
    return [_configure(account, given, known) for account, given in sorted(settings.connectors.items())]


def find_connector(name: str, find: Callable[[], EntryPoints] | None = None) -> Connector:
    """The connector, imported now if it was not. Raises ``LookupError``, or whatever its import raises."""
    for point in (find or _installed)():
        if point.name == name:
            connector: Connector = point.load()
            return connector
    raise LookupError(name)


def kinds() -> list[str]:
    """The connectors that are installed, by name; none is imported."""
    return sorted(point.name for point in _installed())


def _installed() -> EntryPoints:
    return importlib.metadata.entry_points(group=GROUP)


def _configure(account: str, given: ConnectorAccount, known: Mapping[str, importlib.metadata.EntryPoint]) -> Configured:
    if given.connector not in known:
        raise SettingsError(
            f"setting connectors.{account}.connector: there is no connector {given.connector!r}; "
            f"use one of {', '.join(sorted(known)) or '(none is installed)'}"
        )
    if not given.enabled:
        return Configured(account, given)
    try:
        connector: Connector = known[given.connector].load()
    except Exception as error:  # one broken connector must not keep the others from working
        log.exception("connector_broken", connector=given.connector, account=account)
        return Configured(account, given, broken=f"{type(error).__name__}: {error}")
    return Configured(account, given, connector, _options(account, given, connector))


def placed(settings: Settings, account: str, connector: Connector) -> dict[str, Any]:
    """What the settings say beside the page's account. Raises ``SettingsError`` for what the page itself may say."""
    given = settings.places.get(account)
    path = f"places.{account}"
    values = dict(_value(path, connector.options, *one) for one in ((given and given.model_extra) or {}).items())
    if wrong := sorted(values.keys() - file_only(connector.options)):
        raise SettingsError(f"setting {path}.{wrong[0]}: only options that name places may stand there")
    return values


def _options(account: str, given: ConnectorAccount, connector: Connector) -> Options:
    path = f"connectors.{account}"
    values = dict(_value(path, connector.options, *one) for one in (given.model_extra or {}).items())
    try:
        return connector.options.model_validate(values)
    except ValidationError as error:
        raise SettingsError(first_problem(error, "the settings file", ("connectors", account))) from None


def _value(path: str, options: type[Options], key: str, value: Any) -> tuple[str, Any]:
    """An option as its connector takes it: ``secret_file`` is read into ``secret``, lists are cut at commas."""
    stem = key.removesuffix("_file")
    if key not in options.model_fields and stem != key and stem in options.model_fields and isinstance(value, str):
        key, value = stem, read_value(f"setting {path}.{key}", value)
    return key, _split(options, key, value)


def _split(options: type[Options], key: str, value: Any) -> Any:
    """The environment has no lists: text for an option that is one is cut at its commas."""
    field = options.model_fields.get(key)
    if not isinstance(value, str) or field is None or typing.get_origin(field.annotation) not in {tuple, list, set}:
        return value
    return [part.strip() for part in value.split(",") if part.strip()]
