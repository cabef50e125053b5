"""What the columns and cells of a file of consents are called, in both languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from hub.sheets.dates import read_date
from hub.text import digits, fold

COLUMNS: Final = MappingProxyType({
    "address": ("نشانی", "شماره", "موبایل", "شماره موبایل", "شماره همراه", "همراه", "تلفن", "ایمیل", "آدرس", "address",
                "value", "number", "phone", "phone number", "mobile", "email", "e-mail", "mail", "email address"),
    "channel": ("کانال", "channel"),
    "purpose": ("هدف", "منظور", "purpose"),
    "state": ("وضعیت", "رضایت", "پاسخ", "state", "status", "consent", "answer"),
    "time": ("زمان", "تاریخ", "تاریخ رضایت", "time", "date", "at", "when", "consent date", "timestamp"),
    "source": ("منبع", "چگونه", "روش", "source", "how"),
    "wording": ("متن", "متن رضایت", "wording", "words", "text"),
    "language": ("زبان", "language"),
})  # fmt: skip
CHANNELS: Final = MappingProxyType({
    "call": ("call", "calls", "phone", "phone call", "voice", "تماس", "تماس تلفنی", "تلفن", "تلفنی"),
    "sms": ("sms", "text", "text message", "پیامک", "اس ام اس", "اس‌ام‌اس"),
    "email": ("email", "e-mail", "mail", "ایمیل", "رایانامه", "پست الکترونیک"),
    "chat": ("chat", "چت", "گفت‌وگو", "گفتگو"),
})  # fmt: skip
PURPOSES: Final = MappingProxyType({
    "marketing": ("marketing", "advertising", "ads", "newsletter", "تبلیغ", "تبلیغات", "تبلیغاتی", "خبرنامه"),
    "service": ("service", "services", "transactional", "خدمات", "خدماتی"),
})  # fmt: skip
STATES: Final = MappingProxyType({
    "granted": ("granted", "yes", "y", "1", "true", "allowed", "opt-in", "opt in", "opted in", "subscribed", "agreed",
                "بله", "بلی", "آری", "مجاز", "موافق", "اجازه داد", "پذیرفت", "عضو"),
    "withdrawn": ("withdrawn", "opt-out", "opt out", "opted out", "unsubscribed", "revoked", "انصراف", "انصراف داد",
                  "لغو", "لغو عضویت"),
    "denied": ("denied", "no", "n", "0", "false", "refused", "declined", "خیر", "نه", "مخالف", "نپذیرفت", "غیرمجاز"),
})  # fmt: skip
SOURCES: Final = MappingProxyType({
    "agent": ("agent", "کارشناس"), "phone": ("phone", "call", "تلفن", "تلفنی"),
    "form": ("form", "web", "website", "web form", "فرم", "سایت", "وب‌سایت", "وبسایت"),
    "paper": ("paper", "کاغذ", "کاغذی", "برگه"), "api": ("api",), "double_opt_in": ("double opt-in", "double_opt_in"),
    "preferences": ("preferences",), "unsubscribe": ("unsubscribe",), "stop_word": ("stop_word", "stop word"),
})  # fmt: skip
LANGUAGES: Final = MappingProxyType({"fa": ("fa", "persian", "farsi", "فارسی"), "en": ("en", "english", "انگلیسی")})
_CLOCK = re.compile(r"(?:^|[T ,])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*$")
NOON = time(12)
Words = Mapping[str, Sequence[str]]


def find_columns(cells: Sequence[str]) -> dict[str, int]:
    """Where each column is, by a header row; empty where it names no address."""
    folded = [fold(cell) for cell in cells]
    named = _table_of("columns")
    found: dict[str, int] = {}
    for place, cell in enumerate(folded):
        if cell in named:
            found.setdefault(named[cell], place)
    return found if "address" in found else {}


@lru_cache(maxsize=4_096)
def meaning(kind: str, cell: str) -> str | None:
    """What a cell of this column says, or None when it says nothing that is known."""
    return _table_of(kind).get(fold(cell))


@cache
def _table_of(kind: str) -> dict[str, str]:
    tables: dict[str, Words] = {
        "columns": COLUMNS, "channel": CHANNELS, "purpose": PURPOSES, "state": STATES, "source": SOURCES,
        "language": LANGUAGES,
    }  # fmt: skip
    return {fold(word): name for name, words in tables[kind].items() for word in words}


def read_moment(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """A point in time in either calendar, or None when it is none.

    A day alone is its noon where the organisation is, or ``now`` while today's is still to come.
    """
    plain = digits(text).strip()
    if exact := _exact(plain, zone):
        return exact
    clock = _CLOCK.search(plain)
    day = read_date(plain[: clock.start()].strip() if clock else plain)
    if day is None:
        return None
    try:
        at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else NOON
        moment = datetime.combine(day, at, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return now if clock is None and moment > now and moment - now < timedelta(hours=12) else moment


def _exact(plain: str, zone: ZoneInfo) -> datetime | None:
    """ISO 8601 with a time of day, of the years that are no Jalali ones."""
    if len(plain) < 16 or plain[:2] not in {"19", "20", "21"}:
        return None
    try:
        found = datetime.fromisoformat(plain)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
