"""Opening the connection that an account's options describe, with TLS where they ask for it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Protocol, TypeVar

from hub.ports.network import Network

Made = TypeVar("Made", bound=asyncio.Protocol)


class Remote(Protocol):
    """The options that name the other side."""

    @property
    def host(self) -> str:
        """Its name or address."""

    @property
    def port(self) -> int:
        """Its TCP port."""

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted."""

    @property
    def tls_verify(self) -> bool:
        """Whether its certificate has to be valid."""

    @property
    def tls_ca_file(self) -> str | None:
        """Who signs its certificate, where the machine's own authorities do not."""


async def open_connection(options: Remote, network: Network, made: Callable[[], Made]) -> Made:
    """A connection, handed to what ``made`` makes. Raises ``OSError``, of which ``ssl.SSLError`` is one."""
    context = await asyncio.to_thread(_tls_context, options) if options.tls else None
    connected = await network.connect(options.host, options.port)
    name = options.host if context else None
    try:
        _, protocol = await asyncio.get_running_loop().create_connection(
            made, sock=connected, ssl=context, server_hostname=name
        )
    except BaseException:  # a cancelled connect would leave the socket open
        connected.close()
        raise
    return protocol


def _tls_context(options: Remote) -> ssl.SSLContext:
    """How the other side's certificate is checked. Reads files: not for the event loop. Raises ``OSError``."""
    context = ssl.create_default_context(cafile=options.tls_ca_file)
    if not options.tls_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
