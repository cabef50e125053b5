"""A store with a customer, and a hub that makes short links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from hub.links import Shortener
from hub.messaging import HOOKS
from tests.hub.messaging.conftest import as_before, outbox

__all__ = ["as_before", "outbox"]
BASE: Final = "https://pv.example/l/"


@pytest.fixture(autouse=True)
def shortener() -> Iterator[Shortener]:
    """The module is on, with an address."""
    HOOKS.links = made = Shortener(BASE)
    yield made
    HOOKS.links = None
