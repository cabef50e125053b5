"""What people write to one person: what the API takes, and what it says of it before it is sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from hub.messaging.schemas import Purpose
from hub.web import Input, Output

LONGEST = 5_000  # characters; how many parts that may be is checked with the text


def _lines(value: object) -> object:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _plain(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("character", "This text holds a character that cannot be kept.")
    return value


Words = Annotated[str, BeforeValidator(_lines), Field(max_length=LONGEST), AfterValidator(_plain)]


UtmValue = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$", strip_whitespace=True)]


class Utm(Input):
    """What analytics read of an address: `utm_source` and its like; those that it has already stay."""

    source: UtmValue = ""
    medium: UtmValue = ""
    campaign: UtmValue = ""
    term: UtmValue = ""
    content: UtmValue = ""

    def given(self) -> dict[str, str]:
        """Those that there are."""
        return {name: value for name, value in self.model_dump().items() if value}


class Shortening(Input):
    """Whether the links of a text become short ones, which tell who opened them."""

    shorten_links: bool = False
    utm: Utm = Field(default_factory=Utm)


class MessageIn(Shortening):
    """An SMS to one address. ``customer_id`` says to whom, where several people use it."""

    identity_id: UUID
    customer_id: UUID | None = None
    purpose: Purpose = "service"
    text: Words
    template_id: UUID | None = Field(None, description="The template that its text began as.")
    conversation_id: UUID | None = Field(
        None, description="The conversation with this address that it answers; else the latest one."
    )


class NewMessage(MessageIn):
    """The same, to be sent: at once, after ``delay`` seconds in which it can still be taken back, or at ``send_at``."""

    language: Literal["fa", "en"] | None = None
    send_at: AwareDatetime | None = None
    delay: int = Field(0, ge=0, le=60)
    key: UUID = Field(description="Made by the page: the same once more is the same message.")


class MessageCheck(Output):
    """What would become of it. ``reason`` says in a stable word why it may not be sent; null where it may."""

    reason: str | None
    facts: dict[str, str | int] = Field(description="What the reason is held to, where there is something.")
    text: str = Field(description="As it would be sent, with what the line adds; short links as long as they will be.")
    links: int = Field(description="How many of its links are short, or would be.")
    alphabet: Literal["gsm7", "ucs2"]
    parts: int
    account: str | None = Field(description="The account that would send it; null where that is not known yet.")
    sender: str | None = Field(description="The number or name that it would come from.")
    cost: Decimal | None = Field(description="Of all parts, where it is known.")
    currency: str | None


class WrittenChannels(Output):
    """Whether there is a way for each."""

    sms: bool
