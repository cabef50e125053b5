"""What the API says of people, skills and owners, and what it takes."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from hub.accounts import UserRef
from hub.teams.refs import TeamRef
from hub.teams.schemas import OMITTED, one_line
from hub.web import Input, Output, PageQuery

MOST_LANGUAGES = 20
MOST_SKILLS = 50


@lru_cache(maxsize=1_000)
def language_tag(value: str) -> str:
    """The BCP 47 tag in its usual form, such as ``pt-BR``. Raises ``ValueError``."""
    import langcodes  # noqa: PLC0415 - its tables were an eighth of what a hub takes to start
    from langcodes.tag_parser import LanguageTagError  # noqa: PLC0415

    try:
        if langcodes.tag_is_valid(value) and not value.lower().startswith("und"):
            return langcodes.standardize_tag(value)
    except LanguageTagError:
        pass
    raise PydanticCustomError("language", "This is not a language: give a BCP 47 tag such as fa, en or pt-BR.")


SkillName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(one_line)
]
Tag = Annotated[str, StringConstraints(min_length=2, max_length=35), AfterValidator(language_tag)]
Level = Annotated[int, Field(ge=1, le=5, description="From 1 (beginner) to 5 (expert).")]


class SkillOut(Output):
    """A skill of the organisation's list; `people` have it."""

    id: UUID
    name: str
    people: int
    created_at: datetime
    updated_at: datetime
    version: int


class NewSkill(Input):
    """A skill to be."""

    name: SkillName


class ChangeSkill(Input):
    """Another name for a skill."""

    name: SkillName = OMITTED


class PersonSkillOut(Output):
    """How well somebody can do something."""

    id: UUID
    name: str
    level: int


class PersonOut(UserRef):
    """A person with their place and what they can do; `languages` are BCP 47 tags, best first."""

    role: str
    unit_id: UUID | None
    teams: list[TeamRef]
    skills: list[PersonSkillOut]
    languages: list[str]
    version: int


class StaffQuery(PageQuery):
    """Which people. `unit_id` takes the units below it in; `language` takes `fa-IR` for `fa`."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] | None = None
    team_id: UUID | None = None
    unit_id: UUID | None = None
    skill_id: UUID | None = None
    level: Level = 1
    language: Tag | None = None


class PersonSkillIn(Input):
    """A skill and how good somebody is at it."""

    skill_id: UUID
    level: Level = 3


class ChangePerson(Input):
    """What to change of a person; what is left out stays, lists are given whole."""

    unit_id: UUID | None = None
    skills: Annotated[list[PersonSkillIn], Field(max_length=MOST_SKILLS)] = OMITTED
    languages: Annotated[list[Tag], Field(max_length=MOST_LANGUAGES)] = OMITTED


class OwnedOut(Output):
    """Something that belongs to a team, or may: a queue, a line, an inbox."""

    id: str = Field(description="`kind:item_id`.")
    kind: str
    item_id: UUID
    name: str
    detail: str | None = Field(description="What tells it from another of this name, such as its account.")
    team: TeamRef | None
    version: int


class OwnerIn(Input):
    """The team that it shall belong to; null: to none."""

    team_id: UUID | None
