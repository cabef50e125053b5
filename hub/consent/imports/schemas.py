"""What goes in and out of imports of consents over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from hub.accounts import UserRef
from hub.consent.terms import Channel, Purpose
from hub.web import Input, Output

Stated = Literal["granted", "denied", "withdrawn"]


class ConsentImportQuery(Input):
    """What is meant by rows that do not say."""

    channel: Channel | None = Field(None, description="Left out: email for mail addresses; numbers have to say it.")
    purpose: Purpose = "marketing"
    state: Stated = "granted"
    wording: str | None = Field(None, min_length=1, max_length=4_000, description="The text that they agreed to.")


class RefusedRow(Output):
    """A row that is not taken, and why."""

    row: int
    text: str
    code: str


class ConsentImportOut(Output):
    """A file of consents, what a look at it found, or what it wrote down; the first 200 refused rows.

    ``known``: said already, so that nothing is added. ``reasons``: how many were refused, by code.
    """

    id: UUID
    name: str
    state: Literal["checking", "checked", "running", "done", "failed", "cancelled", "undoing", "undone"]
    columns: list[str] = Field(description="Those that were recognised.")
    channel: str | None
    purpose: str
    state_meant: str = Field(description="granted, denied or withdrawn: what rows mean that do not say.")
    wording: str | None
    total: int
    done: int
    added: int
    known: int
    refused: int
    reasons: dict[str, int]
    rows: list[RefusedRow]
    error: str | None
    created_by: UserRef | None
    created_at: datetime
    finished_at: datetime | None
    version: int
