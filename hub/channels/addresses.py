"""Where an account may connect to: wherever a PBX may be, but neither to the hub itself nor to a cloud's metadata.

A PBX lives on the organisation's own network, so private addresses are what is expected here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from hub.settings import Settings

RESOLVE_SECONDS = 5.0
# What clouds answer to whoever asks from inside the machine, where that is not link-local already.
_METADATA = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "192.0.0.192", "fd00:ec2::254")))

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(Exception):
    """No account may connect there: a stable ``code``, and one sentence in ``str()``."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


async def guard_address(host: str, port: int, settings: Settings) -> None:
    """Raises ``AddressRefusedError``. A name that nobody knows passes: the check says so better."""
    for address in await _resolve(host):
        if address in _METADATA or address.is_link_local:
            raise AddressRefusedError("metadata_address", f"{address} belongs to this machine's network, not to a PBX.")
        if not address.is_loopback and (address.is_unspecified or address.is_multicast or address.is_reserved):
            raise AddressRefusedError("no_host_address", f"{address} is not the address of a machine.")
        if port == settings.http.port and is_own(address):
            raise AddressRefusedError("own_address", "The hub itself listens at this address and port.")


async def own_address(host: str) -> str:
    """The address that a PBX at ``host`` sees the hub come from; loopback where that cannot be told. Sends nothing."""
    try:
        found = await _resolve(host)
    except AddressRefusedError:
        found = []
    for address in found:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((str(address), 5038))
                return str(probe.getsockname()[0])
            except OSError:
                continue
    return "127.0.0.1"


def is_own(address: Address) -> bool:
    """Whether the address is one of this machine's."""
    if address.is_loopback:
        return True
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((str(address), 0))
        except OSError:
            return False
    return True


async def _resolve(host: str) -> list[Address]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError:  # two dots beside each other, or a part that is too long
        raise AddressRefusedError("no_host_address", f"{host[:80]} is not the address of a machine.") from None
    except (OSError, TimeoutError, ValueError):
        return []
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    return [_inner(address) for address in addresses]


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one wraps, or leads to by a translator (NAT64) or a tunnel (6to4)."""
    if address.version == 4:
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
