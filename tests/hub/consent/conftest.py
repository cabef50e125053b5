"""What tests of consent start from."""

from __future__ import annotations

import pytest

from hub.db import Database
from tests.hub.customers.people import People


@pytest.fixture
def people(database: Database) -> People:
    """A store in which a test makes customers."""
    return People(database)
