"""Free ports of the loopback interface."""

from __future__ import annotations

import socket


def free_ports(count: int, kind: socket.SocketKind) -> list[int]:
    """``count`` different ports that nobody is bound to just now."""
    held = [socket.socket(socket.AF_INET, kind) for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


def udp_port_open(port: int) -> bool:
    """True while somebody on this machine is bound to that UDP port."""
    with open("/proc/net/udp", encoding="ascii") as table:
        return any(line.split()[1].endswith(f":{port:04X}") for line in list(table)[1:])
