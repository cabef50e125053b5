"""What the API says of parked items."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from hub.web import Input, Output, PageQuery

Source = Literal["job", "item"]


class ParkedOut(Output):
    """Something that could not be processed and waits for a decision."""

    id: UUID
    source: Source = Field(description="`job`: work that was given up; `item`: something that came from outside.")
    kind: str = Field(description="What it is, such as `inbound.message` or `recordings.fetch`.")
    account: str | None = Field(description="The connector account that it concerns.")
    reason: str = Field(description="`refused`, `failed` (all attempts), `expired` or `abandoned` (the process died).")
    cause: str | None = Field(description="What stood in the way the last time, as a stable word such as `no_address`.")
    detail: str | None = Field(description="What was said when it failed, for who looks after the hub; in English.")
    attempts: int
    parked_at: datetime
    retryable: bool = Field(description="False where a second try could do a thing twice, or too late.")
    retrying: bool = Field(description="It is about to be tried again.")
    version: int


class ParkedDetail(ParkedOut):
    """The same with what it holds."""

    payload: dict[str, Any] = Field(description="The raw content, secrets taken out; long texts are cut.")


class ParkedFilter(Input):
    """Which of them."""

    source: Source | None = None
    kind: str | None = Field(None, max_length=80)
    account: str | None = Field(None, max_length=40)


class ParkedQuery(PageQuery):
    """A page of them, the latest first."""

    source: Source | None = None
    kind: str | None = Field(None, max_length=80)
    account: str | None = Field(None, max_length=40)


class KindCount(Output):
    """How many of a kind wait."""

    source: Source
    kind: str
    count: int
    retryable: int


class ParkedSummary(Output):
    """What waits, by kind; the most first."""

    total: int
    oldest_at: datetime | None
    kinds: list[KindCount]


class Discard(Input):
    """Why it is not needed any more."""

    reason: str = Field(min_length=1, max_length=300)

    @field_validator("reason")
    @classmethod
    def _not_blank(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("say why")
        return value.strip()


class DiscardMany(Discard):
    """Which are discarded, and why. The kind has to be named: nothing is thrown away unseen."""

    kind: str = Field(max_length=80)
    source: Source
    account: str | None = Field(None, max_length=40)


class Decided(Output):
    """How many it concerned."""

    count: int
