"""Every listen is on record; a player that fetches a recording in parts listens once."""

from __future__ import annotations

import time
from collections import OrderedDict
from uuid import UUID

from hub.accounts import audit
from hub.db import Tx
from hub.recordings.models import CallRecording
from hub.web import Context

SAME_SECONDS = 600.0
MOST = 10_000


class Listens:
    """Who began to listen to what lately, in this process."""

    def __init__(self) -> None:
        self._begun: OrderedDict[tuple[UUID, UUID], float] = OrderedDict()

    async def note(self, ctx: Context, row: CallRecording, *, start: int, download: bool) -> None:
        """Put it on record, unless it is a later part of what this user listens to already."""
        key, now = (ctx.user.id, row.id), time.monotonic()
        if start and not download and now - self._begun.get(key, -SAME_SECONDS) < SAME_SECONDS:
            return

        async def work(tx: Tx) -> None:
            audit.record(
                tx, "recording_downloaded" if download else "recording_played", actor_id=ctx.user.id,
                subject_id=row.id, address=ctx.peer.address, call_id=str(row.call_id),
            )  # fmt: skip

        await ctx.db.write(work)
        self._begun[key] = now
        self._begun.move_to_end(key)
        while len(self._begun) > MOST:
            self._begun.popitem(last=False)
