"""What the API says of short links."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from hub.web import Output


class LinkSettingsOut(Output):
    """With what short links begin, how many characters follow, and whether they are made unless somebody says not."""

    base: str | None = Field(description="Null: the settings name no address, so none can be made.")
    length: int
    shorten: bool


class ClickOut(Output):
    """One time that a link was opened."""

    at: datetime
    kind: Literal["person", "preview"] = Field(description="`preview`: a machine that looked ahead.")
    device: Literal["android", "ios", "windows", "mac", "linux", "other"]


class ShortLinkOut(Output):
    """A short link of a message. ``clicks`` are people's, ``previews`` machines'; ``latest``: the last 20 of both."""

    url: str
    target: str
    clicks: int
    previews: int
    first_at: datetime | None
    last_at: datetime | None
    expires_at: datetime
    latest: list[ClickOut]
