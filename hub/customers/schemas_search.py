"""What the search takes and finds."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from hub import web
from hub.customers.schemas import CustomerRow
from hub.web import Input


class SearchQuery(Input):
    """What to look for, and where."""

    q: str = Field(min_length=1, max_length=200, description="Any part of a name, number or mail; words of messages.")
    kinds: str = Field(
        "customers,messages", pattern=r"^(customers|messages)(,(customers|messages))?$",
        description="`customers`, `messages` or both.",
    )  # fmt: skip
    limit: int = Field(8, ge=1, le=50, description="At most so many of each.")


class Matched(web.Output):
    """Where it was found."""

    kind: Literal["name", "number", "email", "organisation", "city"]
    text: str


class CustomerHit(CustomerRow):
    """A customer who was found."""

    matched: Matched


class MessageCustomer(web.Output):
    """Whose message it is."""

    id: UUID
    name: str


class MessageHit(web.Output):
    """A message that was found. ``marks`` are places in ``snippet``, in units of UTF-16."""

    interaction_id: UUID
    customer: MessageCustomer | None
    identity_id: UUID | None
    channel: str
    occurred_at: datetime
    subject: str | None
    snippet: str
    marks: list[tuple[int, int]]


class Layout(web.Output):
    """What the same keys write on the other keyboard; that is what was found."""

    tried: str


class SearchOut(web.Output):
    """The best of each kind. ``partial``: there are more, or there was no time to find all."""

    customers: list[CustomerHit]
    messages: list[MessageHit]
    layout: Layout | None
    partial: bool
    took_ms: float
