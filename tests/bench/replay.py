"""A PBX that replays one recorded call shape as fast as it is told, and notes when the phone was made to ring."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RECORDING = Path(__file__).parents[1] / "connectors/asterisk/recordings/anonymous_answered.raw"
RING = b"Event: DialBegin"
STATUS = "CoreStartupDate: {date}\r\nCoreStartupTime: 08:00:00\r\nCoreReloadDate: 2026-01-01\r\nCoreCurrentCalls: 0\r\n"


@dataclass(frozen=True, slots=True)
class Ring:
    """A phone that was made to ring, and when (``perf_counter``)."""

    count: int
    number: str
    extension: str
    rang_at: float


class ReplayPbx:
    """Speaks as much AMI as a connector needs to stay connected; ``ring`` plays a call up to the ringing phone."""

    def __init__(self) -> None:
        packets = RECORDING.read_bytes().split(b"\r\n\r\n")
        events = [packet for packet in packets if packet.startswith(b"Event: ") and b"FullyBooted" not in packet]
        position = next(index for index, packet in enumerate(events) if packet.startswith(RING))
        self._before, self._ringing, self._after = events[:position], events[position], events[position + 1 :]
        self.writers: set[asyncio.StreamWriter] = set()
        self.connected = asyncio.Event()
        self._count = 0

    async def start(self) -> int:
        """Listen on a free port of the loopback; returns it."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Hang up on everybody."""
        self._server.close()
        for writer in self.writers:
            writer.close()

    def ring(self, number: str, extension: str) -> Ring:
        """Let ``number`` ring at ``extension``."""
        self._count += 1
        for packet in self._before:
            self._write(self._fill(packet, self._count, number, extension))
        rang_at = time.perf_counter()
        self._write(self._fill(self._ringing, self._count, number, extension))
        return Ring(self._count, number, extension, rang_at)

    def finish(self, ring: Ring) -> None:
        """Play the rest of the call: answered, talked, hung up."""
        for packet in self._after:
            self._write(self._fill(packet, ring.count, ring.number, ring.extension))

    def _fill(self, packet: bytes, count: int, number: str, extension: str) -> bytes:
        filled = packet.replace(b"1795343080.", f"{1795343080 + count}.".encode()).replace(
            b"anonymous", number.encode()
        )
        filled = filled.replace(b"PJSIP/101-00000007", f"PJSIP/{extension}-{count:08x}".encode())
        return filled.replace(b"cf4bb33b", f"{count:08x}".encode()) + b"\r\n\r\n"

    def _write(self, data: bytes) -> None:
        for writer in self.writers:
            writer.write(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"Asterisk Call Manager/10.0.0\r\n")
        try:
            while packet := (await reader.readuntil(b"\r\n\r\n")).decode():
                fields = dict(line.split(": ", 1) for line in packet.split("\r\n") if ": " in line)
                writer.write(answer(fields, someday()))
                if fields.get("Action", "").lower() == "login":
                    writer.write(
                        b"Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 100\r\nStatus: Fully Booted\r\n\r\n"
                    )
                    self.writers.add(writer)
                    self.connected.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.writers.discard(writer)
            writer.close()


def answer(fields: Mapping[str, str], started: str, channels: Sequence[bytes] = ()) -> bytes:
    """What a PBX that was started on that day answers; ``channels`` are packets of ``CoreShowChannels``."""
    action, given = fields.get("Action", "").lower(), fields.get("ActionID", "")
    success, tail = f"Response: Success\r\nActionID: {given}\r\n", b""
    if action == "corestatus":
        success += STATUS.format(date=started)
    elif action == "coresettings":
        success += "AsteriskVersion: 22.0.0 replayed\r\n"
    elif action == "challenge":
        success += "Challenge: 840415273\r\n"
    elif action == "ping":
        success += "Ping: Pong\r\n"
    elif action == "coreshowchannels":
        success += "EventList: start\r\n"
        tail = b"".join(packet + f"ActionID: {given}\r\n\r\n".encode() for packet in channels)
        tail += _complete("CoreShowChannels", given, len(channels))
    elif action.endswith("list") or action.startswith("queue"):  # none of it is here
        success += "EventList: start\r\n"
        tail = _complete(fields["Action"], given, 0)
    return f"{success}\r\n".encode() + tail


def _complete(action: str, given: str, count: int) -> bytes:
    end = f"Event: {action}Complete\r\nActionID: {given}\r\nEventList: Complete\r\nListItems: {count}\r\n\r\n"
    return end.encode()


def someday() -> str:
    """Each run is a PBX of its own, so its channels' names are not those of the run before."""
    return f"{random.randint(2000, 2999)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
