"""The next of a task that comes again: made once, when this one is done or, by its rule, over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from hub.db import Tx, new_id
from hub.tasks.clock import schedule
from hub.tasks.dues import set_moments, zone_of
from hub.tasks.lines import add_lines
from hub.tasks.models import Task
from hub.tasks.recurrence import next_day
from hub.tasks.rules import NotARule, Rule, read_rule
from hub.web import Invalid

_COPIED = (
    "title", "text", "folded", "customer_id", "about_id", "assignee_id", "team_id", "promise", "priority", "due_time",
    "zone", "remind_before", "rrule", "repeat_from", "series_id", "created_by",
)  # fmt: skip


def set_rule(task: Task, text: str | None, field: str = "body.rrule") -> None:
    """Let the task come again from its day on, or no more. Raises ``Invalid``."""
    if text is None or task.due_on is None:
        task.rrule = task.anchor_on = None
        return
    try:
        rule = read_rule(text, zone_of(task.zone)).anchored(task.due_on)
    except NotARule as error:
        raise Invalid.field(field, "rrule", str(error)) from None
    task.rrule, task.anchor_on = str(rule), task.due_on
    task.series_id = task.series_id or new_id()


def set_repeat_at(task: Task) -> None:
    """When the next is due to be made without anybody's doing."""
    by_rule = task.rrule and task.repeat_from == "due" and task.state == "open" and not task.followed
    task.repeat_at = task.late_at if by_rule else None


async def make_next(tx: Tx, tasks: Sequence[Task], author_id: UUID | None) -> list[Task]:
    """The tasks that follow these; none behind the end of a rule, nor where it was made already."""
    made = [following for task in tasks if (following := _next_of(task, tx.now))]
    if made:
        await add_lines(tx, made, author_id)
        tx.session.add_all(made)
        await tx.session.flush()
        await schedule(tx, made)
    return made


def _next_of(task: Task, now: datetime) -> Task | None:
    day = None if task.followed else day_of_next(task, now)
    task.followed, task.repeat_at = True, None
    if day is None:
        return None
    key = new_id()
    following = Task(
        id=key, uid=str(key), anchor_on=day, due_on=day, occurrence=task.occurrence + 1, state="open", followed=False,
        created_at=now, updated_at=now, sequence=0, version=1, **{name: getattr(task, name) for name in _COPIED},
    )  # fmt: skip
    set_moments(following, now)
    set_repeat_at(following)
    return following


def day_of_next(task: Task, now: datetime) -> date | None:
    """The rule's next day that is not past yet: what was missed while nobody looked is not made up for."""
    if task.rrule is None or task.anchor_on is None:
        return None
    try:
        rule: Rule = read_rule(task.rrule, zone_of(task.zone))
    except NotARule:  # kept by another version of the hub: one such task must not stop everybody's reminders
        return None
    if rule.count is not None and task.occurrence >= rule.count:
        return None
    yesterday = now.astimezone(zone_of(task.zone)).date() - timedelta(days=1)
    return next_day(rule, task.anchor_on, yesterday)
