"""What goes in and out of consent over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from hub.accounts import UserRef
from hub.consent.terms import Channel, Purpose, Source, State
from hub.customers import CustomerName
from hub.web import Input, Output, Page, PageQuery, UtcTime

Language = Literal["fa", "en"]


class ConsentChange(Input):
    """What somebody said at an address. ``source``: how they said it."""

    identity_id: UUID
    channel: Channel
    purpose: Purpose = "marketing"
    state: Literal["granted", "denied", "withdrawn"]
    source: Literal["agent", "phone", "form", "paper", "api"] = "agent"
    at: UtcTime | None = Field(None, description="When they said it; left out: now.")
    wording: str | None = Field(None, min_length=1, max_length=4_000, description="The text that they agreed to.")
    language: Language | None = Field(None, description="Of the wording.")
    for_all: bool = Field(False, description="Said for everybody who uses the address, not for this customer alone.")
    version: int | None = Field(None, ge=0, description="The version seen; with another one nothing changes (412).")


class HistoryQuery(PageQuery):
    """Which part of an address's log."""

    channel: Channel | None = None
    purpose: Purpose | None = None


class ConsentEventOut(Output):
    """One thing that was said. ``customer``: who said it; ``evidence``: what proves it, by its source."""

    id: UUID
    channel: str
    purpose: str
    state: str
    source: str
    wording: str | None
    language: str | None
    at: datetime = Field(description="When it was said.")
    recorded_at: datetime = Field(description="When it was written down.")
    actor: UserRef | None = Field(description="Who wrote it down; null: the person themselves, or a machine.")
    customer: CustomerName | None
    evidence: dict[str, Any]
    taken_back: bool = Field(description="It came out of a file that was taken back, and counts no more.")


class FileQuery(Input):
    """What kind of file."""

    format: Literal["csv", "xlsx"] = "csv"


class ConsentExportQuery(FileQuery):
    """Which part of the log."""

    channel: Channel | None = None
    purpose: Purpose | None = None
    state: State | None = None
    source: Source | None = None
    since: UtcTime | None = Field(None, description="Said at this time or later.")
    until: UtcTime | None = Field(None, description="Said before this time.")


Match = Literal["value", "domain", "prefix"]
Reason = Literal["hard_bounce", "complaint", "legal", "manual"]
Note = Annotated[str, Field(min_length=1, max_length=400)]


class NewSuppression(Input):
    """What nothing is to be sent to. ``value``: an address, a mail domain, or the first digits of numbers (+98900…)."""

    kind: Literal["phone", "email"]
    match: Match = "value"
    value: str = Field(min_length=2, max_length=320)
    channel: Channel | None = Field(None, description="Only on this channel; null: on all.")
    purpose: Purpose | None = Field(None, description="Only for this purpose; null: for all.")
    reason: Reason = "manual"
    note: Note | None = None
    until: UtcTime | None = Field(None, description="It ends by itself then; null: never.")


class SuppressionChange(Input):
    """What to change; what is left out stays."""

    note: Note | None = None
    until: UtcTime | None = None


class Lifting(Input):
    """Why a suppression is lifted: it stays on record."""

    why: Note


class SuppressionQuery(PageQuery):
    """Which suppressions: those that stand, unless ``state`` says otherwise."""

    q: str | None = Field(None, max_length=320, description="Part of the address or pattern.")
    reason: Reason | None = None
    state: Literal["standing", "ended", "all"] = "standing"


class SuppressionOut(Output):
    """A suppression. ``standing``: it holds now; ``identity_id`` where it is one known address."""

    id: UUID
    kind: str
    match: str
    value: str
    display: str
    channel: str | None
    purpose: str | None
    reason: str
    note: str | None
    source: str
    since: datetime
    until: datetime | None
    created_by: UserRef | None
    lifted_by: UserRef | None
    lifted_at: datetime | None
    lifted_why: str | None
    standing: bool
    version: int


class SuppressionPage(Page[SuppressionOut]):
    """A page of them, with how many stand in all."""

    standing: int


class SuppressionImportQuery(Input):
    """Without ``start`` it is only said what would happen."""

    start: bool = False
    reason: Reason = "manual"


class SuppressionFileRow(Output):
    """What becomes of a row. ``code`` says why it is skipped or wrong."""

    row: int
    text: str
    outcome: Literal["add", "skip", "error"]
    code: str | None


class SuppressionImportOut(Output):
    """How many of each, and the first 200 rows, wrong ones before the others. ``import_id`` once it is carried out."""

    add: int
    skip: int
    error: int
    rows: list[SuppressionFileRow]
    import_id: UUID | None


class SuppressionsLifted(Output):
    """How many were lifted."""

    lifted: int


class NewLink(Input):
    """A link to send to somebody. ``confirm`` asks for a consent, ``preferences`` leads to all of theirs."""

    identity_id: UUID
    kind: Literal["confirm", "preferences"] = "confirm"
    channel: Channel | None = Field(None, description="Of the consent to confirm.")
    purpose: Purpose = "marketing"
    language: Language = "fa"
    wording: str | None = Field(None, min_length=10, max_length=4_000, description="What they are to agree to.")


class LinkOut(Output):
    """The link: shown this once, since only its digest is kept. ``sent``: a message with it is on its way."""

    url: str
    expires_at: datetime
    sent: bool
