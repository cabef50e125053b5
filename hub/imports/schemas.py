"""What the API says of imports, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from hub import web
from hub.accounts import UserRef

TagName = Annotated[str, Field(min_length=1, max_length=60)]
Address = Literal["phone", "email"]
Policy = Literal["skip", "update", "merge"]
Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "cp1256", "cp1252"]
Delimiter = Literal[",", ";", "\t", "|"]
Calendar = Literal["auto", "gregorian", "jalali"]
Order = Literal["auto", "ymd", "dmy", "mdy"]
State = Literal[
    "uploaded", "checking", "checked", "running", "done", "failed", "cancelled", "undoing", "undone"
]  # fmt: skip
Outcome = Literal["create", "update", "merge", "skip", "fail"]
RowState = Literal["failed", "skipped", "updated", "merged", "warned"]


class ReadingOut(web.Output):
    """How the file is read. ``header_row`` is 0 where it begins with data; ``sheets`` are those of a workbook."""

    format: Literal["csv", "xlsx"]
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    sheet: str | None = None
    sheets: list[str] = Field(default_factory=list)
    header_row: int
    calendar: Calendar = "auto"
    date_order: Order = "auto"


class ColumnOptions(web.Input):
    """How a column's cells are understood; what is left out follows the reading."""

    label: str | None = Field(None, max_length=80, description="Of its numbers or mails: mobile, work …")
    calendar: Calendar | None = None
    order: Order | None = None


class ColumnOut(web.Output):
    """A column. ``target`` is null where it is left out; ``confidence`` (0 to 1) says how sure the guess was."""

    index: int
    header: str
    samples: list[str]
    target: str | None
    confidence: float
    options: ColumnOptions


class ImportOptions(web.Input):
    """For all rows. ``match`` says by what duplicates are found; ``match_name`` asks for the same name as well."""

    tags: list[TagName] = Field(default_factory=list, max_length=20)
    owner_id: UUID | None = None
    kind: Literal["person", "organisation"] = "person"
    region: str | None = Field(None, pattern=r"^[A-Z]{2}$", description="Where local numbers belong; null: the hub's.")
    match: list[Address] = Field(default=["phone", "email"], max_length=2)
    match_name: bool = False
    lenient: bool = Field(False, description="Leave wrong cells out instead of refusing their rows.")


class ProblemOut(web.Output):
    """What is wrong or was corrected in a row. ``column`` is the header, null for the whole row."""

    column: str | None
    code: str
    detail: str
    value: str


class ExampleOut(web.Output):
    """A row of the file, and what would become of it."""

    number: int
    outcome: Outcome
    values: dict[str, Any]
    problems: list[ProblemOut]


class PreviewOut(web.Output):
    """What a dry run found: how many rows would be created, updated, merged, skipped, would fail or be warned of."""

    create: int = 0
    update: int = 0
    merge: int = 0
    skip: int = 0
    fail: int = 0
    warn: int = 0
    examples: list[ExampleOut] = Field(default_factory=list)


class UndoOut(web.Output):
    """What undoing did so far: ``kept`` were not deleted, since something has happened with them."""

    deleted: int = 0
    kept: int = 0
    restored: int = 0


class ImportOut(web.Output):
    """One import. ``total`` and ``done`` count rows."""

    id: UUID
    name: str
    state: State
    reading: ReadingOut
    columns: list[ColumnOut]
    policy: Policy
    options: ImportOptions
    preview: PreviewOut | None
    undo: UndoOut | None
    total: int
    done: int
    created: int
    updated: int
    skipped: int
    failed: int
    warned: int
    error: str | None
    created_by: UserRef | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    version: int


class CustomerLink(web.Output):
    """The customer that a row became part of."""

    id: UUID
    name: str


class RowOut(web.Output):
    """A row that did more than create a customer, or did not."""

    number: int
    state: RowState
    customer: CustomerLink | None
    problems: list[ProblemOut]


class ReadingChange(web.Input):
    """How the file is to be read instead; what is left out stays."""

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    sheet: str | None = Field(None, max_length=200)
    header_row: int | None = Field(None, ge=0, le=1_000)
    calendar: Calendar | None = None
    date_order: Order | None = None


class MappedColumn(web.Input):
    """What a column is: a target such as ``phone`` or ``fields.<key>``, or null to leave it out."""

    index: int = Field(ge=0, lt=200)
    target: str | None = Field(None, max_length=60)
    options: ColumnOptions = Field(default_factory=ColumnOptions)


class ImportChange(web.Input):
    """What to change before it is started."""

    reading: ReadingChange | None = None
    mapping: list[MappedColumn] | None = Field(None, max_length=200)
    policy: Policy | None = None
    options: ImportOptions | None = None


class RowsQuery(web.PageQuery):
    """Which rows."""

    state: RowState | None = None
