"""A row of a file as what somebody said, or why it cannot be that. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from hub.consent.imports import words
from hub.consent.terms import REACHED
from hub.customers import Address, read_email, read_number
from hub.sheets.numbers import read_mobile

LONGEST = 4_000  # characters of a wording


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every row: where the columns are, what is meant where a row is silent, and where numbers are."""

    columns: Mapping[str, int]
    channel: str | None
    purpose: str
    state: str
    wording: str | None
    region: str
    area_code: str | None
    zone: ZoneInfo
    now: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``wrong`` says why it is not taken. ``at`` None: the file does not say when."""

    number: int
    text: str  # the address as it stands there
    wrong: str | None = None
    address: Address | None = None
    channel: str = ""
    purpose: str = ""
    state: str = ""
    source: str = "import"
    at: datetime | None = None
    wording: str | None = None
    language: str | None = None
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is about, by the address."""
        if self.address is None:
            raise ValueError("a wrong row is about nothing")
        return self.address.kind, self.address.value, self.channel, self.purpose


def read(number: int, cells: Sequence[str], terms: Terms) -> Row:
    """The row as it is meant; blank cells mean what ``terms`` say."""

    def cell(kind: str) -> str:
        place = terms.columns.get(kind)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    text = " ".join(cell("address").split())[:320]
    address = _address(text, terms)
    meant: dict[str, Any] = {}
    wrong = None if address else "unreadable"
    for kind, otherwise in (("channel", terms.channel), ("purpose", terms.purpose), ("state", terms.state)):
        said = cell(kind)
        meant[kind] = words.meaning(kind, said) if said else otherwise
        wrong = wrong or (f"unknown_{kind}" if said and meant[kind] is None else None)
    if address and meant["channel"] is None and not wrong:
        meant["channel"] = _only(address.kind)
        wrong = None if meant["channel"] else "no_channel"
    if address and not wrong and meant["channel"] not in REACHED.get(address.kind, ()):
        wrong = "wrong_channel"
    at = words.read_moment(cell("time"), terms.zone, terms.now) if cell("time") else None
    wrong = wrong or ("unknown_time" if cell("time") and at is None else None)
    wrong = wrong or ("in_the_future" if at and at > terms.now else None)
    if wrong or address is None:
        return Row(number, text, wrong or "unreadable")
    return Row(number, text, None, address, at=at, **meant, **_how(cell("source")), **_agreed(cell, terms))


def _address(text: str, terms: Terms) -> Address | None:
    if len(text) < 2:
        return None
    if "@" in text:
        return read_email(text)
    plain = text.removeprefix("'")
    if terms.region == "IR" and (mobile := read_mobile(plain)):
        return Address("phone", mobile, "IR", mobile, mobile)
    found = read_number(plain, terms.region, terms.area_code)
    return found if found and found.kind == "phone" else None


def _only(kind: str) -> str | None:
    """The channel that is meant where nobody says: the one there is."""
    channels = REACHED.get(kind, ())
    return channels[0] if len(channels) == 1 else None


def _how(said: str) -> dict[str, Any]:
    known = words.meaning("source", said) if said else "import"
    if known is None:  # in the file's own words, kept as what proves it
        return {"source": "import", "evidence": {"source": said[:200]}}
    return {"source": known}


def _agreed(cell: Any, terms: Terms) -> dict[str, Any]:
    wording = cell("wording")[:LONGEST] or terms.wording
    if not wording:
        return {}
    named = words.meaning("language", cell("language")) if cell("language") else None
    return {"wording": wording, "language": named or _language_of(wording)}


@lru_cache(maxsize=1_000)
def _language_of(wording: str) -> str:
    return "fa" if any("\u0600" <= char <= "\u06ff" for char in wording) else "en"
