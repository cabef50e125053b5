"""What the API takes and says of actions on many customers, and of exports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from hub import web
from hub.customers import Sort

MOST_IDS = 5_000
MOST_TAGS = 20  # of one action
MOST_COLUMNS = 100
Action = Literal["tag", "untag", "owner", "export"]
State = Literal["waiting", "running", "done", "failed", "cancelled"]
Column = Annotated[str, StringConstraints(min_length=1, max_length=60)]
TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class BulkSelection(Input):
    """Some customers by their ids, or all that a list asked in this way finds."""

    ids: list[UUID] | None = None
    filter: dict[str, Any] | None = None
    q: str | None = Field(None, max_length=200)
    kind: Literal["person", "organisation"] | None = None
    tags: list[TagName] = Field(default_factory=list, max_length=20)
    owner_id: UUID | None = None
    organisation_id: UUID | None = None


class BulkOptions(Input):
    """What the action needs. ``language`` and ``calendar`` of an export are the user's own unless told."""

    tags: list[TagName] | None = None
    owner_id: UUID | None = None
    format: Literal["csv", "xlsx"] = "csv"
    columns: list[Column] | None = None
    sort: Sort = "name"
    language: Literal["fa", "en"] | None = None
    calendar: Literal["gregorian", "jalali"] | None = None


class NewBulkRun(Input):
    """An action on many customers."""

    action: Action
    selection: BulkSelection
    options: BulkOptions = Field(default_factory=BulkOptions)


class FileOut(web.Output):
    """What an export made; only whoever asked for it may fetch it, until it expires."""

    url: str
    name: str
    size: int
    expires_at: datetime


class BulkRunOut(web.Output):
    """How far it is. ``done`` counts customers that were dealt with, ``failed`` those of them that were refused."""

    id: UUID
    action: str
    state: State
    total: int
    done: int
    failed: int
    file: FileOut | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    version: int
