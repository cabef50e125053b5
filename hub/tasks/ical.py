"""Tasks as iCalendar events or to-dos (RFC 5545), for calendars that subscribe to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Todo, vRecur

from hub.tasks.dues import NINE, zone_of
from hub.tasks.models import Task
from hub.tasks.recurrence import next_day
from hub.tasks.rules import NotARule, Rule, read_rule

PRODUCT: Final = "-//Peyvand//Tasks//EN"
AHEAD: Final = 12  # days of a rule that no calendar knows, each an event of its own
LASTS: Final = timedelta(minutes=15)  # what is due at a time is shown as so long
PRIORITIES: Final = {"urgent": 1, "high": 3, "normal": 5, "low": 9}
_CONTROLS: Final = dict.fromkeys({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0D})  # no text of a calendar may have them
AGAIN: Final = timedelta(minutes=15)  # how often a calendar should look


def render(
    name: str, tasks: Sequence[Task], customers: Mapping[UUID, str], page: str, component: str = "VEVENT"
) -> bytes:
    """A calendar of the tasks, as events those that have a day; ``page`` is where one is opened by its id. Pure."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name.translate(_CONTROLS))
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", AGAIN)
    for task in tasks:
        customer = customers.get(task.customer_id) if task.customer_id else None
        for one in [_todo(task, customer, page)] if component == "VTODO" else _events(task, customer, page):
            calendar.add_component(one)
    calendar.add_missing_timezones()
    body: bytes = calendar.to_ical()
    return body


def _events(task: Task, customer: str | None, page: str) -> Iterator[Event]:
    if task.due_on is None:
        return
    rule = _rule_of(task) if task.state == "open" else None
    first = _event(task, task.due_on, customer, page)
    if rule and not rule.jalali and rule.skip == "OMIT" and task.due_on == task.anchor_on:
        first.add("rrule", _recurrence(rule, task))
        yield first
        return
    yield first
    for day in _following(rule, task) if rule else ():
        yield _event(task, day, customer, page, uid=f"{task.uid}-{day:%Y%m%d}")


def _rule_of(task: Task) -> Rule | None:
    try:
        return read_rule(task.rrule, zone_of(task.zone)) if task.rrule else None
    except NotARule:  # kept by another version of the hub
        return None


def _todo(task: Task, customer: str | None, page: str) -> Todo:
    """A to-do; of what comes again the one that is to be done now."""
    todo = Todo()
    _describe(todo, task, customer, page)
    todo.add("summary", task.title.translate(_CONTROLS))
    todo.add("status", {"done": "COMPLETED", "cancelled": "CANCELLED"}.get(task.state, "NEEDS-ACTION"))
    if task.state == "done" and task.closed_at is not None:
        todo.add("completed", task.closed_at)
        todo.add("percent-complete", 100)
    if task.due_on is not None:
        zone = zone_of(task.zone)
        todo.add("due", task.due_on if task.due_time is None else datetime.combine(task.due_on, task.due_time, zone))
        if task.remind_before is not None and task.state == "open":
            todo.add_component(_alarm(task, related="END"))
    return todo


def _event(task: Task, day: date, customer: str | None, page: str, uid: str | None = None) -> Event:
    event = Event()
    _describe(event, task, customer, page, uid)
    title = task.title.translate(_CONTROLS)
    event.add("summary", f"✓ {title}" if task.state == "done" else title)
    event.add("status", "CANCELLED" if task.state == "cancelled" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # somebody with a task is not away
    _add_times(event, day, task)
    if task.remind_before is not None and task.state == "open":
        event.add_component(_alarm(task))
    return event


def _describe(event: Event | Todo, task: Task, customer: str | None, page: str, uid: str | None = None) -> None:
    event.add("uid", uid or task.uid)
    event.add("dtstamp", task.updated_at)
    event.add("created", task.created_at)
    event.add("last-modified", task.updated_at)
    event.add("sequence", task.sequence)
    event.add("priority", PRIORITIES[task.priority])
    event.add("url", f"{page}{task.id}")
    if told := "\n\n".join(filter(None, (customer, task.text))):
        event.add("description", told.translate(_CONTROLS))


def _add_times(event: Event, day: date, task: Task) -> None:
    if task.due_time is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        return
    start = datetime.combine(day, task.due_time, zone_of(task.zone))
    if not task.rrule:
        start = start.astimezone(UTC)  # one moment is the same everywhere; what comes again keeps its clock time
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)


def _alarm(task: Task, **parameters: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.title.translate(_CONTROLS))
    before = timedelta(minutes=task.remind_before or 0)
    nine = timedelta(hours=NINE.hour) if task.due_time is None else timedelta()
    alarm.add("trigger", nine - before, parameters=parameters)
    return alarm


def _recurrence(rule: Rule, task: Task) -> vRecur:
    """The rule as it goes on from this task."""
    parts: vRecur = vRecur.from_ical(str(rule))
    if rule.count:
        parts["COUNT"] = max(1, rule.count - task.occurrence + 1)
    if rule.until and task.due_time is not None:  # of a moment, the end must be one, too
        parts["UNTIL"] = _end_of(rule.until, zone_of(task.zone))
    return parts


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def _following(rule: Rule, task: Task) -> Iterator[date]:
    """The days after this one, as far as they are shown."""
    left = AHEAD if rule.count is None else min(AHEAD, rule.count - task.occurrence)
    day = task.due_on
    for _ in range(left):
        day = next_day(rule, task.anchor_on, day) if task.anchor_on and day else None
        if day is None:
            return
        yield day
