"""A task's entry as iCalendar (RFC 5545): read, made, and changed without losing what other programs put there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from icalendar import Alarm, Calendar, Event, Todo

from hub.caldav.values import FIELDS, TEXT, TITLE, Values, due_text, plain
from hub.tasks import LASTS, NINE, PRIORITIES, PRODUCT, Task, zone_of

TICK: Final = "✓"
_TICKS: Final = ("✓", "✔", "☑")
_DONE: Final = 100  # per cent


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, read: its values, when it was changed, and itself."""

    uid: str
    values: Values
    modified: datetime
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Sent:
    """A task on its way to the calendar."""

    task: Task
    values: Values
    customer: str | None
    page: str  # where the task is opened


def read(text: str, component: str, zone: str, base: Mapping[str, str], now: datetime) -> Entry | None:
    """The entry in ``text``; None where there is none to be found. What it does not say is as in ``base``."""
    try:
        calendar: Any = Calendar.from_ical(text)
        found = _master(calendar, component)
        if found is None:
            return None
        return Entry(str(found.get("uid", "")), _values(found, zone, base), _modified(found, now), calendar)
    except Exception:  # the library raises whatever it trips over, and a server may send anything
        return None


def _master(calendar: Any, component: str) -> Any:
    if calendar.name != "VCALENDAR":
        return None
    return next((one for one in calendar.walk(component) if "recurrence-id" not in one and one.get("uid")), None)


def _values(found: Any, zone: str, base: Mapping[str, str]) -> Values:
    title = plain(str(found.get("summary", "")), TITLE)
    state = _state(found, title)
    if found.name == "VEVENT" and title.startswith(_TICKS):
        title = title[1:].strip()
    told = {
        "title": title or base.get("title", ""), "text": plain(str(found.get("description", "")), TEXT),
        "due": _due(found, zone, base), "priority": _priority(found, base), "state": state,
    }  # fmt: skip
    return {name: told[name] for name in FIELDS}


def _state(found: Any, title: str) -> str:
    status = str(found.get("status", "")).upper()
    if status == "CANCELLED":
        return "cancelled"
    if found.name == "VEVENT":
        return "done" if title.startswith(_TICKS) else "open"
    full = str(found.get("percent-complete", "")) == str(_DONE)
    return "done" if status == "COMPLETED" or (not status and ("completed" in found or full)) else "open"


def _priority(found: Any, base: Mapping[str, str]) -> str:
    if "priority" not in found:  # calendars that know no priorities drop them
        return base.get("priority", "normal")
    number = int(found["priority"])
    if number == 1:
        return "urgent"
    return "high" if 2 <= number <= 4 else "low" if 6 <= number <= 9 else "normal"


def _due(found: Any, zone: str, base: Mapping[str, str]) -> str:
    if found.name == "VEVENT":
        moment = found["dtstart"].dt
    elif "due" in found:
        moment = found["due"].dt
    elif "dtstart" in found and "duration" in found:
        moment = found["dtstart"].dt + found["duration"].dt
    else:
        return ""
    if not isinstance(moment, datetime):
        return due_text(moment, None, zone) if isinstance(moment, date) else base.get("due", "")
    there = moment.astimezone(zone_of(zone)) if moment.tzinfo else moment
    return due_text(there.date(), there.time().replace(second=0, microsecond=0), zone)


def _modified(found: Any, now: datetime) -> datetime:
    """When it was changed, by its own word; a clock that is ahead does not win by that."""
    for name in ("last-modified", "dtstamp"):
        if name in found:
            moment = found[name].dt
            if isinstance(moment, datetime):
                return min(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC), now)
    return now


def make(component: str, sent: Sent, now: datetime) -> bytes:
    """A new entry."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    entry: Any = Todo() if component == "VTODO" else Event()
    entry.add("uid", sent.task.uid)
    entry.add("created", sent.task.created_at)
    if component == "VEVENT":
        entry.add("transp", "TRANSPARENT")  # somebody with a task is not away
    calendar.add_component(entry)
    return _finish(calendar, entry, sent, {}, now)


def change(entry: Entry, component: str, sent: Sent, now: datetime) -> bytes:
    """The entry with the task's values; whatever else it holds stays."""
    found = _master(entry.calendar, component)
    assert found is not None  # noqa: S101 - it was read
    return _finish(entry.calendar, found, sent, entry.values, now)


def _finish(calendar: Calendar, entry: Any, sent: Sent, there: Values, now: datetime) -> bytes:
    task, values = sent.task, sent.values
    differs = {name for name in FIELDS if values[name] != there.get(name)}
    event = entry.name == "VEVENT"
    if "title" in differs or (event and "state" in differs):
        done = event and values["state"] == "done"
        _put(entry, "summary", f"{TICK} {values['title']}" if done else values["title"])
    if "text" in differs:
        _put(entry, "description", values["text"] or None)
    if "due" in differs:
        _put_event_times(entry, task) if event else _put_due(entry, task)
    if "priority" in differs:
        _put(entry, "priority", PRIORITIES[task.priority])
    if "state" in differs:
        _put_event_state(entry, task) if event else _put_state(entry, task)
    _put(entry, "contact", plain(sent.customer, TITLE) if sent.customer else None)
    _put(entry, "url", f"{sent.page}{task.id}")
    _put_alarm(entry, task)
    _put(entry, "sequence", int(entry.get("sequence", 0)) + 1 if there else 0)
    _put(entry, "dtstamp", now)
    _put(entry, "last-modified", now)
    calendar.add_missing_timezones()
    body: bytes = calendar.to_ical()
    return body


def _put(entry: Any, name: str, value: Any) -> None:
    entry.pop(name, None)
    if value is not None:
        entry.add(name, value)


def _moment(task: Task) -> date | datetime | None:
    if task.due_on is None or task.due_time is None:
        return task.due_on
    return datetime.combine(task.due_on, task.due_time, zone_of(task.zone))


def _put_due(entry: Any, task: Task) -> None:
    """A start beside another due date would make the entry invalid."""
    _put(entry, "dtstart", None)
    _put(entry, "duration", None)
    _put(entry, "due", _moment(task))


def _put_event_times(entry: Any, task: Task) -> None:
    """It keeps its length where it stays of its kind, a whole day or a time."""
    start, length = _moment(task), _length(entry)
    whole = not isinstance(start, datetime)
    if length is None or whole != (length % timedelta(days=1) == timedelta()):
        length = timedelta(days=1) if whole else LASTS
    _put(entry, "dtstart", start)
    _put(entry, "duration", None)
    _put(entry, "dtend", start + length if start else None)


def _length(entry: Any) -> timedelta | None:
    if "dtstart" not in entry:
        return None
    if "duration" in entry:
        return _span(entry["duration"].dt)
    if "dtend" not in entry:
        return None
    start, end = entry["dtstart"].dt, entry["dtend"].dt
    return end - start if isinstance(start, datetime) == isinstance(end, datetime) and end > start else None


def _span(found: object) -> timedelta | None:
    return found if isinstance(found, timedelta) and found > timedelta() else None


def _put_state(entry: Any, task: Task) -> None:
    done = task.state == "done"
    status = {"done": "COMPLETED", "cancelled": "CANCELLED"}.get(task.state, "NEEDS-ACTION")
    _put(entry, "status", status)
    _put(entry, "completed", task.closed_at if done else None)
    _put(entry, "percent-complete", _DONE if done else None)


def _put_event_state(entry: Any, task: Task) -> None:
    _put(entry, "status", "CANCELLED" if task.state == "cancelled" else "CONFIRMED")


def _put_alarm(entry: Any, task: Task) -> None:
    """The hub's own alarm; those that somebody set in the calendar stay."""
    name = f"{task.uid}-alarm"
    entry.subcomponents = [one for one in entry.subcomponents if str(one.get("uid", "")) != name]
    if task.remind_before is None or task.state != "open" or task.due_on is None:
        return
    alarm = Alarm()
    alarm.add("uid", name)
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(task.title, TITLE))
    nine = timedelta(hours=NINE.hour) if task.due_time is None else timedelta()
    related = {"RELATED": "END"} if entry.name == "VTODO" else {}  # a to-do has no start to count from
    alarm.add("trigger", nine - timedelta(minutes=task.remind_before), parameters=related)
    entry.add_component(alarm)
