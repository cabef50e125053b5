"""What the API takes and says of a text to many."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from hub import web
from hub.accounts import UserRef
from hub.imports import BulkSelection
from hub.messaging import Shortening
from hub.sms.schemas import Input
from hub.timeline import CustomerRef

State = Literal["scheduled", "preparing", "running", "paused", "finished", "cancelled", "failed"]


def _plain(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("character", "This text holds a character that cannot be kept.")
    return value


Words = Annotated[str, StringConstraints(min_length=1, max_length=5_000), AfterValidator(_plain)]


class Texts(Input):
    """The words by language, with fields such as ``{{customer.first_name}}``; who speaks neither gets the first."""

    fa: Words | None = None
    en: Words | None = None

    def given(self) -> dict[str, str]:
        """Those that there are."""
        return {name: text for name, text in (("fa", self.fa), ("en", self.en)) if text}


class BulkIn(Shortening, Input):
    """A text to those whom a selection finds: its words, or a template."""

    selection: BulkSelection
    purpose: Literal["service", "marketing"] = "marketing"
    texts: Texts = Field(default_factory=Texts)
    template_id: UUID | None = None

    @model_validator(mode="after")
    def _one_text(self) -> Self:
        if bool(self.texts.given()) == (self.template_id is not None):
            raise PydanticCustomError("one_text", "Give the words, or a template.")
        return self


class NewBulk(BulkIn):
    """The same, to be sent: at once or at ``send_at``."""

    name: str = Field(min_length=1, max_length=120)
    send_at: web.UtcTime | None = None
    key: UUID = Field(description="Made by the page: the same once more is the same.")


class Sample(web.Output):
    """What one of them would get."""

    customer: CustomerRef
    address: str
    text: str
    language: str
    parts: int


class Share(web.Output):
    """Those who go by one way, and what that may cost: by the samples, where texts differ."""

    route_id: UUID | None
    name: str | None
    account: str | None
    count: int
    cost: Decimal | None
    currency: str | None


class BulkPreview(web.Output):
    """What would become of it: who gets it, who does not and why, and some of the texts."""

    customers: int
    count: int
    skipped: dict[str, int]
    parts: Decimal = Field(description="On average.")
    shares: list[Share]
    samples: list[Sample]


class Result(web.Output):
    """How many stand alike."""

    state: str
    reason: str | None
    operator: str | None
    count: int


class BulkOut(web.Output):
    """A text to many, and how far it is. ``skipped``: who was left out, by reason."""

    id: UUID
    name: str
    purpose: Literal["service", "marketing"]
    texts: dict[str, str]
    template_id: UUID | None
    shorten_links: bool
    state: State
    reason: str | None
    total: int
    waiting: int
    skipped: dict[str, int]
    send_at: datetime | None
    created_by: UserRef | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    gone: int | None = Field(description="How many had left as it was cancelled.")
    version: int


class OpenedLinks(web.Output):
    """Of the messages with short links that left: how many, how many people opened one, and how often."""

    messages: int
    people: int
    clicks: int


class BulkResults(web.Output):
    """How it went, by state, reason and operator; and how many opened a link of it."""

    items: list[Result]
    opened: OpenedLinks | None = Field(description="Null where its links were not shortened.")


class RecipientQuery(web.PageQuery):
    """Which of them."""

    state: str | None = Field(None, max_length=16)
    opened: bool | None = Field(None, description="Those who opened a link of it, or did not.")


class RecipientOut(web.Output):
    """Somebody who gets it, or does not and why."""

    id: UUID
    customer: CustomerRef | None
    state: str
    reason: str | None
    message_id: UUID | None
    opened: int = Field(description="How often this person opened a link of it, and when last.")
    opened_at: datetime | None
