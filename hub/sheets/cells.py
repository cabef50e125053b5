"""One cell as the value that its column is for. Each reader gives the value, or a code that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from hub.sheets.dates import read_date
from hub.text import digits, fold


class Wrong(Exception):
    """The cell is not what its column is for; the argument is a code."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a column holds: ``name`` of a reader, and what it must know."""

    name: str
    most: int = 1_000  # characters
    options: tuple[str, ...] = ()
    calendar: str = "auto"
    order: str = "auto"
    people: dict[str, str] | None = None  # ids by folded mail address and name


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MAIL = re.compile(r"[^\s@,;<>\"()\[\]]{1,64}@[^\s@,;<>\"()\[\].]+(?:\.[^\s@,;<>\"()\[\].]+)+")
_MAIL_SPLIT = re.compile(r"[;؛,،|\s]+")
_TAG_SPLIT = re.compile(r"[;؛,،|\r\n]+")
_COUNTRIES = {
    "ایران": "IR", "iran": "IR", "آلمان": "DE", "germany": "DE", "deutschland": "DE", "آمریکا": "US", "امریکا": "US",
    "usa": "US", "united states": "US", "انگلستان": "GB", "بریتانیا": "GB", "uk": "GB", "united kingdom": "GB",
    "ترکیه": "TR", "turkey": "TR", "türkiye": "TR", "امارات": "AE", "uae": "AE", "عراق": "IQ", "iraq": "IQ",
    "افغانستان": "AF", "afghanistan": "AF", "کانادا": "CA", "canada": "CA", "فرانسه": "FR", "france": "FR",
    "مکزیک": "MX", "mexico": "MX", "برزیل": "BR", "brazil": "BR", "اتریش": "AT", "austria": "AT",
}  # fmt: skip
_COUNTRY = {fold(name): code for name, code in _COUNTRIES.items()}
_LANGUAGE = {
    fold(name): code
    for code, names in {"fa": "fa fas per farsi persian فارسی", "en": "en eng english انگلیسی"}.items()
    for name in names.split()
}
_ORGANISATION = {fold(name) for name in ("organisation", "organization", "company", "شرکت", "سازمان", "حقوقی")}
_PERSON = {fold(name) for name in ("person", "individual", "شخص", "فرد", "حقیقی")}


def clean(cell: str) -> str:
    """Without control characters and outer blanks."""
    return (cell if cell.isprintable() else _CONTROL.sub("", cell)).strip()


def read_cell(text: str, kind: Kind) -> Any:
    """The value of a clean, non-empty cell. Raises ``Wrong``."""
    return READERS[kind.name](text, kind)


def split_mails(cell: str) -> list[str]:
    """The mail addresses in one cell, the domain in small letters. Raises ``Wrong``."""
    found = []
    for part in filter(None, _MAIL_SPLIT.split(cell)):
        plain = part.strip("<>\"'").removeprefix("mailto:")
        if not _MAIL.fullmatch(plain) or len(plain) > 320:
            raise Wrong("email")
        local, _, domain = plain.rpartition("@")
        found.append(f"{local}@{domain.lower()}")
    return found


def split_tags(cell: str) -> list[str]:
    """The tags in one cell. Raises ``Wrong``."""
    tags = [" ".join(part.split()) for part in _TAG_SPLIT.split(cell)]
    if any(len(tag) > 60 for tag in tags):
        raise Wrong("too_long")
    return list(dict.fromkeys(filter(None, tags)))


def _text(text: str, kind: Kind) -> str:
    if len(text) > kind.most:
        raise Wrong("too_long")
    return text


def _line(text: str, kind: Kind) -> str:
    return _text(" ".join(text.split()), kind)


def _date(text: str, kind: Kind) -> str:
    found = read_date(text, kind.calendar, kind.order)
    if found is None:
        raise Wrong("date")
    return found.isoformat()


def _number(text: str, _kind: Kind) -> int | float:
    plain = digits(text).replace("٫", ".").replace("٬", "").replace(" ", "").replace("\u00a0", "")
    if plain.count(",") == 1 and "." not in plain and not re.fullmatch(r"[+-]?\d{1,3},\d{3}", plain):
        plain = plain.replace(",", ".")
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        raise Wrong("number") from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        raise Wrong("number")
    return int(value) if value == value.to_integral_value() else float(value)


def _choice(text: str, kind: Kind) -> str:
    wanted = fold(text)
    for option in kind.options:
        if fold(option) == wanted:
            return option
    raise Wrong("choice")


def _link(text: str, kind: Kind) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Wrong("link") from None
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or any(map(str.isspace, address)):
        raise Wrong("link")
    return _text(address, kind)


def _person(text: str, kind: Kind) -> str:
    found = (kind.people or {}).get(fold(text))
    if found is None:
        raise Wrong("person")
    return found


def _country(text: str, _kind: Kind) -> str:
    found = _COUNTRY.get(fold(text)) or (text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else None)
    if found is None:
        raise Wrong("country")
    return found


def _language(text: str, _kind: Kind) -> str:
    found = _LANGUAGE.get(fold(text).partition("-")[0])
    if found is None:
        raise Wrong("language")
    return found


def _zone(text: str, _kind: Kind) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a LookupError
        raise Wrong("time_zone") from None


def _sort(text: str, _kind: Kind) -> str:
    wanted = fold(text)
    if wanted in _ORGANISATION:
        return "organisation"
    if wanted in _PERSON:
        return "person"
    raise Wrong("kind")


READERS: dict[str, Callable[[str, Kind], Any]] = {
    "text": _text, "line": _line, "date": _date, "number": _number, "choice": _choice, "link": _link,
    "person": _person, "country": _country, "language": _language, "time_zone": _zone, "kind": _sort,
}  # fmt: skip
