"""What the API says of presence, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import model_validator

from hub.accounts import Role
from hub.presence.states import Reason, Source, State
from hub.web import Input, Output


class PresenceOut(Output):
    """What a user does, since when, and at which extension.

    `note` is the telephone system's word for a break that it was told of and that is none of the reasons; `source`
    says where the break was chosen, `until` when wrap-up ends, `phone` what is wrong with the phone.
    """

    user_id: UUID
    name: str
    initials: str
    role: Role
    state: State
    reason: Reason | None
    note: str | None
    source: Source
    until: datetime | None
    since: datetime
    extension: str | None
    phone: Literal["unreachable", "refused"] | None
    version: int


class ChoosePresence(Input):
    """What one does now; a reason goes with ``away`` only."""

    state: Literal["available", "away", "wrap_up", "offline"]
    reason: Reason | None = None

    @model_validator(mode="after")
    def _reason_fits(self) -> Self:
        if self.reason is not None and self.state != "away":
            raise ValueError("a reason goes with away only")
        return self
