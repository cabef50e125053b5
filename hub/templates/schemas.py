"""What the API says of templates, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from hub import web
from hub.accounts import UserRef
from hub.templating import Language
from hub.text import digits
from hub.web import PageQuery

Channel = Literal["sms", "email", "chat", "call", "note"]
RightBy = Literal["everybody", "team", "role"]


def _lines(value: object) -> object:
    """Line breaks in one form; a subject keeps its own, so that they are refused."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _shortcut(value: object) -> object:
    return digits(value.strip().removeprefix("/").lower()) if isinstance(value, str) else value


def _no_nul(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("character", "This text holds a character that cannot be kept.")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_no_nul)]
FolderName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_no_nul)
]
Shortcut = Annotated[
    str, BeforeValidator(_shortcut), StringConstraints(min_length=1, max_length=40, pattern=r"^[\w\u200c-]+$")
]
RoleKey = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(_no_nul)]
Written = Annotated[str, BeforeValidator(_lines), Field(max_length=100_000)]


class TemplateRight(web.Output):
    """Who: everybody, a team (``team_id``) or a role, built in or the organisation's own."""

    model_config = ConfigDict(  # one type, asked and answered
        extra="forbid", frozen=True, from_attributes=True, json_schema_serialization_defaults_required=False
    )

    by: RightBy = "everybody"
    team_id: UUID | None = None
    role: RoleKey | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.team_id is not None) != (self.by == "team") or (self.role is not None) != (self.by == "role"):
            raise PydanticCustomError(
                "right", "Name the team of a team, the role of a role, and neither for everybody."
            )
        return self


class TemplateBodyIn(web.Input):
    """The words in one language. ``subject`` and ``html`` are a mail's; without ``html`` it is sent as text."""

    subject: str = Field("", max_length=1_000)
    text: Written = ""
    html: Written = ""


Bodies = Annotated[dict[Language, TemplateBodyIn], Field(min_length=1)]


class NewTemplate(web.Input):
    """A template to add."""

    channel: Channel
    name: Name
    folder_id: UUID | None = None
    shortcut: Shortcut | None = None
    language: Language
    bodies: Bodies
    use: TemplateRight = TemplateRight()
    edit: TemplateRight = TemplateRight()


class TemplateChange(web.Input):
    """What to change; what is left out stays. Other words are a new version."""

    name: Name | None = None
    folder_id: UUID | None = None
    shortcut: Shortcut | None = None
    language: Language | None = None
    bodies: Bodies | None = None
    use: TemplateRight | None = None
    edit: TemplateRight | None = None
    archived: bool | None = None


class TemplateBody(web.Output):
    """The words in one language; what a channel does not have is empty."""

    subject: str
    text: str
    html: str


class TemplateFileOut(web.Output):
    """A file that goes with the template."""

    id: UUID
    name: str
    content_type: str
    size: int
    created_at: datetime


class TemplateRow(web.Output):
    """A template in a list; ``snippet`` is how its text begins."""

    id: UUID
    folder_id: UUID | None
    channel: Channel
    name: str
    shortcut: str | None
    language: Language
    languages: list[Language]
    snippet: str
    files: int
    may_edit: bool
    archived: bool
    updated_at: datetime
    version: int


class TemplateOut(web.Output):
    """A template. ``number`` is that of its latest version; ``problems`` tell what does not work in it any more."""

    id: UUID
    folder_id: UUID | None
    channel: Channel
    name: str
    shortcut: str | None
    language: Language
    bodies: dict[Language, TemplateBody]
    use: TemplateRight
    edit: TemplateRight
    may_edit: bool
    files: list[TemplateFileOut]
    number: int
    version_id: UUID
    archived: bool
    created_at: datetime
    updated_at: datetime
    updated_by: UserRef | None
    version: int


class TemplateMark(web.Output):
    """That something about a template (or a folder) changed: the page reads it again, if it may see it."""

    id: UUID
    version: int


class TemplatesQuery(PageQuery):
    """Which templates. ``search`` is a part of a name or of the keys after ``/``; a folder is with those inside it."""

    channel: Channel | None = None
    folder_id: UUID | None = None
    search: str = Field("", max_length=120)
    archived: bool = False


class TemplateVersionRow(web.Output):
    """A version in the list."""

    number: int
    name: str
    saved_at: datetime
    saved_by: UserRef | None
    restored_from: int | None


class TemplateVersionOut(TemplateVersionRow):
    """A version with its words."""

    language: Language
    bodies: dict[Language, TemplateBody]


class NewTemplateFolder(web.Input):
    """A folder to add, inside ``parent_id`` or at the top."""

    name: FolderName
    parent_id: UUID | None = None


class TemplateFolderChange(web.Input):
    """What to change; what is left out stays."""

    name: FolderName | None = None
    parent_id: UUID | None = None


class TemplateFolderOut(web.Output):
    """A folder; ``templates`` counts those in it, and in the folders inside it, that the reader may use."""

    id: UUID
    parent_id: UUID | None
    name: str
    templates: int
    version: int


class TemplateFieldOut(web.Output):
    """A field that templates may use. ``label`` is that of a custom field; ``example`` a value of it in a preview."""

    name: str
    kind: Literal["text", "number", "date", "moment", "link"]
    group: Literal["customer", "fields", "agent", "line", "time"]
    label: str | None


class TemplatePreviewIn(web.Input):
    """A template as it stands on the page, and whom it is for; without a customer it is a made-up one."""

    channel: Channel
    language: Language
    bodies: Bodies
    customer_id: UUID | None = None
    line_id: UUID | None = None


class TemplateProblemOut(web.Output):
    """What is wrong: ``field`` is ``bodies.fa.text``; ``name`` what it is about, ``hint`` what may have been meant."""

    field: str
    code: str
    detail: str
    line: int
    name: str | None
    hint: str | None


class RenderedTemplate(web.Output):
    """A message as it would be sent; ``missing``: fields without a value or a fallback."""

    subject: str | None
    text: str
    html: str | None
    language: Language
    missing: list[str]


class TemplatePreviewOut(web.Output):
    """The message in each language that has no problem; ``language`` is the one that the customer would get."""

    language: Language | None
    customer: str | None
    messages: dict[Language, RenderedTemplate]
    problems: list[TemplateProblemOut]


class RenderTemplate(web.Input):
    """For whom, and on which line."""

    customer_id: UUID | None = None
    line_id: UUID | None = None
    language: Language | None = None


JsonBodies = dict[str, dict[str, Any]]
