"""What the API says of the files of messages."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from hub import web

View = Literal["image", "audio", "video", "file"]


class AttachmentOut(web.Output):
    """A file of a message that came in, or why it is not there."""

    id: UUID
    interaction_id: UUID
    state: Literal["wanted", "fetched", "missing", "refused", "erased"]
    reason: str | None = Field(
        description="Of missing: `gone`, `unreachable`, `sign_in` or `failed`; of refused: `too_large`, `empty` or "
        "`address`; of fetched: `mismatch` where it is not what it was called."
    )
    name: str
    view: View = Field(description="How a page shows it; `file`: as a download only.")
    media_type: str | None = Field(description="By its bytes, whatever it was called.")
    bytes: int | None
    created_at: datetime


class ContentQuery(web.Input):
    """How the file is wanted."""

    download: bool = Field(False, description="As a file to keep, not to show.")
