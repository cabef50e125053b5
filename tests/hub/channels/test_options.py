"""A secret is not sent another way than it was given for."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.asterisk import CONNECTOR
from hub.channels.options import leads_elsewhere
from tests.connectors.asterisk.conftest import make_options


@pytest.mark.parametrize(
    ("change", "elsewhere"),
    [
        ({"host": "192.0.2.7"}, True), ({"port": 5039}, True), ({"tls_verify": False}, True), ({"tls": True}, True),
        ({"challenge": False}, True), ({"dial_timeout": 10}, False), ({"secret": "another"}, False),
    ],
)  # fmt: skip
def test_what_needs_the_secret_again(change: dict[str, Any], elsewhere: bool) -> None:
    assert leads_elsewhere(CONNECTOR, make_options(), make_options(**change)) is elsewhere
