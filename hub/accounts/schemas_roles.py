"""What the API says of roles, and what it takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from hub.accounts.permissions import Permission
from hub.accounts.schemas import OMITTED, one_line
from hub.web import Input, Output

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), AfterValidator(one_line)]
About = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(one_line)]
Rights = Annotated[list[Permission], Field(max_length=len(Permission))]


class RoleOut(Output):
    """A role; `id` is what users have as their `role`. `name` is null for the built-in ones, which pages name."""

    id: str
    name: str | None
    description: str
    built_in: bool
    permissions: list[Permission]
    users: int
    version: int


class PermissionOut(Output):
    """A right; `needs` are those that come with it."""

    permission: Permission
    about: str
    needs: list[Permission]


class NewRole(Input):
    """A role to be. What its permissions need is added."""

    name: Name
    description: About = ""
    permissions: Rights


class ChangeRole(Input):
    """What to change of a role; what is left out stays."""

    name: Name = OMITTED
    description: About = OMITTED
    permissions: Rights = OMITTED
