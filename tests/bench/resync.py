"""How soon the hub knows 1,000 live calls again, from its sign-in at the PBX to the commit of what is live.

``python -m tests.bench.resync``, on both stores: calls that it has never heard of (they began in an outage), the same
after the session was cut, and after the hub was restarted. Beside it: how soon a program that only reads has the list,
and how soon one has stored it that takes each channel by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import sqlalchemy as sa

from hub.calls.models import Call
from hub.db import Database
from tests.bench import stamps, world
from tests.bench.figures import Row, load, report
from tests.bench.pbx import Pbx
from tests.bench.plain import sessions_on, store
from tests.bench.pops import running
from tests.support.ports import free_port
from tests.support.postgres import private_server

SECONDS = 2.0
CUSTOMERS, PHONES = 5_000, 100
CHANNEL = (
    "Event: CoreShowChannel\r\nChannel: {channel}\r\nChannelState: 6\r\nChannelStateDesc: Up\r\n"
    "CallerIDNum: {number}\r\nCallerIDName: {name}\r\nConnectedLineNum: {other}\r\nConnectedLineName: <unknown>\r\n"
    "Language: en\r\nAccountCode: \r\nContext: from-trunk\r\nExten: 1000\r\nPriority: 2\r\nUniqueid: {uniqueid}\r\n"
    "Linkedid: {linked}\r\nApplication: {application}\r\nApplicationData: \r\nDuration: 00:00:40\r\n"
    "BridgeId: {bridge}\r\n"
)


def channels(calls: int, phones: list[str]) -> list[bytes]:
    """What a PBX lists of callers who talk with agents."""
    found = []
    for call in range(calls):
        number, phone = world.number(call), phones[call % len(phones)]
        caller, agent = f"1795343080.{2 * call}", f"1795343080.{2 * call + 1}"
        both = {"linked": caller, "bridge": f"{call:08x}-0000-4000-8000-{call:012x}"}
        found += [
            CHANNEL.format(channel=f"PJSIP/trunk-{2 * call:08x}", number=number, name="Sara", other=phone,
                           uniqueid=caller, application="Dial", **both),
            CHANNEL.format(channel=f"PJSIP/{phone}-{2 * call + 1:08x}", number=phone, name="Agent", other=number,
                           uniqueid=agent, application="AppDial", **both),
        ]  # fmt: skip
    return [packet.encode() for packet in found]


async def measure(options: argparse.Namespace) -> list[Row]:
    """All rows; ``options``: as ``add_options`` makes them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [Row(f"mere reading of {2 * options.calls:,} channels", await _read(options.calls), unit="s")]
        found += await _on("SQLite", f"sqlite:///{folder}/hub.db", folder, options.calls)
        with private_server(durable=True) as server, closing(server):
            found += await _on("PostgreSQL", server.url, folder, options.calls)
            found.append(
                Row(
                    "naive: a transaction by the ORM for each channel, nothing merged",
                    await _naively(server.url, options.calls),
                    unit="s",
                )
            )
    return [*found, Row("load of the machine meanwhile", load(), unit="")]


async def _on(name: str, url: str, folder: Path, calls: int) -> list[Row]:
    await world.fill(url, CUSTOMERS)
    pbx = Pbx()
    pbx.channels = channels(calls, await world.staff(url, PHONES))
    address, asked = pbx.start(), []
    for part, cut in (("first", True), ("again", False)):
        async with _hub(url, folder, address, folder / f"{name}.{part}", pbx):
            asked.append(pbx.asked_at)
            await _known(url, calls)
            if cut:
                await _cut(pbx)
                asked.append(pbx.asked_at)
                await asyncio.sleep(SECONDS * 2)
    await asyncio.to_thread(pbx.stop)
    committed = [at for part in ("first", "again") for at, late in stamps.read(folder / f"{name}.{part}") if late < 0]
    kinds = ("never heard of", "after the session was cut", "after the hub was restarted")
    rows = [
        Row(f"{name}, {calls:,} live calls, {kind}", done - began, SECONDS, "s")
        for kind, began, done in zip(kinds, asked, committed, strict=True)
    ]
    return [*rows, Row(f"{name}, calls that are missing or double", abs(await _open(url) - calls), 0, "")]


async def _known(url: str, calls: int) -> None:
    for _ in range(200):
        if await _open(url) >= calls:
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(SECONDS)  # a snapshot that changes nothing is committed too


async def _open(url: str) -> int:
    db = await Database.open(url, exclusive=False)
    try:
        async with db.read() as session:
            query = sa.select(sa.func.count()).select_from(Call)
            return await session.scalar(query.where(Call.ended_at.is_(None), Call.joined_into.is_(None))) or 0
    finally:
        await db.close()


async def _cut(pbx: Pbx) -> None:
    """Cut the session and wait for the next."""
    sessions = pbx.sessions
    pbx.hang_up()
    while pbx.sessions == sessions or not pbx.signed_in.is_set():  # noqa: ASYNC110 - a thread's doing
        await asyncio.sleep(0.005)


@asynccontextmanager
async def _hub(url: str, folder: Path, ami: int, kept: Path, pbx: Pbx) -> AsyncIterator[None]:
    port = free_port()
    config = world.settings(folder, url, port, ami)
    command = [sys.executable, "-m", "tests.bench.hub_main", str(config), f"--stamps={kept}"]
    async with running(command, f"http://127.0.0.1:{port}/readyz"):
        await asyncio.to_thread(pbx.signed_in.wait, 10)
        yield


async def _read(calls: int) -> float:
    """Seconds in which a bare socket has the whole list."""
    pbx = Pbx()
    pbx.channels = channels(calls, ["101"])
    reader, writer = await asyncio.open_connection("127.0.0.1", pbx.start(), limit=1 << 26)
    began = asyncio.get_running_loop().time()
    writer.write(b"Action: Login\r\nActionID: 1\r\n\r\nAction: CoreShowChannels\r\nActionID: 2\r\n\r\n")
    await reader.readuntil(b"CoreShowChannelsComplete")
    taken = asyncio.get_running_loop().time() - began
    writer.close()
    await asyncio.to_thread(pbx.stop)
    return taken


async def _naively(url: str, calls: int) -> float:
    """Seconds in which a plain program has stored the list."""
    sessions = await sessions_on(url)
    began = asyncio.get_running_loop().time()
    for packet in channels(calls, ["101"]):
        lines = packet.decode().split("\r\n")
        async with sessions.begin() as session:
            await store(session, dict(line.split(": ", 1) for line in lines if ": " in line))
    return asyncio.get_running_loop().time() - began


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that ``measure`` wants."""
    parser.add_argument("--calls", type=int, default=1_000)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.resync")
    add_options(parser)
    sys.exit(report(asyncio.run(measure(parser.parse_args()))))
