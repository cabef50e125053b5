"""From what somebody types to the address of a server: of a domain or mail address by its SRV record (RFC 6764).

DNS proves nothing, and a password goes to whatever is found: only hosts of the domain itself are believed, and the
guard looks at their addresses as at any other's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from hub.caldav.trouble import Trouble

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

SECONDS: Final = 4.0  # for one question, however many servers are asked
SERVICE: Final = "_caldavs._tcp"  # by TLS; without it nobody is asked
_DOMAIN: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.ASCII)
_PATH: Final = re.compile(r"/[!-~]{0,500}")


def normalised(typed: str) -> str:
    """An address as people give it, with what they leave out."""
    text = typed.strip()
    return text if "://" in text else f"https://{text}"


async def locate(typed: str) -> str:
    """The address to ask. Raises ``Trouble`` where the domain names a server that is not its own."""
    domain = domain_of(typed)
    if domain is None:
        return normalised(typed)
    return await _service_of(domain) or f"https://{domain}"


def domain_of(typed: str) -> str | None:
    """The domain of a bare one or of a mail address; None for whatever says more: a path, a port, a number."""
    local, _, bare = typed.strip().lower().rpartition("@")
    bare = bare.removesuffix(".")
    if {":", "/"} & {*local}:
        return None
    if not bare.isascii():
        try:
            bare = bare.encode("idna").decode()
        except UnicodeError:
            return None
    known = _DOMAIN.fullmatch(bare) and len(bare) <= 253 and not bare.rpartition(".")[2].isdigit()
    return bare if known else None


def resolver() -> Resolver:
    """The machine's own name servers, asked for a few seconds at most."""
    from dns.asyncresolver import Resolver  # noqa: PLC0415 - for who types a domain only

    return Resolver()


async def _service_of(domain: str) -> str | None:
    """The address in the domain's records; None where it has none, or nobody answers. Raises ``Trouble``."""
    from dns.exception import DNSException  # noqa: PLC0415 - as in `resolver`
    from dns.rdtypes.IN.SRV import SRV  # noqa: PLC0415 - as in `resolver`

    try:
        asked = resolver()
        found = await asked.resolve(f"{SERVICE}.{domain}.", "SRV", lifetime=SECONDS, search=False)
    except (DNSException, OSError):
        return None
    offered = [one for one in found if isinstance(one, SRV) and one.port and len(one.target) > 1]
    if not offered:  # a lone dot: the service is decidedly not there
        return None
    best = min(offered, key=lambda one: (one.priority, -one.weight, one.target))
    host = best.target.to_text(omit_final_dot=True).lower()
    if not _DOMAIN.fullmatch(host):
        raise Trouble("nonsense")
    if host != domain and not host.endswith(f".{domain}"):
        raise Trouble("led_away", host)
    return f"https://{host}{'' if best.port == 443 else f':{best.port}'}{await _path(asked, domain)}"


async def _path(asked: Resolver, domain: str) -> str:
    """Where on the server, by the record beside; its well-known address where that says nothing."""
    from dns.exception import DNSException  # noqa: PLC0415 - as in `resolver`
    from dns.rdtypes.ANY.TXT import TXT  # noqa: PLC0415 - as in `resolver`

    try:
        found = await asked.resolve(f"{SERVICE}.{domain}.", "TXT", lifetime=SECONDS, search=False)
    except (DNSException, OSError):
        return "/.well-known/caldav"
    texts = [part.decode("latin-1") for one in found if isinstance(one, TXT) for part in one.strings]
    named = [text[5:] for text in texts if text.lower().startswith("path=") and _PATH.fullmatch(text[5:])]
    return quote(named[0], safe="/%~:@!$&'()*+,;=-._") if named else "/.well-known/caldav"
