"""What the API says of timelines, notes and mentions, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from hub import web
from hub.accounts import UserRef

NoteWords = Annotated[str, Field(min_length=1, max_length=4000, description="What the note says.")]
Mentioned = Annotated[list[UUID], Field(max_length=50, description="Colleagues whom the note is to reach.")]


class CustomerRef(web.Output):
    """A customer by name."""

    id: UUID
    name: str


class LineRef(web.Output):
    """The line that something came in or went out on."""

    id: UUID
    name: str
    brand: str | None


class EntryOut(web.Output):
    """One line of a timeline. ``facts`` holds what only the channel has, such as a call's waiting seconds.

    ``customers`` are the others on whose timelines the same interaction stands.
    """

    id: UUID
    interaction_id: UUID
    customer_id: UUID | None = Field(description="On whose page it stands; null on a contact's.")
    channel: str
    direction: str
    state: str
    subject: str | None
    text: str | None
    occurred_at: datetime
    role: str = Field(description="What the customer is in it: from, to, cc or conference.")
    certainty: str = Field(description="`confirmed`, `candidate` while it may be somebody else's, or `none`.")
    agent: UserRef | None
    facts: dict[str, Any]
    call_id: UUID | None
    identity_id: UUID | None = Field(description="The address that it came from or went to.")
    about_id: UUID | None = Field(description="Of a note: the interaction that it is about.")
    edited_at: datetime | None
    pinned_at: datetime | None
    pinned_by: UserRef | None
    customers: list[CustomerRef]
    mentions: list[UserRef]
    line: LineRef | None
    notes_count: int = Field(description="Notes about this interaction.")
    version: int


class TimelinePage(web.Output):
    """A part of a timeline, newest first. It may hold fewer than asked for, even none, while there are more."""

    items: list[EntryOut]
    next: str | None = Field(description="Towards older entries; null at the end.")
    previous: str | None = Field(description="Towards newer entries (as `after`); null at the top.")


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class NewNote(Input):
    """An internal note."""

    text: NoteWords
    mentions: Mentioned = Field(default_factory=list)


class NewCustomerNote(NewNote):
    """An internal note on a customer, or about one of their interactions."""

    about_id: UUID | None = Field(None, description="The interaction that it is about.")
    pinned: bool = False


class NoteChange(Input):
    """What a note says from now on; without ``mentions`` they stay."""

    text: NoteWords
    mentions: Mentioned | None = None


class MentionOut(web.Output):
    """A note in which the reader was named."""

    id: UUID
    entry: EntryOut
    customer: CustomerRef | None
    by: UserRef | None
    created_at: datetime
    read_at: datetime | None
    version: int


class MentionIds(Input):
    """Which mentions."""

    ids: list[UUID] = Field(min_length=1, max_length=200)


class Colleague(web.Output):
    """Somebody who works here."""

    id: UUID
    name: str
    initials: str
    role: str
