"""What the API says of calls and pops, and what it takes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from hub import web
from hub.accounts import UserRef
from hub.customers import Candidate, CustomerName
from hub.timeline import LineRef


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class Number(web.Output):
    """A number as received (``raw``) and as read: ``value`` is E.164, or the text of a sender that is none.

    ``internal``: one of the organisation's own, by the ranges of the line.
    """

    raw: str
    value: str
    display: str
    national: str
    region: str | None
    internal: bool


class CallOut(web.Output):
    """A call as people see it."""

    id: UUID
    account: str
    direction: str
    state: str
    result: str | None
    number: Number | None
    withheld: bool
    caller_name: str | None
    dialled: str | None
    dialled_display: str | None
    queue: str | None
    line: LineRef | None
    started_at: datetime
    waiting_since: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    waiting_seconds: float
    talking_seconds: float
    held_seconds: float
    agents: list[UserRef]
    customer: CustomerName | None
    certainty: str
    candidates: list[Candidate]
    identity_id: UUID | None
    interaction_id: UUID | None
    disposition_id: UUID | None = Field(description="The result that it was given; `/api/dispositions` has its name.")
    undisposed: bool = Field(description="A result was wanted, and whoever owed it could not give it any more.")
    notes: str | None
    notes_version: int = Field(description="Another one for other notes: what `If-Match` takes when they are written.")
    inferred: bool
    asking: UUID | None = Field(description="The agent who asks somebody first while the caller waits: ending their "
                                "leg hands the caller over.")  # fmt: skip
    recovered: bool = Field(description="Nobody heard it live: it comes from the exchange's own records.")
    version: int


class LegExtension(web.Output):
    """The phone of the organisation that a leg rang, as it is called now."""

    number: str
    label: str | None


class LegOut(web.Output):
    """One leg of a call. ``number_display`` is its number as people write it; ``extension`` null: no phone of ours."""

    id: UUID
    party: str
    endpoint: str
    number: str | None
    number_display: str | None
    extension: LegExtension | None
    agent: UserRef | None
    started_at: datetime
    ring_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    cause: int | None
    outcome: str | None


class SegmentOut(web.Output):
    """A stretch in which an agent and the outside party talked."""

    agent: UserRef | None
    endpoint: str
    started_at: datetime
    ended_at: datetime | None


class CallDetail(CallOut):
    """A call with its legs and talk segments."""

    legs: list[LegOut]
    segments: list[SegmentOut]


class PopOut(web.Output):
    """A screen pop. ``customer`` is set when it is clear who calls, ``candidates`` when it may be several."""

    id: UUID
    call_id: UUID
    agent_id: UUID
    offer: int
    state: str
    queue: str | None
    line: LineRef | None
    dialled: str | None
    dialled_display: str | None
    started_at: datetime
    waiting_since: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    answered_by: UserRef | None
    aside: bool
    number: Number | None
    withheld: bool
    caller_name: str | None
    certainty: str
    customer: Candidate | None
    candidates: list[Candidate]
    identity_id: UUID | None
    notes: str | None
    notes_version: int
    version: int


class ExtensionOut(web.Output):
    """A phone of the organisation and who sits at it."""

    id: UUID
    account: str
    endpoint: str
    number: str
    label: str | None
    holder: UserRef | None
    held_since: datetime | None


class NewExtension(Input):
    """A phone to make known: ``endpoint`` is the provider's name of it, such as ``PJSIP/101``."""

    account: str = Field(min_length=1, max_length=40)
    endpoint: str = Field(pattern=r"^[A-Za-z0-9]+/[A-Za-z0-9_.+@-]{1,100}$")
    number: str = Field(pattern=r"^\d{1,20}$")
    label: str | None = Field(None, max_length=80)


class ExtensionChange(Input):
    """Fields to change; those left out stay as they are."""

    number: str | None = Field(None, pattern=r"^\d{1,20}$")
    label: str | None = Field(None, max_length=80)


class DialRequest(Input):
    """Whom to call: a number."""

    number: str = Field(min_length=2, max_length=40)


class TransferRequest(Input):
    """Where to pass the call: an extension or a number. ``attended``: they are asked first, while the caller waits."""

    to: str = Field(min_length=1, max_length=40)
    attended: bool = False


class CustomerChoice(Input):
    """Who is calling; null: none of those shown."""

    customer_id: UUID | None


class DispositionChoice(Input):
    """The result of a call; null: none."""

    disposition_id: UUID | None


class Notes(Input):
    """Notes on a call, saved as they are typed."""

    text: str = Field(max_length=8000)


class Accepted(web.Output):
    """A command is on its way; its result comes as a ``command`` event with this id."""

    command_id: UUID
