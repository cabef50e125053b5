"""A running simulated phone, and a client that speaks AMI to it over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from connectors.asterisk.simulator import Habits, SimulatedPbx, Switchboard
from connectors.asterisk.simulator.calls import Plan
from connectors.asterisk.simulator.packets import format_packet, read_packet

PATIENCE = 10.0  # seconds, for a condition that comes true within milliseconds
Packet = dict[str, str]


class AmiClient:
    """Sends actions; keeps every packet that came."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.banner = b""
        self.packets: list[Packet] = []
        self._seen = 0

    async def until(self, condition: Callable[[Packet], bool]) -> Packet:
        """The next packet for which the condition holds."""
        async with asyncio.timeout(PATIENCE):
            while True:
                while self._seen < len(self.packets):
                    self._seen += 1
                    if condition(self.packets[self._seen - 1]):
                        return self.packets[self._seen - 1]
                self.packets.append(read_packet(await self.reader.readuntil(b"\r\n\r\n")))

    async def event(self, name: str, **headers: str) -> Packet:
        return await self.until(
            lambda packet: packet.get("Event") == name and all(packet.get(k) == v for k, v in headers.items())
        )

    def send(self, action: str, **headers: str) -> None:
        self.writer.write(format_packet([("Action", action), *headers.items()]))

    async def ask(self, action: str, **headers: str) -> Packet:
        """The response to an action."""
        self.send(action, **headers)
        return await self.until(lambda packet: "Response" in packet and "Event" not in packet)

    async def login(self, **headers: str) -> Packet:
        return await self.ask("Login", **{"Username": "peyvand", "Secret": "simulated", **headers})

    async def list(self, action: str, **headers: str) -> list[Packet]:
        """The entries of a list, held against the count that its Complete event gives."""
        assert (await self.ask(action, **headers))["EventList"] == "start"
        start = self._seen
        end = await self.until(lambda packet: packet.get("EventList") == "Complete")
        entries = [p for p in self.packets[start : self._seen - 1] if "Privilege" not in p]
        assert end["ListItems"] == str(len(entries))
        return entries

    async def closed(self) -> bytes:
        """What still comes before the server ends the connection."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read()
            except ConnectionError:
                return b""


Connect = Callable[..., Awaitable[AmiClient]]


def recorded_switchboard() -> Switchboard:
    """The set-up from which the recordings come."""
    board = Switchboard()
    one, _two = board.add_station("101", "Agent One"), board.add_station("102", "Agent Two")
    board.add_number("1000", board.add_queue("support", "Support", ["101"]))
    board.add_number("1001", one)
    board.add_number("1003", board.add_queue("sales", "Sales", ["101", "102"]))
    return board


@pytest.fixture
async def pbx() -> AsyncIterator[SimulatedPbx]:
    """A simulated phone whose people answer click-to-dial at once and talk until somebody hangs up."""
    habits = Habits(desk_ring=0, plan=Plan(ring_seconds=0, talk_seconds=3600))
    pbx = SimulatedPbx(recorded_switchboard(), port=0, habits=habits)
    await pbx.start()
    yield pbx
    await pbx.stop()


@pytest.fixture
async def connect(pbx: SimulatedPbx) -> AsyncIterator[Connect]:
    """Open connections to the simulated phone; signed in unless asked otherwise."""
    clients: list[AmiClient] = []

    async def open_one(*, login: bool = True, **headers: str) -> AmiClient:
        client = AmiClient(*await asyncio.open_connection("127.0.0.1", pbx.port))
        clients.append(client)
        client.banner = await client.reader.readline()
        if login:
            assert (await client.login(**headers))["Response"] == "Success"
        return client

    yield open_one
    for client in clients:
        client.writer.close()


@pytest.fixture
async def client(connect: Connect) -> AmiClient:
    """One client that is signed in."""
    return await connect()
