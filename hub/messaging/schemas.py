"""What the API says of outgoing messages and of the sandbox."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from hub.accounts import UserRef
from hub.messaging.states import State
from hub.timeline import CustomerRef
from hub.web import Input, Output, PageQuery

Channel = Literal["sms", "email", "chat"]
Purpose = Literal["service", "marketing"]


class MessagePrice(Output):
    """What a message cost, as its provider tells; `amount` is a decimal."""

    amount: str
    currency: str = Field(description="ISO 4217.")


class OutboxRow(Output):
    """An outgoing message in a list. ``reason`` is a stable word, ``detail`` what a provider said."""

    id: UUID
    channel: str
    purpose: Purpose
    address: str
    shown_address: str = Field(description="The address as people write it.")
    customer: CustomerRef | None
    language: str
    subject: str | None
    snippet: str = Field(description="How its text begins.")
    parts: int = Field(description="Of an SMS: how many parts it is sent in; else 1.")
    operator: str | None = Field(description="The network that it went to, where the provider tells.")
    price: MessagePrice | None
    links: int = Field(description="How many short links its text has.")
    opened: int = Field(description="How often people opened them.")
    opened_at: datetime | None = Field(description="When somebody did last.")
    state: State
    reason: str | None
    detail: str | None
    origin: str = Field(description="What made it: `consent`, `test` …")
    actor: UserRef | None
    send_at: datetime | None
    created_at: datetime
    ended_at: datetime | None = Field(description="When it came to where it stands; null while it is under way.")
    version: int


class TemplateRef(Output):
    """The template that it was made of, with the number of the version."""

    id: UUID
    name: str
    number: int


class RouteRef(Output):
    """The route that a message takes or took; ``name`` is null where it is gone."""

    id: UUID
    name: str | None


class TriedWay(Output):
    """A way that surely did not take the message. ``reason`` is a stable word, ``detail`` what the provider said."""

    route: RouteRef | None
    account: str | None
    reason: str
    detail: str | None
    at: datetime | None


class OutboxMessageOut(OutboxRow):
    """The whole message. ``html`` is sanitised; ``pieces`` are the parts of an SMS as they are sent."""

    text: str
    html: str | None
    pieces: list[str]
    alphabet: Literal["gsm7", "ucs2"] | None
    sender_name: str | None
    sender_address: str | None
    route: RouteRef | None
    account: str | None
    tried: list[TriedWay] = Field(description="Ways that did not take it before this one, the first first.")
    template: TemplateRef | None
    interaction_id: UUID | None
    handed_at: datetime | None


class OutboxQuery(PageQuery):
    """Which messages; ``search`` looks at address, subject and text of the newest 50,000 that fit."""

    channel: Channel | None = None
    state: State | None = None
    customer_id: UUID | None = None
    search: str = Field("", max_length=120)


class NewTestMessage(Input):
    """A template for a customer, at one of their addresses."""

    template_id: UUID
    customer_id: UUID
    identity_id: UUID
    purpose: Purpose = "service"
    language: Literal["fa", "en"] | None = None
    key: UUID = Field(description="Made by the page: the same once more is the same message.")


class SandboxOut(Output):
    """Whether outgoing messages are captured. ``notice``: it was switched, and no administrator has said so yet."""

    on: bool
    since: datetime | None
    notice: bool


class SandboxSeen(Input):
    """What was read: on or off."""

    on: bool
