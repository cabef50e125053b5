"""What the API says of presence, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import model_validator

from hub.presence.states import Reason, Source, State
from hub.web import Input, Output


class Told(Output):
    """What somebody else did for a user: a state chosen with its reason, or the queue they signed the user in to or
    out of. `by` is their name.
    """

    by: str
    at: datetime
    what: Literal["available", "away", "queue_joined", "queue_left", "queues_left"]
    reason: Reason | None = None
    queue: str | None = None


class PresenceOut(Output):
    """What a user does, since when, and at which extension.

    `note` is the telephone system's word for a break that it was told of and that is none of the reasons; `source`
    says where the break was chosen, `until` when wrap-up ends, `phone` what is wrong with the phone, `told` what a
    supervisor chose for them and they have not changed since. `owed` are calls that need a result before wrap-up ends.
    """

    user_id: UUID
    name: str
    initials: str
    role: str
    state: State
    reason: Reason | None
    note: str | None
    source: Source
    until: datetime | None
    since: datetime
    extension: str | None
    phone: Literal["unreachable", "refused"] | None
    told: Told | None
    owed: list[UUID]
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


class ChooseForOther(Input):
    """What somebody else is to do now; a reason goes with ``away`` only."""

    state: Literal["available", "away"]
    reason: Reason | None = None

    @model_validator(mode="after")
    def _reason_fits(self) -> Self:
        if self.reason is not None and self.state != "away":
            raise ValueError("a reason goes with away only")
        return self
