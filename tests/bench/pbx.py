"""A PBX that writes as Asterisk does: from a thread of its own, without waiting for anybody, and it cuts who is slow.

Its manager session has a queue without a limit. It writes one event after the other to a non-blocking socket whose
buffers are the kernel's own; where one cannot be written within 100 ms (``writetimeout``), it hangs up.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence

from tests.bench.replay import answer, someday

WRITE_TIMEOUT = 0.1  # seconds, Asterisk's default
BOOTED = b"Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 100\r\nStatus: Fully Booted\r\n\r\n"


class Cut(Exception):
    """The peer did not read in time."""


class Pbx:
    """Serves one manager session at a time. Every event says in ``Timestamp`` when it was written (monotonic)."""

    def __init__(self) -> None:
        self.cuts = 0
        self.sessions = 0
        self.written = 0  # events
        self.asked_at = 0.0  # when the last session began to sign in
        self.signed_in = threading.Event()
        self.channels: Sequence[bytes] = ()  # as CoreShowChannels tells them
        self._started = someday()
        self._queue: deque[bytes] = deque()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._bell, self._clapper = socket.socketpair()
        self._closing = False
        self._hanging_up = False
        self._thread = threading.Thread(target=self._serve, daemon=True, name="pbx")

    def start(self) -> int:
        """Listen; returns the port."""
        self._thread.start()
        return int(self._listener.getsockname()[1])

    def stop(self) -> None:
        """Hang up on everybody."""
        self._closing = True
        self._ring()
        with contextlib.suppress(OSError), socket.create_connection(self._listener.getsockname(), 1):
            pass
        self._thread.join(5)
        self._listener.close()

    def hang_up(self) -> None:
        """Cut the session from this side, as a network does."""
        self._hanging_up = True
        self._ring()

    def write(self, packets: Sequence[bytes]) -> None:
        """Have these events written in this order; never waits. Without a session they are lost."""
        self._queue.extend(packets)
        self._ring()

    @property
    def waiting(self) -> int:
        """Events that are not written yet."""
        return len(self._queue)

    def _ring(self) -> None:
        self._clapper.send(b".")

    def _serve(self) -> None:
        while not self._closing:
            peer, _ = self._listener.accept()
            peer.setblocking(False)
            self.sessions += 1
            try:
                self._session(peer)
            except Cut:
                self.cuts += 1
            except OSError:
                pass
            finally:
                self.signed_in.clear()
                peer.close()

    def _session(self, peer: socket.socket) -> None:
        self._hanging_up = False
        self._send(peer, b"Asterisk Call Manager/11.0.0\r\n")
        read = b""
        while not self._closing and not self._hanging_up:
            ready, _, _ = select.select([peer, self._bell], [], [], 1)
            if self._bell in ready:
                self._bell.recv(65_536)
            if peer in ready:
                if not (found := peer.recv(65_536)):
                    return
                *actions, read = (read + found).split(b"\r\n\r\n")
                for action in actions:
                    self._answer(peer, action.decode())
            self._write_events(peer)

    def _answer(self, peer: socket.socket, action: str) -> None:
        fields = dict(line.split(": ", 1) for line in action.split("\r\n") if ": " in line)
        login = fields.get("Action", "").lower() == "login"
        if login:
            self.asked_at = time.perf_counter()
        self._send(peer, answer(fields, self._started, self.channels))
        if login:
            self._queue.clear()
            self._send(peer, BOOTED)
            self.signed_in.set()

    def _write_events(self, peer: socket.socket) -> None:
        while self._queue and self.signed_in.is_set():
            packet = self._queue.popleft()
            self._send(peer, packet + b"Timestamp: %.6f\r\n\r\n" % time.perf_counter())
            self.written += 1
        if not self.signed_in.is_set():
            self._queue.clear()

    def _send(self, peer: socket.socket, data: bytes) -> None:
        until = time.monotonic() + WRITE_TIMEOUT
        while data:
            try:
                data = data[peer.send(data) :]
            except BlockingIOError:
                left = until - time.monotonic()
                if left <= 0 or not select.select([], [peer], [], left)[1]:
                    raise Cut from None
