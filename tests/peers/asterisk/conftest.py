"""A fresh Asterisk for every test (it boots in a quarter of a second), from an installation that is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.root import CannotBuildError, Root, ensure_root
from tests.peers.asterisk.server import AsteriskServer

VERSION = os.environ.get("HUB_TEST_ASTERISK", "22")  # major version


@pytest.fixture(scope="session")
def asterisk_root(request: pytest.FixtureRequest) -> Root:
    """The installation. Where a machine cannot have one: a skip with the reason, which CI takes for a failure."""
    try:
        root = ensure_root(VERSION)
    except CannotBuildError as error:
        pytest.skip(str(error))
    versions = ", ".join(f"{package} {version}" for package, version in root.versions.items())
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"\nAsterisk {root.asterisk} ({versions})")
    return root


@pytest.fixture
def asterisk(asterisk_root: Root) -> Iterator[AsteriskServer]:
    """A running Asterisk without calls."""
    server = AsteriskServer(asterisk_root)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def pbx(asterisk: AsteriskServer) -> Iterator[RealExchange]:
    """That Asterisk with callers and phones."""
    exchange = RealExchange(asterisk)
    yield exchange
    exchange.close()
