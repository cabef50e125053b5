"""The peer itself: the recorded order of events, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.root import Root
from tests.peers.asterisk.server import USER, AsteriskServer
from tests.support.ports import udp_port_open
from tests.support.telephony.pbx import Answers
from tests.support.waiting import until

RECORDING = Path(__file__).parents[2] / "connectors" / "asterisk" / "recordings" / "queue_answered.raw"
# Told of one leg, in an order that does not depend on how fast the other leg's thread is.
OF_THE_CALLER = {"Newchannel", "Newstate", "QueueCallerJoin", "DialBegin", "DialEnd", "QueueCallerLeave"}
OF_THE_CALLER |= {"AgentCalled", "AgentConnect", "BridgeEnter", "BridgeLeave", "Hangup"}
Packet = dict[str, str]


async def test_queue_call_has_the_recorded_order_of_events(pbx: RealExchange) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", pbx.ami_port)
    writer.write(f"Action: Login\r\nUsername: {USER}\r\nSecret: {pbx.server.secret}\r\n\r\n".encode())
    await pbx.phone("101", Answers(after=0.5))
    async with asyncio.timeout(20):
        call = await pbx.call("1000", number="09121234567", name="Sara")
        heard = await _read_until(reader, b"\r\nBridgeNumChannels: 2\r\n")
        hang_up = asyncio.create_task(call.hang_up())
        heard += await _read_until(reader, b"Event: Hangup\r\n", b"\r\nChannel: PJSIP/trunk")
        await hang_up
    writer.close()
    assert _of_the_caller(heard) == _of_the_caller(RECORDING.read_bytes())


async def _read_until(reader: asyncio.StreamReader, *marks: bytes) -> bytes:
    """Everything up to the first packet with all of these marks in it."""
    heard = b""
    while True:
        packet = await reader.readuntil(b"\r\n\r\n")
        heard += packet
        if all(mark in packet for mark in marks):
            return heard


async def test_ends_with_the_process_that_started_it(asterisk_root: Root) -> None:
    starter = subprocess.Popen([sys.executable, "-c", _STARTER, asterisk_root.path.name], stdout=subprocess.PIPE)
    assert starter.stdout is not None
    pid, port = (int(word) for word in (await asyncio.to_thread(starter.stdout.readline)).split())
    assert udp_port_open(port)
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    await until(lambda: not udp_port_open(port), what="Asterisk's end")
    await until(lambda: not Path("/proc", str(pid), "exe").exists(), what="the end of its process")


def test_close_leaves_no_file_and_no_mount(asterisk_root: Root) -> None:
    server = AsteriskServer(asterisk_root)
    server.spawn()
    server.wait_until_booted()
    assert server.home.is_dir()
    server.close()
    assert not server.home.exists()
    assert not udp_port_open(server.sip_port)
    assert str(asterisk_root.path) not in Path("/proc/mounts").read_text()


_STARTER = """
import sys, time
from tests.peers.asterisk.root import ensure_root
from tests.peers.asterisk.server import AsteriskServer
server = AsteriskServer(ensure_root(sys.argv[1].split("-")[1]))
server.spawn()
server.wait_until_booted()
print(server._process.pid, server.sip_port, flush=True)
time.sleep(60)
"""


def _of_the_caller(raw: bytes) -> list[str]:
    """The names of the events about the first caller from the trunk, in order."""
    packets = list(_packets(raw))
    caller = next(packet["Uniqueid"] for packet in packets if packet.get("Event") == "Newchannel")
    return [
        packet["Event"]
        for packet in packets
        if packet.get("Event") in OF_THE_CALLER and packet.get("Uniqueid") == caller
    ]


def _packets(raw: bytes) -> Iterator[Packet]:
    for block in raw.decode().split("\r\n\r\n"):
        yield dict(line.split(": ", 1) for line in block.split("\r\n") if ": " in line)
