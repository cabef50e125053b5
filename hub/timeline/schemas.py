"""What the API says of timeline entries."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from hub import web
from hub.accounts import UserRef


class EntryOut(web.Output):
    """One line of a timeline. ``facts`` holds what only the channel has, such as a call's waiting seconds."""

    id: UUID
    interaction_id: UUID
    channel: str
    direction: str
    state: str
    subject: str | None
    text: str | None
    occurred_at: datetime
    role: str
    certainty: str
    agent: UserRef | None
    facts: dict[str, Any]
    call_id: UUID | None
    version: int
