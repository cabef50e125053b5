"""A fresh Asterisk for every test (it boots in a quarter of a second), from an installation that is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.root import CannotBuildError, Root, ensure_root
from tests.peers.asterisk.server import AsteriskServer

NEWEST = "22"
VERSION = os.environ.get("HUB_TEST_ASTERISK", NEWEST)  # major version


@pytest.fixture(scope="session")
def asterisk_root(request: pytest.FixtureRequest) -> Root:
    """The installation with the Asterisk under test."""
    return find_root(request, VERSION)


@pytest.fixture(scope="session")
def sipp_root(request: pytest.FixtureRequest) -> Root:
    """The installation with SIPp: always the newest, since older ones cannot be told to hang up."""
    return find_root(request, NEWEST)


def find_root(request: pytest.FixtureRequest, version: str) -> Root:
    """The installation with that version; where a machine cannot have one a skip, which CI takes for a failure."""
    try:
        root = ensure_root(version)
    except CannotBuildError as error:
        pytest.skip(str(error))
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        versions = ", ".join(f"{package} {found}" for package, found in root.versions.items())
        reporter.write_line(f"\n{root.path.name}: {versions}")
    return root


@pytest.fixture
def asterisk(asterisk_root: Root) -> Iterator[AsteriskServer]:
    """A running Asterisk without calls."""
    server = AsteriskServer(asterisk_root)
    try:
        server.spawn()
        server.wait_until_booted()
        yield server
    finally:
        server.close()


@pytest.fixture
def pbx(asterisk: AsteriskServer, sipp_root: Root) -> Iterator[RealExchange]:
    """That Asterisk with callers and phones."""
    exchange = RealExchange(asterisk, sipp_root)
    yield exchange
    exchange.close()
