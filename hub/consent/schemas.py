"""What goes in and out of consent over HTTP."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from hub.consent.terms import Channel, Purpose
from hub.web import Input, UtcTime

Language = Literal["fa", "en"]


class ConsentChange(Input):
    """What somebody said at an address. ``source``: how they said it."""

    identity_id: UUID
    channel: Channel
    purpose: Purpose = "marketing"
    state: Literal["granted", "denied", "withdrawn"]
    source: Literal["agent", "phone", "form", "paper", "api"] = "agent"
    at: UtcTime | None = Field(None, description="When they said it; left out: now.")
    wording: str | None = Field(None, min_length=1, max_length=4_000, description="The text that they agreed to.")
    language: Language | None = Field(None, description="Of the wording.")
    for_all: bool = Field(False, description="Said for everybody who uses the address, not for this customer alone.")
    version: int | None = Field(None, ge=0, description="The version seen; with another one nothing changes (412).")
