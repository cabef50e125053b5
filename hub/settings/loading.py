"""Read a TOML file, then the environment, and say the first thing that is wrong."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hub.settings.model import Settings

DEFAULT_FILE = Path("config/hub.toml")
PREFIX = "HUB_"
RESERVED = ("HUB_CONFIG", "HUB_TEST_", "HUB_BENCH_", "HUB_DEV_")  # read elsewhere, never a setting


class SettingsError(Exception):
    """The configuration is wrong; ``str()`` is one line naming the key and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


def load(file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises ``SettingsError`` with one line for the first thing that is wrong."""
    environ = os.environ if environ is None else environ
    named = file or (Path(environ["HUB_CONFIG"]) if environ.get("HUB_CONFIG") else None)
    values = _read_file(named) if named else (_read_file(DEFAULT_FILE) if DEFAULT_FILE.exists() else {})
    source = str(named or DEFAULT_FILE)
    for path, value, origin in _from_environment(environ):
        _put(values, path, value, origin)
    return parse(values, source)


def parse(values: dict[str, Any], source: str = "settings") -> Settings:
    """Validate ``values``. Raises ``SettingsError``."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(first_problem(error, source)) from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); check --config or HUB_CONFIG") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None


def _from_environment(environ: Mapping[str, str]) -> list[tuple[list[str], Any, str]]:
    found = []
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(RESERVED):
            continue
        path = name.removeprefix(PREFIX).lower().split("__")
        if path[-1].endswith("_file") and path[0] not in {
            "connectors",
            "places",
        }:  # an option's own name
            path[-1] = path[-1].removesuffix("_file")
            found.append((path, read_value(name, environ[name]), name))
        else:
            found.append((path, _listed(path, environ[name]), name))
    return found


def read_value(name: str, path: str) -> str:
    """The value in the file that ``name`` points to, such as a mounted secret. Raises ``SettingsError``."""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: the file {path} cannot be read ({error}); correct the path") from None


def _listed(path: list[str], value: str) -> Any:
    """Lists come from the environment as comma-separated text."""
    if path[-1] == "trusted_proxies" or path == ["calendars", "inner"]:
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _put(values: dict[str, Any], path: list[str], value: Any, origin: str) -> None:
    node = values
    for part in path[:-1]:
        node = node.setdefault(part, {})
        if not isinstance(node, dict):
            raise SettingsError(f"{origin}: {part} is not a section; see docs/settings.md")
    node[path[-1]] = value


def first_problem(error: ValidationError, source: str, below: tuple[str, ...] = ()) -> str:
    """One line for the first wrong key: its name (under ``below``), its variable, what to do; never its value."""
    first = error.errors(include_input=False, include_url=False)[0]
    path = [*below, *(str(part) for part in first["loc"])]
    if path[-1] == "[key]":
        return f"setting {'.'.join(path[:-1])}: use a name of small letters, digits, - and _ (at most 40) in {source}"
    where, variable = ".".join(path), PREFIX + "__".join(path).upper()
    if first["type"] == "extra_forbidden":
        return f"unknown setting {where}: remove it from {source} or unset {variable}; docs/settings.md lists all"
    return f"setting {where}: {first['msg']}; correct it in {source} or {variable}"
