"""Whatever an operator or an integrator can name is documented; a failure shows the rows to add."""

from __future__ import annotations

import argparse
import importlib
import json
from importlib.metadata import entry_points

import pytest

from hub.accounts.permissions import ABOUT as ABOUT_RIGHTS
from hub.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from hub.channels.kinds import describe_kind
from hub.channels.options import file_only
from hub.events.kinds import ABOUT, Kind
from hub.ports import Connector
from hub.settings import ConnectorAccount, Settings
from tests.project.documented import DOCS, missing, option_row, setting_rows

CONNECTORS = sorted(entry_points(group="hub.connectors"), key=lambda point: point.name)


def test_every_setting_is_documented() -> None:
    rows = [*setting_rows(Settings), *setting_rows(ConnectorAccount, "connectors.<account>.")]
    assert not (lacking := missing(rows, DOCS / "settings.md")), f"add to docs/settings.md:\n{lacking}"


@pytest.mark.parametrize("point", CONNECTORS, ids=lambda point: point.name)
def test_every_option_of_a_connector_is_documented(point: importlib.metadata.EntryPoint) -> None:
    connector: Connector = point.load()
    rows = [option_row(name, field) for name, field in connector.options.model_fields.items()]
    assert not (lacking := missing(rows, DOCS / f"{point.name}.md")), f"add to docs/{point.name}.md:\n{lacking}"


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("point", CONNECTORS, ids=lambda point: point.name)
def test_every_option_of_the_page_has_a_name_and_a_help(point: importlib.metadata.EntryPoint, language: str) -> None:
    texts = json.loads((DOCS.parent / f"webui/src/i18n/{language}/options.json").read_text())
    told = describe_kind(point.load()).options
    named = texts["option"][point.name]
    assert [option.name for option in told if option.name not in named] == []
    assert named.keys() == {option.name for option in told}
    assert all(text["label"] and text["help"] for text in named.values())
    assert {option.group for option in told if option.group} <= texts["group"].keys()


def test_every_setting_and_option_says_what_it_is() -> None:
    rows = [*setting_rows(Settings), *setting_rows(ConnectorAccount)]
    assert not [row for row in rows if row.endswith("|  |")]


def test_every_event_is_documented() -> None:
    rows = [f"| `{kind.value}` | {ABOUT[kind]} |" for kind in Kind]
    assert not (lacking := missing(rows, DOCS / "events.md")), f"add to docs/events.md:\n{lacking}"


def test_every_permission_is_documented_with_its_roles() -> None:
    rows = [f"| `{right.value}` | {ABOUT_RIGHTS[right]} | {_marks(right)} |" for right in Permission]
    assert not (lacking := missing(rows, DOCS / "permissions.md")), f"add to docs/permissions.md:\n{lacking}"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_permission_is_explained_on_the_page_of_roles(language: str) -> None:
    texts = json.loads((DOCS.parent / f"webui/src/i18n/{language}/roles.json").read_text())["right"]
    named = {right.replace(":", "_") for right in Permission if right != Permission.SESSION}
    assert named == texts.keys()
    assert all(text["name"] and text["about"] for text in texts.values())


def _marks(right: Permission) -> str:
    return " | ".join("●" if right in ROLE_PERMISSIONS[role] else "–" for role in Role)


def test_every_command_is_documented() -> None:
    parser = pytest.importorskip("hub.cli").parser()
    words = [f"`peyvand {name}`" for name in _commands(parser)]
    assert len(words) > 1
    assert not (lacking := missing(words, DOCS / "cli.md")), f"add to docs/cli.md:\n{lacking}"
    assert not (lacking := missing(_options(parser), DOCS / "cli.md")), f"add to docs/cli.md:\n{lacking}"


def _subparsers(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    actions = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return [pair for action in actions for pair in action.choices.items()]


def _commands(parser: argparse.ArgumentParser, prefix: str = "") -> list[str]:
    found = []
    for name, sub in _subparsers(parser):
        found += _commands(sub, f"{prefix}{name} ") or [f"{prefix}{name}"]
    return found


def _options(parser: argparse.ArgumentParser) -> list[str]:
    mine = [f"`{action.option_strings[-1]}" for action in parser._actions if action.option_strings]
    theirs = [option for _, sub in _subparsers(parser) for option in _options(sub)]
    return sorted({*mine, *theirs})


@pytest.mark.parametrize("point", CONNECTORS, ids=lambda point: point.name)
def test_every_option_of_the_settings_file_alone_is_shown_on_the_page(point: importlib.metadata.EntryPoint) -> None:
    """With an example that the settings file would take, so that an administrator knows what to ask for."""
    options = point.load().options
    shown = {
        key.removesuffix("_file") if key not in options.model_fields else key
        for group in options.places.values()
        for key in group
    }
    assert shown == file_only(options)
