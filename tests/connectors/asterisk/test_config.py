"""Options are typed, described and documented; the connector says where it connects to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import connectors.asterisk
from connectors.asterisk import CONNECTOR
from connectors.asterisk.config import AsteriskOptions
from hub.ports import Options

README = Path(connectors.asterisk.__file__).parent / "README.md"


@pytest.mark.parametrize("name", AsteriskOptions.model_fields)
def test_every_option_is_described_and_documented(name: str) -> None:
    assert AsteriskOptions.model_fields[name].description
    assert f"`{name}`" in README.read_text()


@pytest.mark.parametrize(
    "change", [{"port": 0}, {"extension_pattern": "("}, {"dial_context": "a b"}, {"typo": 1}, {"host": ""}]
)
def test_a_wrong_option_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AsteriskOptions.model_validate({"host": "pbx", "username": "u", "secret": "s"} | change)


def test_the_secret_is_not_shown(options: AsteriskOptions) -> None:
    assert "s3cr3t" not in repr(options)


def test_the_connector_names_its_address(options: AsteriskOptions) -> None:
    assert CONNECTOR.address(options) == "127.0.0.1:5038"
    assert (CONNECTOR.name, CONNECTOR.channel) == ("asterisk", "call")
    with pytest.raises(TypeError):
        CONNECTOR.address(Options())
