"""Opening the connection of a session, with TLS where the options ask for it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import TypeVar

from connectors.smpp.config import SmppOptions
from hub.ports import Network

Made = TypeVar("Made", bound=asyncio.Protocol)


async def dial(options: SmppOptions, network: Network, made: Callable[[], Made]) -> Made:
    """A connection. Raises ``OSError``, of which ``ssl.SSLError`` is one."""
    context = await asyncio.to_thread(tls_context, options) if options.tls else None
    connected = await network.connect(options.host, options.port)
    name = options.host if context else None
    try:
        _, protocol = await asyncio.get_running_loop().create_connection(
            made, sock=connected, ssl=context, server_hostname=name
        )
    except BaseException:
        connected.close()
        raise
    return protocol


def tls_context(options: SmppOptions) -> ssl.SSLContext:
    """How the provider's certificate is checked. Reads files: not for the event loop. Raises ``OSError``."""
    context = ssl.create_default_context(cafile=options.tls_ca_file)
    if not options.tls_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
