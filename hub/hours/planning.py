"""Pure: what an import would make of each day in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hub.hours.calendar import FIRST_YEAR, LAST_YEAR
from hub.hours.days import SpecialDay, by_date
from hub.hours.spans import Week, without

Row = dict[str, Any]


def plan(items: Iterable[Mapping[str, Any]], week: Week, days: Sequence[SpecialDay]) -> list[Row]:
    """A row for each item, in order: add, change, skip or error, with a code for the last two."""
    known = {day.key: day for day in days}
    seen: set[str] = set()
    rows = []
    for item in items:
        day, code = _read(item, week)
        row = _row(item, day)
        rows.append(row)
        if day is None:
            row |= {"outcome": "error" if "skip" not in item else "skip", "code": item.get("skip") or code}
        elif code:
            row |= {"outcome": "skip", "code": code}
        elif day.key in seen:
            row |= {"outcome": "skip", "code": "twice"}
        else:
            row |= _compare(day, known.get(day.key), days)
            seen.add(day.key)
    return rows


def _read(item: Mapping[str, Any], week: Week) -> tuple[SpecialDay | None, str | None]:
    """The day that is meant; without one, why. A day that needs nothing has a code, too."""
    if "skip" in item or "error" in item:
        return None, item.get("error")
    if not item["name"]:
        return None, "no_name"
    if "yearly" in item:
        month, number = item["yearly"]
        return SpecialDay(item["name"], (), "gregorian", month=month, day=number), None
    on = date.fromisoformat(item["date"])
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        return None, "year"
    if "start" not in item:
        return SpecialDay(item["name"], tuple(map(tuple, item.get("hours", ()))), on=on), None
    usual = week[on.weekday()]
    left = without(usual, item["start"], item["end"])
    return SpecialDay(item["name"], left, on=on), "outside_hours" if left == usual else None


def _compare(day: SpecialDay, known: SpecialDay | None, days: Sequence[SpecialDay]) -> Row:
    if known is not None:
        if (known.name, known.spans) == (day.name, day.spans):
            return {"outcome": "skip", "code": "same"}
        return {"outcome": "change", "was": known.name, "was_spans": [list(span) for span in known.spans]}
    if day.on is not None:
        yearly = by_date([one for one in days if one.on is None], day.on, day.on).get(day.on)
        if yearly is not None and yearly.spans == day.spans:
            return {"outcome": "skip", "code": "yearly", "was": yearly.name}
    return {"outcome": "add"}


def _row(item: Mapping[str, Any], day: SpecialDay | None) -> Row:
    return {
        "row": item["row"], "name": item["name"], "text": item.get("text", ""), "code": None, "was": None,
        "was_spans": None, "repeats": day.repeats if day else "once",
        "on": day.on.isoformat() if day and day.on else None, "month": day.month if day else 0,
        "day": day.day if day else 0, "spans": [list(span) for span in day.spans] if day else [],
    }  # fmt: skip


def day_of(row: Mapping[str, Any]) -> SpecialDay:
    """The day of a row that is to be added or to be changed."""
    on = date.fromisoformat(row["on"]) if row["on"] else None
    spans = tuple((start, end) for start, end in row["spans"])
    return SpecialDay(row["name"], spans, row["repeats"], on, row["month"], row["day"])


def counts_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of each."""
    counts = dict.fromkeys(("add", "change", "skip", "error", "kept"), 0)
    for row in rows:
        counts[row["outcome"]] += 1
    return counts
