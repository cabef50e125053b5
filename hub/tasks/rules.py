"""Rules by which a task comes again: a part of RFC 5545's RRULE, with RFC 7529's RSCALE for the Jalali calendar.

``FREQ=WEEKLY;INTERVAL=2;BYDAY=SA`` is every second Saturday, ``FREQ=MONTHLY;BYDAY=2SA`` the second one of a month,
``RSCALE=PERSIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD`` the last day that a Jalali month may have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from hub.jalali import to_jalali

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
SKIPS: Final = ("OMIT", "BACKWARD")  # FORWARD leaves the month, and with it the rhythm of months
SCALES: Final = {"GREGORIAN": False, "PERSIAN": True}
LONGEST: Final = 200  # characters
LONGEST_NUMBER: Final = 9
LEAST_DAYS: Final = 28  # that every month has
MOST: Final = {"INTERVAL": 400, "COUNT": 1_000}
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")


class NotARule(ValueError):
    """The text is no rule, or asks for what is not offered; the message says which part."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, taken apart. Days of the week count from Monday (0), with the place in the month or None."""

    freq: str
    interval: int = 1
    by_day: tuple[tuple[int | None, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None
    week_start: int = 0
    jalali: bool = False
    skip: str = "OMIT"

    def __str__(self) -> str:
        scaled = self.jalali or self.skip != "OMIT"
        parts = {
            "RSCALE": ("PERSIAN" if self.jalali else "GREGORIAN") if scaled else "",
            "FREQ": self.freq,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": _listed(self.by_month),
            "BYMONTHDAY": _listed(self.by_month_day),
            "BYDAY": _listed(f"{place or ''}{DAYS[day]}" for place, day in self.by_day),
            "COUNT": str(self.count or ""),
            "UNTIL": self.until.isoformat().replace("-", "") if self.until else "",
            "WKST": DAYS[self.week_start] if self.week_start else "",
            "SKIP": self.skip if self.skip != "OMIT" else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def anchored(self, day: date) -> Rule:
        """The same rule for what is first due on ``day``, with all said that RFC 5545 would take from that day."""
        if self.freq == "WEEKLY" and not self.by_day:
            return replace(self, by_day=((None, day.weekday()),))
        if self.freq not in {"MONTHLY", "YEARLY"} or self.by_day or self.by_month_day:
            return self
        _, month, number = (to_jalali(day) if self.jalali else None) or (day.year, day.month, day.day)
        months = self.by_month or ((month,) if self.freq == "YEARLY" else ())
        return replace(self, by_month_day=(number,), by_month=months)


def _listed(values: object) -> str:
    return ",".join(map(str, values))  # type: ignore[call-overload]


def read_rule(text: str, zone: tzinfo = UTC) -> Rule:
    """The rule in ``text``. Raises ``NotARule``; ``zone`` is where an UNTIL in UTC is looked at."""
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq not in FREQUENCIES:
        raise NotARule(f"FREQ must be one of {', '.join(FREQUENCIES)}.")
    scale = parts.pop("RSCALE", "GREGORIAN")
    if scale not in SCALES:
        raise NotARule(f"RSCALE must be one of {', '.join(SCALES)}.")
    until, skip = parts.pop("UNTIL", None), parts.pop("SKIP", "OMIT")
    if skip not in SKIPS:
        raise NotARule(f"SKIP must be one of {', '.join(SKIPS)}.")
    week_start = parts.pop("WKST", "MO")
    if week_start not in DAYS:
        raise NotARule("WKST must be a day of the week, such as SA.")
    rule = Rule(
        freq, _number("INTERVAL", parts.pop("INTERVAL", "1")), _days(parts.pop("BYDAY", "")),
        _numbers("BYMONTHDAY", parts.pop("BYMONTHDAY", ""), 31, below=True),
        _numbers("BYMONTH", parts.pop("BYMONTH", ""), 12),
        _number("COUNT", parts.pop("COUNT")) if "COUNT" in parts else None,
        _until(until, zone) if until else None, DAYS.index(week_start), SCALES[scale], skip,
    )  # fmt: skip
    if parts:
        raise NotARule(f"{min(parts)} is not offered.")
    _check(rule)
    if len(str(rule)) > LONGEST:
        raise NotARule(f"A rule has {LONGEST} characters at most, all that it means said.")
    return rule


def _parts(text: str) -> dict[str, str]:
    text = text.strip().upper().removeprefix("RRULE:")
    if len(text) > LONGEST:
        raise NotARule(f"A rule has {LONGEST} characters at most.")
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in found:
            raise NotARule("A rule is made of parts such as FREQ=DAILY, each once, with ; between.")
        found[name] = value
    return found


def _is_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and text.isascii() and text.isdigit()


def _number(name: str, text: str) -> int:
    if not (_is_number(text) and 1 <= int(text) <= MOST[name]):
        raise NotARule(f"{name} must be a number from 1 to {MOST[name]}.")
    return int(text)


def _numbers(name: str, text: str, most: int, *, below: bool = False) -> tuple[int, ...]:
    """Numbers with commas between; with ``below`` negative ones count from the end."""
    found = set()
    for item in text.split(",") if text else ():
        digits = item[1:] if item[:1] == "+" or (below and item[:1] == "-") else item
        limit = LEAST_DAYS if item[:1] == "-" else most
        if not (_is_number(digits) and 1 <= int(digits) <= limit):
            raise NotARule(f"{name} must hold numbers up to {limit}.")
        found.add(int(item))
    return tuple(sorted(found))


def _days(text: str) -> tuple[tuple[int | None, int], ...]:
    found: set[tuple[int | None, int]] = set()
    for item in text.split(",") if text else ():
        match = _DAY.fullmatch(item)
        if match is None:
            raise NotARule("BYDAY must hold days such as SA, 2SA or -1FR.")
        found.add((int(match[1]) if match[1] else None, DAYS.index(match[2])))
    return tuple(sorted(found, key=lambda one: (one[0] or 0, one[1])))


def _until(text: str, zone: tzinfo) -> date:
    match = _UNTIL.fullmatch(text)
    if match is None:
        raise NotARule("UNTIL must be a day, such as 20270321.")
    try:
        year, month, day, *clock = (int(part) for part in match.groups()[:6] if part is not None)
        if not clock:
            return date(year, month, day)
        moment = datetime(year, month, day, *clock, tzinfo=UTC if match[7] else zone)  # type: ignore[misc,arg-type]
        return moment.astimezone(zone).date()
    except (ValueError, OverflowError):
        raise NotARule("UNTIL must be a day that there is.") from None


def _check(rule: Rule) -> None:
    """What RFC 5545 rules out, and what would never come."""
    placed = any(place for place, _ in rule.by_day)
    if placed and rule.freq != "MONTHLY":
        raise NotARule("A place in BYDAY, as in 2SA, goes with FREQ=MONTHLY.")
    if rule.by_month_day and rule.freq not in {"MONTHLY", "YEARLY"}:
        raise NotARule("BYMONTHDAY goes with FREQ=MONTHLY or YEARLY.")
    if rule.by_month and rule.freq != "YEARLY":
        raise NotARule("BYMONTH goes with FREQ=YEARLY.")
    if rule.freq == "YEARLY" and rule.by_month_day and not rule.by_month:
        raise NotARule("With FREQ=YEARLY, BYMONTHDAY goes with BYMONTH.")
    if rule.by_day and rule.freq == "YEARLY":
        raise NotARule("BYDAY does not go with FREQ=YEARLY.")
    if rule.by_day and rule.by_month_day:
        raise NotARule("BYDAY and BYMONTHDAY do not go together.")
    if rule.freq == "MONTHLY" and rule.by_day and not all(place for place, _ in rule.by_day):
        raise NotARule("With FREQ=MONTHLY, BYDAY says which one of the month, as in 2SA.")
    if rule.freq == "DAILY" and rule.by_day:
        raise NotARule("BYDAY goes with FREQ=WEEKLY or MONTHLY.")
    if rule.count and rule.until:
        raise NotARule("COUNT and UNTIL do not go together.")
    if rule.jalali and rule.freq in {"DAILY", "WEEKLY"}:
        raise NotARule("RSCALE=PERSIAN goes with FREQ=MONTHLY or YEARLY.")
