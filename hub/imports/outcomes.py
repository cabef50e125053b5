"""What a plan is made of: what to write for a batch, and what becomes of each of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hub.imports.lookup import Standing
from hub.imports.wanted import Problem, Ready

PLAIN = ("job_title", "language", "time_zone", "city", "country", "stage", "note")
CHANGEABLE = ("name", *PLAIN, "organisation_id", "owner_id")


@dataclass(slots=True)
class Change:
    """What one row changes of a stored customer, and how to take it back."""

    number: int
    customer_id: UUID
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    links: list[UUID] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)  # how they fold


@dataclass(slots=True)
class Outcome:
    """What becomes of a row."""

    number: int
    name: str  # create, update, merge, skip or fail
    customer_id: UUID | None
    problems: list[Problem]
    change: Change | None = None


@dataclass(slots=True)
class Plan:
    """What to write for a batch."""

    customers: list[dict[str, Any]] = field(default_factory=list)
    ready: list[tuple[Ready, UUID | None]] = field(default_factory=list)  # new ones, with their organisation
    identities: list[tuple[UUID, str, str, str | None, str | None]] = field(default_factory=list)
    links: list[tuple[UUID, UUID, UUID, str | None, bool]] = field(default_factory=list)  # its id, customer, identity
    tags: list[tuple[UUID, str]] = field(default_factory=list)  # customer, how the tag folds
    tag_names: dict[str, str] = field(default_factory=dict)  # new ones
    changed: dict[UUID, Standing] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    addresses: dict[UUID, list[tuple[str, str]]] = field(default_factory=dict)  # of new customers
    organisations: dict[UUID, str] = field(default_factory=dict)  # names, by their ids
