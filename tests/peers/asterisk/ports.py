"""Free ports of the loopback interface."""

from __future__ import annotations

import contextlib
import itertools
import random
import socket

PLACES = range(25_000, 32_000)  # above Asterisk's own for speech, below those that the kernel gives to anybody
_order = itertools.cycle(random.sample(PLACES, len(PLACES)))


def free_ports(count: int, kind: socket.SocketKind) -> list[int]:
    """``count`` different ports that nobody is bound to just now, and that this process was not given lately.

    A phone's is bound long after it was chosen: one of the kernel's choice might be somebody else's by then.
    """
    held: list[socket.socket] = []
    try:
        while len(held) < count:
            one = socket.socket(socket.AF_INET, kind)
            with contextlib.suppress(OSError):
                one.bind(("127.0.0.1", next(_order)))
                held.append(one)
                continue
            one.close()
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def udp_port_open(port: int) -> bool:
    """True while somebody on this machine is bound to that UDP port."""
    with open("/proc/net/udp", encoding="ascii") as table:
        return any(line.split()[1].endswith(f":{port:04X}") for line in list(table)[1:])
