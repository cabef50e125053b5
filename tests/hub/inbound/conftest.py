"""Nobody follows what comes in, whatever hub was made before in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub import inbound


@pytest.fixture(autouse=True)
def unfollowed() -> Iterator[None]:
    """As before once the test is over."""
    before, inbound.HOOKS.arrived = inbound.HOOKS.arrived, []
    yield
    inbound.HOOKS.arrived = before
