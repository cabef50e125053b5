"""What the API says of tasks, and what it takes."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from hub import web
from hub.accounts import UserRef, Zone
from hub.tasks.recurrence import FIRST_DAY, LAST_DAY
from hub.tasks.rules import LONGEST
from hub.teams import TeamRef
from hub.timeline import CustomerRef
from hub.web import PageQuery

MOST_AT_ONCE = 200
State = Literal["open", "done", "cancelled"]
Priority = Literal["low", "normal", "high", "urgent"]


def _in_range(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        span = {"first": str(FIRST_DAY), "last": str(LAST_DAY)}
        raise PydanticCustomError("day", "Give a day from {first} to {last}.", span)
    return day


def _to_minutes(at: time) -> time:
    if at.tzinfo is not None:
        raise PydanticCustomError("time", "Give a time of day without an offset: it is read in the task's zone.")
    return at.replace(second=0, microsecond=0)


Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=10_000)]
Day = Annotated[date, AfterValidator(_in_range)]
Clock = Annotated[time, AfterValidator(_to_minutes)]
# in a document, the format "time" is one with an offset
WallClock = Annotated[time, WithJsonSchema({"type": "string", "description": "In its zone, as 09:30:00."})]
RRule = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
_BEFORE = "Minutes before it is due; of a whole day, before nine o'clock."
Before = Annotated[int, Field(ge=0, le=60 * 24 * 60, description=_BEFORE)]


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class NewTask(Input):
    """A task. Without an assignee or team it is one's own; ``about_id`` or ``call_id`` say what it came from."""

    title: Title
    text: Words = ""
    customer_id: UUID | None = None
    about_id: UUID | None = Field(None, description="The interaction that it came from.")
    call_id: UUID | None = Field(None, description="The call that it came from.")
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    promise: bool = Field(False, description="It was promised to the customer.")
    priority: Priority = "normal"
    due_on: Day | None = None
    due_time: Clock | None = Field(None, description="Null: at any time of the day.")
    zone: Zone | None = Field(None, description="Where day and time are; the assignee's zone unless told.")
    remind_before: Before | None = None
    rrule: RRule | None = Field(None, description="When it comes again: see the guide to tasks.")
    repeat_from: Literal["done", "due"] = Field("done", description="The next is made when this is done, or due.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.about_id is not None and self.call_id is not None:
            raise PydanticCustomError("one_origin", "Give about_id or call_id, not both.")
        return self


class TaskChange(Input):
    """What to change; what is left out stays."""

    title: Title | None = None
    text: Words | None = None
    customer_id: UUID | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    promise: bool | None = None
    priority: Priority | None = None
    due_on: Day | None = None
    due_time: Clock | None = None
    zone: Zone | None = None
    remind_before: Before | None = None
    rrule: RRule | None = None
    repeat_from: Literal["done", "due"] | None = None
    state: State | None = None


class ManyTasks(Input):
    """One thing to do with many tasks; those that are gone, or not one's to change, are told and left alone."""

    ids: list[UUID] = Field(min_length=1, max_length=MOST_AT_ONCE)
    action: Literal["done", "cancel", "reopen", "assign", "move", "delete"]
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    due_on: Day | None = Field(None, description="Of `move`: the day that they are due on; each keeps its time.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.action == "assign" and self.assignee_id is None and self.team_id is None:
            raise PydanticCustomError("nobody", "Say to whom: give assignee_id or team_id.")
        if self.action == "move" and self.due_on is None:
            raise PydanticCustomError("no_day", "Say which day: give due_on.")
        return self


class TaskBefore(Input):
    """How a task was before it was changed among many; ``version`` is the one that the change left behind."""

    id: UUID
    version: int
    state: State
    assignee_id: UUID | None
    team_id: UUID | None
    due_on: Day | None


class PutBack(Input):
    """Tasks to put back as they were; those that were changed again since are told and left alone."""

    tasks: list[TaskBefore] = Field(min_length=1, max_length=MOST_AT_ONCE)


class TasksQuery(PageQuery):
    """Which tasks. They come as they are due, those without a day last; closed ones by when they were, newest first."""

    whose: Literal["mine", "made", "all"] = Field(
        "mine", description="`mine`: for me, or for nobody in a team of mine; `made`: by me; `all`: what one may see."
    )
    state: Literal["open", "closed", "done", "cancelled"] = "open"
    assignee_id: UUID | None = None
    nobody: bool | None = Field(None, description="True: only those that nobody in particular is to do.")
    team_id: UUID | None = None
    customer_id: UUID | None = None
    promise: bool | None = None
    priority: Priority | None = None
    due: Literal["overdue", "today", "week", "later", "none"] | None = Field(
        None, description="When, in the reader's zone; `week`: in the seven days after today."
    )
    q: str | None = Field(None, max_length=100, description="Words of the title or text.")


class AboutRef(web.Output):
    """The interaction that a task came from."""

    interaction_id: UUID
    channel: str
    direction: str
    subject: str | None
    occurred_at: datetime
    call_id: UUID | None


class TaskOut(web.Output):
    """A task. It is overdue from ``late_at`` on: the end of its day, or ``due_at`` where it is due at a time."""

    id: UUID
    uid: str
    title: str
    text: str
    customer: CustomerRef | None
    about: AboutRef | None
    entry_id: UUID = Field(description="Its own interaction: comments are the notes about it.")
    assignee: UserRef | None
    team: TeamRef | None
    promise: bool
    priority: Priority
    due_on: date | None
    due_time: WallClock | None
    zone: str
    due_at: datetime | None
    late_at: datetime | None
    remind_before: int | None
    remind_at: datetime | None
    reminded_at: datetime | None
    rrule: str | None
    repeat_from: str
    series_id: UUID | None
    occurrence: int
    state: State
    closed_at: datetime | None
    closed_by: UserRef | None
    created_by: UserRef | None
    created_at: datetime
    updated_at: datetime
    comments: int
    sequence: int
    version: int


class Counts(web.Output):
    """How many open tasks there are, up to a thousand of each, in the reader's zone."""

    overdue: int
    today: int
    week: int
    later: int
    none: int


class PersonCounts(web.Output):
    """Somebody's open tasks in a team; ``user`` null: nobody has taken them."""

    user: UserRef | None
    open: int
    overdue: int
    promises: int


class Left(web.Output):
    """A task that was left alone, and why: not_found, forbidden, state or changed."""

    id: UUID
    code: str


class ManyDone(web.Output):
    """What became of many tasks."""

    changed: list[TaskOut]
    left: list[Left]


class ReminderOut(web.Output):
    """A task that its reader is to be reminded of until they put it away; ``version`` is the task's."""

    id: UUID
    task: TaskOut
    remind_at: datetime
    version: int
