"""What the API says of custom fields and tags, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from hub import web

FieldKind = Literal["text", "number", "date", "choice", "link", "person"]
AppliesTo = Literal["person", "organisation", "both"]
Tone = Literal["neutral", "vip", "warn"]
TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Option = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
MOST_OPTIONS = 50
MOST_ON_ONE = 50  # tags of one customer


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class TagItem(web.Output):
    """A tag, and how many customers carry it."""

    id: UUID
    name: str
    tone: str
    customers: int


class NewTag(Input):
    """A tag to make."""

    name: TagName
    tone: Tone = "neutral"


class TagChange(Input):
    """What to change; what is left out stays."""

    name: TagName | None = None
    tone: Tone | None = None


class TagNames(Input):
    """All tags that a customer carries from now on; a new name makes a tag."""

    tags: list[TagName] = Field(max_length=MOST_ON_ONE)


class FieldOut(web.Output):
    """A custom field. ``options`` are those of a choice."""

    id: UUID
    key: str
    label: str
    kind: str
    options: list[str]
    applies_to: str
    position: int
    archived: bool
    created_at: datetime
    version: int


class NewField(Input):
    """A field to add; without ``key`` one is made from the label."""

    label: str = Field(min_length=1, max_length=80)
    kind: FieldKind
    key: str | None = Field(None, pattern=r"^[a-z][a-z0-9_]{0,39}$")
    options: list[Option] = Field(default_factory=list, max_length=MOST_OPTIONS)
    applies_to: AppliesTo = "both"


class FieldChange(Input):
    """What to change; what is left out stays. ``renamed``: options by their former name, changed on all customers."""

    label: str | None = Field(None, min_length=1, max_length=80)
    options: list[Option] | None = Field(None, max_length=MOST_OPTIONS)
    renamed: dict[str, Option] = Field(default_factory=dict, max_length=MOST_OPTIONS)
    applies_to: AppliesTo | None = None
    position: int | None = Field(None, ge=0, le=1_000, description="The place in the list, from 0.")
    archived: bool | None = None
