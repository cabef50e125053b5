"""What a task and its entry in a calendar have in common, as texts that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from pydantic import ValidationError

from hub.tasks import Task, TaskChange, moment_of, zone_of

FIELDS: Final = ("title", "text", "due", "priority", "state")
MORE: Final = "more"  # what is only sent: reminder and customer
TITLE, TEXT = 200, 10_000
Values = dict[str, str]
_NAMES: Final = {"due": ("due_on", "due_time")}
_CONTROLS: Final = dict.fromkeys({*range(0x20), 0x7F} - {0x09, 0x0A})


def plain(text: str, most: int) -> str:
    """A text as both sides can keep it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()[:most].strip()


def values_of(task: Task, customer: str | None) -> Values:
    """The task's values; a moment of its day is told in UTC, to the minute."""
    return {
        "title": plain(task.title, TITLE),
        "text": plain(task.text, TEXT),
        "due": due_text(task.due_on, task.due_time, task.zone),
        "priority": task.priority,
        "state": task.state,
        MORE: f"{task.remind_before if task.state == 'open' else None}|{customer or ''}",
    }


def due_text(day: date | None, at: time | None, zone: str) -> str:
    """Empty, a day, or a moment."""
    if day is None:
        return ""
    if at is None:
        return day.isoformat()
    return moment_of(day, at, zone_of(zone)).strftime("%Y-%m-%dT%H:%MZ")


def changes_of(values: Mapping[str, str], zone: str) -> dict[str, Any]:
    """These values as a change of the task. Raises ``ValueError`` for what no task may have."""
    raw: dict[str, Any] = {name: value for name, value in values.items() if name != "due"}
    if "due" in values:
        raw |= _day_of(values["due"], zone)
    try:
        found = TaskChange.model_validate(raw)
    except ValidationError as error:
        raise ValueError(error.errors(include_input=False, include_url=False)[0]["msg"]) from None
    return {name: getattr(found, name) for name in raw}


def _day_of(due: str, zone: str) -> dict[str, Any]:
    if "T" not in due:
        return {"due_on": date.fromisoformat(due) if due else None, "due_time": None}
    there = datetime.strptime(due, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC).astimezone(zone_of(zone))
    return {"due_on": there.date(), "due_time": there.time()}


def acceptable(wanted: Mapping[str, str], base: Mapping[str, str], task: Task) -> tuple[Values, list[str]]:
    """What of an entry's values a task may take, and the fields that it may not.

    A promise to a customer is neither cancelled nor left without its day from a telephone, and a task that comes again
    keeps a day; what no task can be is left as it was.
    """
    values, refused = dict(wanted), []
    for name in FIELDS:
        value = wanted[name]
        if value == base.get(name):
            continue
        held = (name == "state" and value == "cancelled" and task.promise) or (
            name == "due" and not value and (task.promise or task.rrule is not None)
        )
        if held or not _possible(name, value, task.zone):
            refused.append(name)
            values[name] = base.get(name, "")
    return values, refused


def _possible(name: str, value: str, zone: str) -> bool:
    try:
        changes_of({name: value}, zone)
    except (ValueError, OverflowError):
        return False
    return True
