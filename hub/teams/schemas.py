"""What the API says of units and teams, and what it takes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from hub.accounts import UserRef
from hub.web import Input, Output

OMITTED: Any = None
"""Default of a PATCH field that may be left out, but not be null."""
Colour = Literal["neutral", "blue", "jade", "violet", "clay", "cyan", "ochre", "rose"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(value: str) -> str:
    """Text without control characters. Raises ``ValueError``."""
    if _CONTROL.search(value):
        raise ValueError("control characters are not allowed")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(one_line)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(one_line)]


class UnitOut(Output):
    """A unit of the organisation; `parent_id` null: at the top of the tree."""

    id: UUID
    name: str
    parent_id: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


class NewUnit(Input):
    """A unit to be."""

    name: Name
    parent_id: UUID | None = None


class ChangeUnit(Input):
    """What to change of a unit; another `parent_id` moves it with all that is below it."""

    name: Name = OMITTED
    parent_id: UUID | None = None


class MemberOut(UserRef):
    """Somebody in a team; `lead` leads it, who is not `active` cannot sign in."""

    lead: bool
    active: bool


class TeamOut(Output):
    """A team with who is in it, leads first; not `active`: archived."""

    id: UUID
    name: str
    unit_id: UUID | None
    colour: str
    description: str
    active: bool
    members: list[MemberOut]
    created_at: datetime
    updated_at: datetime
    version: int


class TeamsQuery(Input):
    """Which teams."""

    archived: bool = Field(False, description="Also those that are archived.")


class NewTeam(Input):
    """A team to be."""

    name: Name
    unit_id: UUID | None = None
    colour: Colour = "neutral"
    description: Text = ""


class ChangeTeam(Input):
    """What to change of a team; what is left out stays."""

    name: Name = OMITTED
    unit_id: UUID | None = None
    colour: Colour = OMITTED
    description: Text = OMITTED
    active: bool = OMITTED


class MemberIn(Input):
    """How somebody is in the team."""

    lead: bool = False


class ManagedOut(Output):
    """Which teams the reader manages: all, or those of these units (with what is below them)."""

    everything: bool
    units: list[UUID]
