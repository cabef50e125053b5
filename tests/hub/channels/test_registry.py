"""Accounts of the settings become connectors, or one clear line."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from hub.channels.registry import GROUP, Configured, configure
from hub.settings import SettingsError, load, parse
from tests.hub.channels.toy import ToyOptions

POINTS = [
    EntryPoint("toy", "tests.hub.channels.toy:CONNECTOR", GROUP),
    EntryPoint("broken", "tests.hub.channels.broken:CONNECTOR", GROUP),
    EntryPoint("untouched", "tests.hub.channels.untouched:CONNECTOR", GROUP),
]


def configured(connectors: dict[str, object]) -> list[Configured]:
    """The accounts of such a section."""
    return configure(parse({"connectors": connectors}), lambda: POINTS)


def test_other_keys_are_options_of_the_connector() -> None:
    (found,) = configured({"pbx": {"connector": "toy", "host": "pbx.example", "port": "5038"}})
    assert found.connector and found.options  # noqa: PT018
    assert found.connector.address(found.options) == "pbx.example:5038"


def test_the_environment_can_give_every_option() -> None:
    environ = {
        "HUB_CONNECTORS__PBX__CONNECTOR": "toy",
        "HUB_CONNECTORS__PBX__HOST": "h",
        "HUB_CONNECTORS__PBX__PORT": "5039",
        "HUB_CONNECTORS__PBX__TRUNKS": "one, two",
        "HUB_CONNECTORS__PBX__SECRET": "hush",
    }
    (found,) = configure(load(environ=environ), lambda: POINTS)
    assert found.options
    options = found.options.model_dump()
    assert (options["port"], options["trunks"]) == (5039, ("one", "two"))
    assert "hush" not in repr(found)


def test_a_secret_may_be_in_a_file_and_an_option_may_be_called_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    account = {"connector": "toy", "host": "h", "secret_file": str(tmp_path / "secret"), "ca_file": "/etc/ca.pem"}
    environ = {f"HUB_CONNECTORS__PBX__{key.upper()}": value for key, value in account.items()}
    for found in (configured({"pbx": account})[0], configure(load(environ=environ), lambda: POINTS)[0]):
        assert isinstance(found.options, ToyOptions)
        assert found.options.secret.get_secret_value() == "hush"
        assert found.options.ca_file == "/etc/ca.pem"


@pytest.mark.parametrize(
    ("account", "parts"),
    [
        ({"connector": "toy", "host": "h", "port": 99999}, ("connectors.pbx.port", "HUB_CONNECTORS__PBX__PORT")),
        ({"connector": "toy"}, ("connectors.pbx.host", "HUB_CONNECTORS__PBX__HOST", "required")),
        ({"connector": "toy", "host": "h", "hots": 1}, ("unknown setting connectors.pbx.hots", "remove it")),
        ({"connector": "toy", "host": "h", "secret_file": "/nowhere"}, ("connectors.pbx.secret_file", "/nowhere")),
        ({"connector": "nope"}, ("connectors.pbx.connector", "'nope'", "toy")),
        ({"host": "h"}, ("connectors.pbx.connector", "required")),
    ],
)
def test_a_wrong_option_is_named_in_one_line(account: dict[str, object], parts: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError) as caught:
        configured({"pbx": account})
    text = str(caught.value)
    assert "\n" not in text
    for part in parts:
        assert part in text


def test_a_secret_is_not_in_the_error() -> None:
    with pytest.raises(SettingsError) as caught:
        configured({"pbx": {"connector": "toy", "host": "h", "secret": ["hush"]}})
    assert "connectors.pbx.secret" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_one_that_is_switched_off_is_not_imported() -> None:
    (found,) = configured({"old": {"connector": "untouched", "enabled": False, "whatever": 1}})
    assert found.connector is None
    assert "tests.hub.channels.untouched" not in sys.modules


def test_one_that_cannot_be_imported_does_not_stop_the_others() -> None:
    first, second = configured({"a": {"connector": "broken"}, "b": {"connector": "toy", "host": "h"}})
    assert "its library is missing" in (first.broken or "")
    assert second.connector
