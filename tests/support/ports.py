"""Free ports of the loopback interface, none of them given twice."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import tempfile
from pathlib import Path

PLACES = range(20_000, 32_000)  # above Asterisk's own for speech, below those that the kernel gives to anybody
LAST = Path(tempfile.gettempdir()) / f"peyvand-ports-{os.getuid()}"


def free_port() -> int:
    """A TCP port that nobody listens on just now."""
    return free_ports(1, socket.SOCK_STREAM)[0]


def free_ports(count: int, kind: socket.SocketKind) -> list[int]:
    """``count`` different ports that nobody is bound to just now; all others are given before one is given again.

    What is started binds its port long after it was chosen: one of the kernel's choice is by then another's, and a
    test that asks whether its hub is ready is answered by the hub of another test.
    """
    found: list[int] = []
    with open(os.open(LAST, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as last:
        fcntl.flock(last, fcntl.LOCK_EX)
        place = int(last.read() or 0)
        while len(found) < count:
            place = (place + 1) % len(PLACES)
            if _is_free(PLACES[place], kind):
                found.append(PLACES[place])
        last.seek(0)
        last.truncate()
        last.write(str(place))
        last.flush()
    return found


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as one, contextlib.suppress(OSError):
        one.bind(("127.0.0.1", port))
        return True
    return False


def udp_port_open(port: int) -> bool:
    """True while somebody on this machine is bound to that UDP port."""
    with open("/proc/net/udp", encoding="ascii") as table:
        return any(line.split()[1].endswith(f":{port:04X}") for line in list(table)[1:])
