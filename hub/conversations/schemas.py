"""What the API says of conversations."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from hub.accounts import UserRef
from hub.conversations.states import State
from hub.teams import TeamRef
from hub.timeline import CustomerRef
from hub.web import Input, Output, PageQuery, UtcTime


class ConversationOut(Output):
    """A thread. ``customers`` are those who use the address; several share it where there are several."""

    id: UUID
    channel: str
    account: str
    own: str | None = Field(description="The organisation's own number that it goes through, as received.")
    identity_id: UUID
    address: str
    shown_address: str = Field(description="The address as people write it.")
    customers: list[CustomerRef]
    line_id: UUID | None
    state: State
    assignee: UserRef | None
    team: TeamRef | None
    unread: int
    last_at: datetime
    snoozed_until: datetime | None
    version: int


class ConversationRow(ConversationOut):
    """A thread in a list, with its latest message."""

    snippet: str = Field(description="How its latest message begins.")
    direction: str = Field(description="`in` or `out`: whose the latest message is.")
    automatic: bool = Field(description="The hub wrote the latest message by itself.")


class ConversationsQuery(PageQuery):
    """Which conversations. They come with the latest message first."""

    view: Literal["mine", "teams", "unassigned", "all"] = Field(
        "mine", description="`mine`: given to me; `teams`: my teams'; `unassigned`: nobody's; `all`: what one may see."
    )
    state: State = "open"
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    unread: bool | None = Field(None, description="True: only those with something unread.")
    q: str | None = Field(None, max_length=100, description="Part of a name or number.")


class ConversationCount(Output):
    """How many are open, and how many of them have something unread; up to 1,000."""

    open: int
    unread: int


class ConversationCounts(Output):
    """How many there are of each view."""

    mine: ConversationCount
    teams: ConversationCount
    unassigned: ConversationCount
    all: ConversationCount


class MessageFile(Output):
    """A file that came with a message, as `/api/interactions/{id}/attachments` tells it."""

    id: UUID
    state: Literal["wanted", "fetched", "missing", "refused", "erased"]
    reason: str | None = None
    name: str | None = None
    view: Literal["image", "audio", "video", "file"] | None = None
    bytes: int | None = None


class ConversationMessage(Output):
    """One message of it. ``state`` and ``reason`` say what became of one that went out."""

    id: UUID = Field(description="Its interaction.")
    direction: Literal["in", "out"]
    text: str | None
    at: datetime
    state: str
    reason: str | None
    author: UserRef | None
    automatic: bool = Field(description="The hub wrote it by itself.")
    message_id: UUID | None = Field(description="Of one that went out: the outgoing message.")
    files: list[MessageFile] = Field(description="What came with it.")
    unanswered: bool = Field(description="An automatic answer to it failed.")
    silenced: bool = Field(description="It was not answered by itself, since two machines seemed to answer each other.")


class ConversationChange(Input):
    """What is left out stays. A conversation is given to somebody, to a team, or put into another state."""

    state: State | None = None
    snoozed_until: UtcTime | None = None
    assignee_id: UUID | None = None
    team_id: UUID | None = None


class MessagesQuery(PageQuery):
    """Which page; the latest first."""


class InboxOut(Output):
    """A conversation that changed: whose it is, so that a page knows whether to read its list again."""

    id: UUID
    assignee_id: UUID | None
    team_id: UUID | None
    version: int


class ArrivalOut(Output):
    """A message that came in, for those whom it concerns; ``id`` is its conversation."""

    id: UUID
    interaction_id: UUID
    channel: str
    customer: CustomerRef | None = Field(description="Who wrote it, where it is sure.")
    identity_id: UUID
    shown_address: str
    snippet: str
    at: datetime
    told_at: datetime
    unread: int
    version: int


class AutoReplyIn(Input):
    """Of a line, or of all of an account. A template for SMS while it is closed, one while it is open, or both."""

    line_id: UUID | None = None
    account: str | None = Field(None, min_length=1, max_length=40)
    closed_template_id: UUID | None = None
    open_template_id: UUID | None = None
    active: bool = True


class AutoReplyChange(Input):
    """What is left out stays."""

    closed_template_id: UUID | None = None
    open_template_id: UUID | None = None
    active: bool = True


class AutoReplyNow(Output):
    """What a message that came in just now would be answered."""

    open: bool
    until: datetime | None = Field(description="Until when that holds; None: not known.")
    template_id: UUID | None = Field(description="The template; None: nothing is answered.")


class AutoReplyOut(Output):
    """What is answered by itself. ``now`` judges by the hours of its line or that line's team."""

    id: UUID
    line_id: UUID | None
    account: str | None
    closed_template_id: UUID | None
    open_template_id: UUID | None
    active: bool
    now: AutoReplyNow
    version: int
