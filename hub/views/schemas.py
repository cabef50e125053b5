"""What the API says of saved views, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from hub import web
from hub.accounts import UserRef
from hub.web import FieldError

AreaName = Literal["customers", "organisations"]
Column = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z_]+(\.[a-z0-9_]+)?$")]
Filter = dict[str, Any]
NOTHING: Filter = {"all": []}


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class ViewsQuery(web.Input):
    """Of which list."""

    area: AreaName = "customers"


class ViewOut(web.Output):
    """A saved view. ``problems`` tell what in its filter is archived or does not work any more."""

    id: UUID
    area: str
    name: str
    shared: bool
    mine: bool
    may_change: bool
    owner: UserRef | None
    filter: Filter
    columns: list[str]
    sort: str
    position: int
    problems: list[FieldError]
    created_at: datetime
    updated_at: datetime
    version: int


class NewView(Input):
    """A view to save."""

    area: AreaName = "customers"
    name: str = Field(min_length=1, max_length=80)
    shared: bool = False
    filter: Filter = Field(default_factory=lambda: dict(NOTHING))
    columns: list[Column] = Field(default_factory=list, max_length=60)
    sort: str = Field("name", max_length=60)
    position: int = Field(0, ge=0, le=1_000)


class ViewChange(Input):
    """What to change; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=80)
    shared: bool | None = None
    filter: Filter | None = None
    columns: list[Column] | None = Field(None, max_length=60)
    sort: str | None = Field(None, max_length=60)
    position: int | None = Field(None, ge=0, le=1_000)
