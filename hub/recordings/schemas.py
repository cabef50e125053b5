"""What the API says of recordings."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from hub import web


class RecordingOut(web.Output):
    """Audio of a call, or why there is none."""

    id: UUID
    call_id: UUID
    kind: Literal["recording", "voicemail"]
    state: Literal["wanted", "fetched", "missing", "refused", "erased"]
    reason: str | None = Field(
        description="Of missing: `not_found`, `unreachable`, `sign_in` or `failed`; of refused: `not_audio`, "
        "`truncated`, `empty` or `too_large`."
    )
    consent: Literal["always", "with_notice"] = Field(description="What it rests on: `with_notice`: callers were told.")
    playable: bool = Field(description="Whether browsers play it; any that was fetched can be downloaded.")
    media_type: str | None
    codec: str | None
    seconds: float | None
    bytes: int | None
    recorded_at: datetime


class AudioQuery(web.Input):
    """How the audio is wanted."""

    download: bool = Field(False, description="As a file to keep, not to play.")
