"""Make, change and delete tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import customers, timeline
from hub.accounts import User, active_users, audit
from hub.db import Tx, new_id
from hub.tasks import hooks, lines, tombstones
from hub.tasks.access import get_task, reach_of, refuse_deletion
from hub.tasks.clock import schedule
from hub.tasks.dues import set_moments
from hub.tasks.models import Task, TaskReminder
from hub.tasks.present import describe
from hub.tasks.push import push, push_gone, rooms_of
from hub.tasks.reminders import put_away
from hub.tasks.repeat import make_next, set_repeat_at, set_rule
from hub.tasks.schemas import NewTask, TaskOut
from hub.teams import team_refs
from hub.text import fold
from hub.timeline import Interaction, TimelineEntry
from hub.web import FieldError, Invalid, NotFound, Principal, Stale

_NEEDED = frozenset({"title", "text", "promise", "priority", "zone", "repeat_from", "state"})
_DUE = frozenset({"due_on", "due_time", "zone", "remind_before"})
_SEEN = ("state", "title", "customer_id", "assignee_id", "promise", "due_on", "due_time")  # on the timeline


@dataclass(frozen=True, slots=True)
class Before:
    """What a task was before a change, as far as others must learn of it."""

    rooms: set[str]
    values: dict[str, Any]


async def add_task(tx: Tx, user: Principal, wanted: NewTask, *, uid: str | None = None) -> TaskOut:
    """Make a task. Raises ``Invalid`` or ``NotFound``; ``uid`` is the calendar's name for one that was made there."""
    key = new_id()
    about_id, customer_id = await _origin(tx, wanted)
    given = wanted.model_dump(exclude={"about_id", "call_id", "customer_id", "rrule", "zone"})
    task = Task(
        id=key, uid=uid or str(key), about_id=about_id, customer_id=customer_id, zone=wanted.zone or "UTC",
        state="open", created_by=user.id, created_at=tx.now, updated_at=tx.now, sequence=0, version=1, occurrence=1,
        followed=False, **given,
    )  # fmt: skip
    if task.assignee_id is None and task.team_id is None:
        task.assignee_id = user.id
    await check_people(tx, [task.assignee_id], [task.team_id])
    if wanted.zone is None:
        task.zone = await _zone_of(tx, task.assignee_id or user.id)
    return (await keep_new(tx, [task], user.id, rule=wanted.rrule))[0]


async def keep_new(tx: Tx, tasks: Sequence[Task], author_id: UUID | None, *, rule: str | None = None) -> list[TaskOut]:
    """Store tasks that are complete but for what follows from their day. Raises ``Invalid``."""
    for task in tasks:
        check_day(task, rule)
        task.folded = fold(f"{task.title} {task.text}")
        set_moments(task, tx.now)
        set_rule(task, rule)
        set_repeat_at(task)
    await lines.add_lines(tx, tasks, author_id)
    tx.session.add_all(tasks)
    await tx.session.flush()
    await schedule(tx, tasks)
    await hooks.tell_changed(tx, tasks, {})
    return await push(tx, tasks)


async def change_task(tx: Tx, user: Principal, task_id: UUID, changes: dict[str, Any], version: int | None) -> TaskOut:
    """Change a task. Raises ``NotFound``, ``Invalid``, or ``Stale`` where ``version`` is an old one."""
    task = await get_task(tx.session, user, task_id, lock=True)
    if version is not None and version != task.version:
        raise Stale(await describe(tx.session, task), _differing(task, changes), version=task.version)
    if missing := [name for name in _NEEDED & changes.keys() if changes[name] is None]:
        raise Invalid([FieldError(field=f"body.{name}", code="missing", detail="Give a value.") for name in missing])
    before = await remember(tx, [task])
    await apply(tx, task, dict(changes), user)
    if not differs(task, before[task.id]):
        return await describe(tx.session, task)
    return (await settle(tx, user, [task], before))[0]


async def apply(tx: Tx, task: Task, changes: dict[str, Any], user: Principal) -> None:
    """Change the task itself; ``settle`` does what follows. Raises ``Invalid``."""
    state = changes.pop("state", task.state)
    rule, ruled = changes.pop("rrule", task.rrule), "rrule" in changes or "due_on" in changes
    if customer := changes.get("customer_id"):
        changes["customer_id"] = await _customer(tx, customer)
    for name, value in changes.items():
        setattr(task, name, value)
    if task.due_on is None and changes.keys() >= {"due_on"}:  # without a day nothing else of it has a meaning
        task.due_time = task.due_time if "due_time" in changes else None
        task.remind_before = task.remind_before if "remind_before" in changes else None
    if task.assignee_id is None and task.team_id is None:
        raise Invalid.field("body.assignee_id", "missing", "A task is somebody's, or a team's.")
    await check_people(tx, [changes.get("assignee_id")], [changes.get("team_id")])
    check_day(task, rule if ruled else None)
    task.folded = fold(f"{task.title} {task.text}")
    if rule != task.rrule or (ruled and task.due_on is None):
        set_rule(task, rule)
    if _DUE & changes.keys():
        set_moments(task, tx.now)
    set_state(task, state, user.id, tx.now)


def set_state(task: Task, state: str, user_id: UUID, now: datetime) -> None:
    """Open it again, or close it: who and when."""
    if state == task.state:
        return
    task.state = state
    closed = state != "open"
    task.closed_at, task.closed_by = (now, user_id) if closed else (None, None)


async def remember(tx: Tx, tasks: Sequence[Task]) -> dict[UUID, Before]:
    """How these tasks are before a change."""
    rooms = await rooms_of(tx, tasks)
    columns = [column.name for column in Task.__table__.columns]
    return {task.id: Before(rooms[task.id], {name: getattr(task, name) for name in columns}) for task in tasks}


def differs(task: Task, before: Before) -> bool:
    """Whether anything of it is otherwise."""
    return any(getattr(task, name) != value for name, value in before.values.items())


async def settle(tx: Tx, user: Principal, tasks: Sequence[Task], before: dict[UUID, Before]) -> list[TaskOut]:
    """After a change of these tasks: all that follows from it, by a number of queries that does not grow with them."""

    def where(*names: str) -> list[Task]:
        return [task for task in tasks if any(getattr(task, one) != before[task.id].values[one] for one in names)]

    for task in tasks:
        task.version, task.updated_at = task.version + 1, tx.now
        set_repeat_at(task)
    for task in where("due_on", "due_time", "zone", "rrule", "state", "title"):
        task.sequence += 1
    await tx.session.flush()
    await _follow_people(tx, where("assignee_id"), before)
    await put_away(tx, where("state", "assignee_id", "remind_at"))
    await _follow_lines(tx, user, where, before)
    done = [task for task in where("state") if task.state == "done"]
    made = await make_next(tx, done, user.id)
    await schedule(tx, tasks)
    await hooks.tell_changed(tx, [*tasks, *made], {one: was.values for one, was in before.items()})
    shown = await push(tx, [*tasks, *made], {one: was.rooms for one, was in before.items()})
    return shown[: len(tasks)]


async def _follow_lines(tx: Tx, user: Principal, where: Any, before: dict[UUID, Before]) -> None:
    for task in where("title", "customer_id"):  # one at a time: only a change of a single task renames
        await lines.rename_line(tx, task)
    changed = where("state")
    await lines.remove_done_lines(tx, [task for task in changed if before[task.id].values["state"] == "done"])
    await lines.add_done_lines(tx, [task for task in changed if task.state == "done"], user.id)
    await lines.follow_lines(tx, where(*_SEEN))


async def _follow_people(tx: Tx, tasks: Sequence[Task], before: dict[UUID, Before]) -> None:
    lost = [(task, was) for task in tasks if (was := before[task.id].values["assignee_id"])]
    await tombstones.bury(tx, lost, deleted=False)
    await tombstones.exhume(tx, [(task, task.assignee_id) for task in tasks if task.assignee_id])


async def delete_tasks(tx: Tx, user: Principal, tasks: Sequence[Task]) -> None:
    """Take tasks away, comments and timeline lines too; each leaves a tombstone and a line in the audit."""
    if not tasks:
        return
    reach = await reach_of(tx.session, user)
    for task in tasks:
        refuse_deletion(reach, task)
        audit.record(tx, "task_deleted", actor_id=user.id, subject_id=task.id, promise=task.promise, state=task.state)
    for hook in hooks.HOOKS.deleted:
        await hook(tx, tasks)
    await put_away(tx, tasks)
    await push_gone(tx, tasks)
    await lines.remove_lines(tx, tasks)
    gone = {(task.id, one): (task, one) for task in tasks for one in (task.assignee_id, task.created_by) if one}
    await tombstones.bury(tx, list(gone.values()), deleted=True)
    ids = [task.id for task in tasks]
    await tx.session.execute(sa.delete(TaskReminder).where(TaskReminder.task_id.in_(ids)))
    await tx.session.execute(sa.delete(Task).where(Task.id.in_(ids)))


async def delete_task(tx: Tx, user: Principal, task_id: UUID, version: int | None = None) -> None:
    """Take a task away. Raises ``NotFound``, ``Forbidden`` or ``Stale``."""
    task = await get_task(tx.session, user, task_id, lock=True)
    if version is not None and version != task.version:
        raise Stale(await describe(tx.session, task), [], version=task.version)
    await delete_tasks(tx, user, [task])


def check_day(task: Task, rule: str | None) -> None:
    """Raise ``Invalid`` where a time, a reminder or a repetition has no day."""
    needing = {"due_time": task.due_time, "remind_before": task.remind_before, "rrule": rule}
    if task.due_on is None and any(value is not None for value in needing.values()):
        name = next(name for name, value in needing.items() if value is not None)
        raise Invalid.field("body.due_on", "missing", f"With {name}, say on which day the task is due.")


async def check_people(tx: Tx, assignees: Iterable[UUID | None], teams: Iterable[UUID | None]) -> None:
    """Raise ``Invalid`` for who does not work here, and for a team that is none; nobody's and no team's pass."""
    people, named = ({one for one in ids if one} for ids in (assignees, teams))
    if people and len(await active_users(tx.connection, people)) < len(people):
        raise Invalid.field("body.assignee_id", "not_found", "Nobody of this id works here.")
    known = await team_refs(tx.session, list(named)) if named else {}
    if any((team := known.get(one)) is None or not team.active for one in named):
        raise Invalid.field("body.team_id", "not_found", "There is no such team.")


async def _zone_of(tx: Tx, user_id: UUID) -> str:
    return await tx.session.scalar(sa.select(User.time_zone).where(User.id == user_id)) or "UTC"


async def _customer(tx: Tx, customer_id: UUID) -> UUID:
    try:
        return (await customers.get_customer(tx.session, customer_id)).id
    except NotFound:
        raise Invalid.field("body.customer_id", "not_found", "There is no such customer.") from None


async def _origin(tx: Tx, wanted: NewTask) -> tuple[UUID | None, UUID | None]:
    """The interaction that it came from, and whose it is: the one customer who surely had that, unless told."""
    about = wanted.about_id
    if wanted.call_id is not None:
        about = await timeline.interaction_of_call(tx.session, wanted.call_id)
    known = about and await tx.session.scalar(sa.select(Interaction.id).where(Interaction.id == about))
    if known is None and (wanted.about_id or wanted.call_id):
        field = "body.about_id" if wanted.about_id else "body.call_id"
        raise Invalid.field(field, "not_found", "There is no such conversation or call.")
    customer = wanted.customer_id
    if customer is None and about is not None:
        query = sa.select(TimelineEntry.customer_id).where(TimelineEntry.interaction_id == about)
        sure = (await tx.session.scalars(query.where(TimelineEntry.certainty == "confirmed").limit(2))).all()
        customer = sure[0] if len(sure) == 1 else None
    return about, await _customer(tx, customer) if customer else None


def _differing(task: Task, changes: dict[str, Any]) -> list[str]:
    return [name for name, value in changes.items() if getattr(task, name) != value]
