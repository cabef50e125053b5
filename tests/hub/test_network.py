"""What was looked at is what is connected to, even by a name that leads elsewhere each time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from connectors.asterisk import CONNECTOR
from hub.channels.addresses import guard_address
from hub.network import GuardedNetwork
from hub.ports import AddressRefusedError
from hub.settings import Settings
from tests.connectors.asterisk.conftest import make_options

INSIDE = "169.254.169.254"


class Names:
    """A name server whose answer is another one each time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self._answers: Iterator[list[str]] = iter(answers)
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", self.getaddrinfo)

    async def getaddrinfo(self, _host: str, port: int, **_how: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(self._answers)]


@pytest.fixture
async def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where sockets were connected to; none of them is."""
    made: list[tuple[str, int]] = []

    async def sock_connect(_socket: socket.socket, place: tuple[str, int]) -> None:
        made.append(place)
        if place[0].startswith("10.9."):
            raise ConnectionRefusedError

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", sock_connect)
    return made


async def test_a_name_that_changes_its_answer_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, connected: list[tuple[str, int]]
) -> None:
    Names(monkeypatch, ["10.0.0.5"], [INSIDE])
    await guard_address("pbx.example", 5038, Settings())
    with pytest.raises(AddressRefusedError):
        await GuardedNetwork().connect("pbx.example", 5038)
    assert connected == []


async def test_the_address_that_was_looked_at_is_connected_to(
    monkeypatch: pytest.MonkeyPatch, connected: list[tuple[str, int]]
) -> None:
    Names(monkeypatch, ["10.9.0.5", "10.0.0.6"])  # asked once more, it has no answer
    (await GuardedNetwork().connect("pbx.example", 5038)).close()
    assert connected == [("10.9.0.5", 5038), ("10.0.0.6", 5038)]


async def test_one_bad_address_among_good_ones_is_enough(
    monkeypatch: pytest.MonkeyPatch, connected: list[tuple[str, int]]
) -> None:
    Names(monkeypatch, ["10.0.0.5", INSIDE])
    with pytest.raises(AddressRefusedError):
        await GuardedNetwork().connect("pbx.example", 5038)
    assert connected == []


async def test_a_check_under_way_is_not_led_elsewhere(
    monkeypatch: pytest.MonkeyPatch, connected: list[tuple[str, int]]
) -> None:
    Names(monkeypatch, [INSIDE])
    report = await CONNECTOR.check(make_options(host="pbx.example"), GuardedNetwork())  # type: ignore[attr-defined]
    assert [(found.step, found.code) for found in report.findings] == [("address", "metadata_address")]
    assert connected == []


async def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(socket.gaierror):
        await GuardedNetwork().connect("no-such-host.invalid", 5038)
