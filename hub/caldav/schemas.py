"""What the API says of connected calendars, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, SecretStr, StringConstraints

from hub import web
from hub.accounts import UserRef

Component = Literal["VTODO", "VEVENT"]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Password = Annotated[SecretStr, Field(min_length=1, max_length=500)]


class CalendarAccess(web.Input):
    """Where a calendar server is, and who asks there."""

    address: Address = Field(description="The server's or a calendar's address; a host alone is enough.")
    username: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^:\x00-\x1f\x7f]+$")]
    password: Password = Field(description="Best one made for this alone (an app password); sealed, never told again.")


class NewConnectedCalendar(CalendarAccess):
    """Connect a calendar: ``address`` is one that was found there."""

    component: Component = Field("VTODO", description="Tasks stand there as to-dos (VTODO) or events (VEVENT).")
    take_new: bool = Field(False, description="Open to-dos that stand there become tasks of one's own, too.")


class ConnectedCalendarChange(web.Input):
    """Another password, or whether to-dos that stand there become tasks; what is left out stays."""

    password: Password | None = None
    take_new: bool | None = None


class FoundCalendar(web.Output):
    """A calendar that can be connected."""

    url: str
    name: str
    components: list[Component] = Field(description="What tasks can stand there as, the better first.")
    writable: bool


class CalendarProblem(web.Output):
    """What is wrong: a stable code; ``detail`` is a host or the status that a server answered."""

    code: str
    detail: str


class FoundCalendars(web.Output):
    """How far the connection came: ``steps`` went well, ``failed`` did not."""

    steps: list[Literal["reached", "signed_in", "home", "calendars"]]
    failed: str | None
    problem: CalendarProblem | None
    calendars: list[FoundCalendar]


class RemovedTask(web.Output):
    """An open task that was deleted in the calendar, and is not sent there any more."""

    id: UUID
    title: str
    promise: bool
    removed_at: datetime


class ConnectedCalendar(web.Output):
    """One's connected calendar. ``stopped`` waits for its owner; ``problem`` is a code."""

    id: UUID
    name: str
    host: str
    url: str
    username: str
    component: Component
    take_new: bool
    state: Literal["new", "ok", "trouble", "stopped"]
    problem: str | None
    since: datetime
    synced_at: datetime | None
    next_at: datetime | None
    tasks: int = Field(description="How many tasks stand there.")
    left_out: int = Field(description="Tasks that do not: beyond 500, or refused there.")
    removed: list[RemovedTask]
    version: int


class MyCalendar(web.Output):
    """One's connected calendar, if there is one."""

    calendar: ConnectedCalendar | None


class CalendarRecordOut(web.Output):
    """What was decided where a task and its entry in somebody's calendar did not agree."""

    id: UUID
    at: datetime
    kind: Literal["conflict", "refused", "removed", "unreadable"]
    field: str | None = Field(description="title, text, due, priority or state.")
    kept: Literal["hub", "calendar"] | None
    kept_value: str | None
    lost_value: str | None
    user: UserRef | None = Field(description="Whose calendar.")
