"""What the API says of dispositions, and what it takes."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from hub import web

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class Names(Input):
    """A name in one language or in both; where one is missing, the other is shown."""

    en: Name | None = None
    fa: Name | None = None

    @model_validator(mode="after")
    def _one_at_least(self) -> Self:
        if not (self.en or self.fa):
            raise PydanticCustomError("missing", "Give a name in one language at least.")
        return self


class NewDisposition(Input):
    """A result, under a group or (without ``parent_id``) at the top, where it is a group as soon as it has others."""

    names: Names
    parent_id: UUID | None = None


class DispositionChange(Input):
    """What to change; what is left out stays."""

    names: Names | None = None
    parent_id: UUID | None = None
    position: int | None = Field(None, ge=0, le=1_000, description="The place among its siblings, from 0.")
    archived: bool | None = None


class NamesOut(web.Output):
    """A name by language."""

    en: str | None
    fa: str | None


class DispositionOut(web.Output):
    """A result or a group of results.

    ``choosable``: a call may be given it; it is neither archived nor in an archived group, and no group itself.
    """

    id: UUID
    parent_id: UUID | None
    names: NamesOut
    position: int
    archived: bool
    choosable: bool
    version: int


class RequirableOut(web.Output):
    """A queue or line, and whether its calls must have a result. ``detail`` tells it from another of this name."""

    kind: Literal["queue", "line"]
    item_id: UUID
    name: str
    detail: str | None
    required: bool
    version: int


class Requirement(Input):
    """Whether the calls must have a result."""

    required: bool
