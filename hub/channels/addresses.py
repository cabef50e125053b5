"""Where an account may connect to, said before anything is tried; the connection itself is judged once more."""

from __future__ import annotations

import socket

from hub.network import GuardedNetwork, address_of
from hub.ports import AddressRefusedError
from hub.settings import Settings


async def guard_address(host: str, port: int, settings: Settings) -> None:
    """Raises ``AddressRefusedError``. A name that nobody knows passes: the check says so better."""
    try:
        await GuardedNetwork(settings.http.port).look_up(host, port)
    except AddressRefusedError:
        raise
    except OSError:  # a time-out is one too
        return


async def own_address(host: str) -> str:
    """The address that a PBX at ``host`` sees the hub come from; loopback where that cannot be told. Sends nothing."""
    try:
        found = await GuardedNetwork().look_up(host, 5038)
    except OSError:
        found = []
    for _family, place in found:
        address = address_of(place)
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((str(address), 5038))
                return str(probe.getsockname()[0])
            except OSError:
                continue
    return "127.0.0.1"
