"""Connections to hosts that a user named: an address is looked at, and that very address is connected to.

A name may lead elsewhere each time it is asked, so looking first and connecting by name afterwards proves nothing.
An organisation's servers live on its own network, so private addresses are what is expected of what administrators
name; what everybody may name lies on the Internet, or where an administrator says.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hub.ports import AddressRefusedError

RESOLVE_SECONDS = 5.0
# What clouds answer to whoever asks from inside the machine, where that is not link-local already.
METADATA = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "192.0.0.192", "fd00:ec2::254")))

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Found = tuple[int, tuple[Any, ...]]  # a family, and what a socket of it connects to


@dataclass(frozen=True, slots=True)
class Inner:
    """Places of the organisation's own, as an administrator names them: host names, addresses and networks."""

    hosts: frozenset[str]
    networks: tuple[Network, ...]

    @classmethod
    def named(cls, places: Iterable[str]) -> Inner:
        """Those of a setting. Raises ``ValueError`` for a network that is none."""
        numbers = {one for one in places if "/" in one or literal(one) is not None}
        networks = tuple(ipaddress.ip_network(one, strict=False) for one in sorted(numbers))
        return cls(frozenset(one.lower() for one in places if one not in numbers), networks)

    def has(self, host: str, address: Address | None = None) -> bool:
        """Whether this host is one of them, or the address that it has."""
        where = address or literal(host)
        if where is not None and any(unwrapped(where) in network for network in self.networks):
            return True
        return host.lower() in self.hosts


class GuardedNetwork:
    """Leads anywhere but to this hub's own port and to what only the machine itself is meant to reach.

    ``inner``: the only places of the organisation's own that may be reached beside the Internet; None: all of them.
    """

    def __init__(self, own_port: int = 0, inner: Inner | None = None) -> None:
        self._own_port = own_port
        self._inner = inner

    async def look_up(self, host: str, port: int) -> list[Found]:
        """Where the host is. Raises ``AddressRefusedError`` where any of it is refused, ``OSError`` for no answer."""
        found = await _resolve(host, port)
        for _family, place in found:
            self.judge(host, address_of(place), port)
        return found

    async def connect(self, host: str, port: int) -> socket.socket:
        """A connected socket, to the first of the host's addresses that answers. Raises ``OSError``."""
        failed: OSError = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        for family, place in await self.look_up(host, port):
            try:
                return await _connected(family, place)
            except OSError as error:
                failed = error
        raise failed

    def judge(self, host: str, address: Address, port: int) -> None:
        """Raises ``AddressRefusedError`` for an address of the host that nobody may be led to."""
        if address in METADATA or address.is_link_local:
            raise AddressRefusedError("metadata_address", f"{address} is for this machine alone, not another server.")
        if not address.is_loopback and (address.is_unspecified or address.is_multicast or address.is_reserved):
            raise AddressRefusedError("no_host_address", f"{address} is not the address of a machine.")
        if port and port == self._own_port and is_own(address):
            raise AddressRefusedError("own_address", "The hub itself listens at this address and port.")
        if self._inner is not None and not address.is_global and not self._inner.has(host, address):
            raise AddressRefusedError("inner_address", f"{address} is not on the Internet, nor named in the settings.")


def literal(host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def address_of(place: tuple[Any, ...]) -> Address:
    """The address within what a socket connects to."""
    return unwrapped(ipaddress.ip_address(str(place[0]).partition("%")[0]))


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one wraps, or leads to by a translator (NAT64) or a tunnel (6to4)."""
    if address.version == 4:
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


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


async def _resolve(host: str, port: int) -> list[Found]:
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # two dots beside each other, or a part that is too long
        raise AddressRefusedError("no_host_address", f"{host[:80]} is not the address of a machine.") from None
    except ValueError as error:
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from None
    return [(family, place) for family, _type, _protocol, _name, place in found]


async def _connected(family: int, place: tuple[Any, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(made, place)
    except BaseException:
        made.close()
        raise
    return made
