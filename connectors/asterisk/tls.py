"""The TLS of a session."""

from __future__ import annotations

import ssl

from connectors.asterisk.config import AsteriskOptions


def tls_context(options: AsteriskOptions) -> ssl.SSLContext:
    """How the PBX's certificate is checked. Reads files: not for the event loop. Raises ``OSError``."""
    context = ssl.create_default_context(cafile=options.tls_ca_file)
    if not options.tls_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
