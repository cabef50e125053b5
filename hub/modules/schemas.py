"""A module as the API gives it, and what it takes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hub.accounts import Permission
from hub.web import Input, Output


class ModuleOut(Output):
    """A part of the hub that can be switched off. It is `on` when that is `wanted` and all that it needs is on."""

    key: str
    kind: Literal["area", "connector"]
    on: bool
    wanted: bool
    source: Literal["default", "page", "file"] = Field(description="Who said so; what the file says, the page cannot.")
    needs: list[str]
    used_by: list[str] = Field(description="The accounts that keep a connector from being switched off.")
    permissions: list[Permission]
    waiting: int = Field(description="Jobs that wait until it is on again.")
    version: int


class ModuleState(Output):
    """What everybody is told of a module."""

    key: str
    on: bool
    version: int


class SwitchModule(Input):
    """On or off."""

    on: bool
