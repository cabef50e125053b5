"""What a channel's name tells: its endpoint, and whom that leads to."""

from __future__ import annotations

import re
from functools import lru_cache

from connectors.asterisk.config import AsteriskOptions
from hub.ports import Party

ENDPOINT_LENGTH = 128

# The marks of a masquerade follow the instance while it lasts.
_INSTANCE = re.compile(r"-[0-9a-fA-F]+(;[12])?(<(MASQ|ZOMBIE)>)?$")
# Technologies of channels that Asterisk makes for itself; nobody sits at their end.
_PLUMBING = frozenset({
    "local", "surrogate", "asyncgoto", "bridge", "cbann", "cbrec", "confbridgerecorder",
    "announcer", "recorder", "snoop", "message", "parked", "null",
})  # fmt: skip


def endpoint_of(channel: str) -> str:
    """``PJSIP/101`` of ``PJSIP/101-00000018``; ``Local/5@ctx`` of ``Local/5@ctx-00000003;1``."""
    endpoint = _INSTANCE.sub("", channel[: ENDPOINT_LENGTH * 2])
    technology, _, name = endpoint.partition("/")
    if technology.upper() == "DAHDI":  # DAHDI/i1/09121234567: the span is the endpoint, the rest is the number
        endpoint = f"{technology}/{name.partition('/')[0]}"
    return endpoint[:ENDPOINT_LENGTH]


def is_listed(endpoint: str, names: tuple[str, ...]) -> bool:
    """Whether ``names`` holds the endpoint, with or without its technology, in any case."""
    whole = endpoint.lower()
    return any(name.lower() in {whole, whole.partition("/")[2]} for name in names)


def party_of(endpoint: str, options: AsteriskOptions) -> Party:
    """Whom the endpoint leads to: plumbing, a trunk, a phone of the organisation, else outside."""
    technology, _, name = endpoint.partition("/")
    if technology.lower() in _PLUMBING:
        return Party.INTERNAL
    if is_listed(endpoint, options.trunks):
        return Party.OUTSIDE
    return Party.STATION if _pattern(options.extension_pattern).fullmatch(name) else Party.OUTSIDE


@lru_cache(maxsize=16)
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
