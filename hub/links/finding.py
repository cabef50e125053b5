"""Pure: the web addresses in a text, and what they may lead to. ``webui/src/lib/links`` finds the same ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import idna

MOST_LINKS: Final = 10  # of one text; those after stay as they are
LONGEST: Final = 2_000
_URL: Final = re.compile(r"https?://[^\s<>\"«»،؛؟\u200e\u200f\u2066-\u2069]+", re.IGNORECASE)
_AFTER: Final = ".,;:!?'…*_)]}"
_OPENS: Final = {")": "(", "]": "[", "}": "{"}
_SAFE: Final = "".join(chr(code) for code in range(0x21, 0x7F))


def replace_urls(text: str, short: Callable[[str], str | None]) -> str:
    """The text with what ``short`` makes of each address; None leaves it."""

    def one(found: re.Match[str]) -> str:
        url = trimmed(found[0])
        made = short(url)
        return found[0] if made is None else made + found[0][len(url) :]

    return _URL.sub(one, text)


def trimmed(url: str) -> str:
    """An address without the punctuation of the sentence around it; brackets that it opens itself stay."""
    while url and url[-1] in _AFTER:
        opening = _OPENS.get(url[-1])
        if opening and url.count(opening) >= url.count(url[-1]):
            break
        url = url[:-1]
    return url


def target_of(url: str, utm: Mapping[str, str]) -> str | None:
    """What a short link leads to: the address in ASCII, with its campaign's fields. None: it may not be one."""
    if len(url) > LONGEST or any(ord(char) < 0x21 or ord(char) == 0x7F for char in url) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        ascii_host = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not ascii_host or "@" in parts.netloc:
        return None
    where = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    netloc = where if port is None else f"{where}:{port}"
    query = _tagged(quote(parts.query, safe=_SAFE), utm)
    path, fragment = quote(parts.path, safe=_SAFE), quote(parts.fragment, safe=_SAFE)
    made = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return made if len(made) <= LONGEST else None


def _tagged(query: str, utm: Mapping[str, str]) -> str:
    """The query with the fields that it does not have yet."""
    known = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    more = [(f"utm_{name}", value) for name, value in utm.items() if value and f"utm_{name}" not in known]
    return "&".join(part for part in (query, urlencode(more)) if part)
