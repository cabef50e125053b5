"""The keys of stored secrets as the API shows them: never the keys themselves."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hub.web import Output


class KeyOut(Output):
    """A key by its id. `present` is false for one that something was sealed with and that is gone."""

    id: str
    current: bool = Field(description="New secrets are sealed with it.")
    present: bool
    secrets: int = Field(description="Accounts whose secrets it sealed.")


class KeysOut(Output):
    """All of them, the newest first."""

    source: Literal["file", "settings"] = Field(description="Where they are: their own file, or the settings.")
    keys: list[KeyOut]
    resealing: bool = Field(description="Secrets are being sealed with the newest key.")
