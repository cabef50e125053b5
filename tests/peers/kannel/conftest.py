"""Kannel's programs, for all tests here."""

from __future__ import annotations

import pytest

from tests.peers.kannel.installed import CannotInstallError, Installed, ensure_installed


@pytest.fixture(scope="session")
def installed() -> Installed:
    """The programs; where a machine cannot have them a skip, which CI takes for a failure."""
    try:
        return ensure_installed()
    except CannotInstallError as error:
        pytest.skip(str(error))
