"""A store with one call that an agent took, a folder in which its exchange keeps audio, and who fetches it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from connectors.asterisk.audio import AsteriskAudio
from connectors.asterisk.audio_options import AudioOptions
from hub import calls, timeline
from hub.blobs import Blobs, DirectoryStorage
from hub.calls import Call, EndedCall
from hub.db import Database, Tx, new_id, utc_now
from hub.jobs.models import Job
from hub.ports import AudioSource, RetryLater
from hub.recordings import CallRecording, Fetcher, want
from hub.recordings.fetch import FindSource
from hub.timeline import Interaction, Touch
from tests.hub.calls.conftest import ACCOUNT, office

__all__ = ["office"]  # a fixture of the calls' tests
LEG = "1774000000.7"
MAX_BYTES = 200_000


@dataclass
class Desk:
    """Everything that a test of recordings says or asks."""

    db: Database
    blobs: Blobs
    folder: Path
    find_source: FindSource
    fetcher: Fetcher
    call: EndedCall

    def put(self, data: bytes, name: str = f"x-{LEG}.wav") -> None:
        """The exchange has written a file of the call."""
        (self.folder / name).write_bytes(data)

    async def wish(self, **more: Any) -> None:
        """The call is over."""
        await self.db.write(lambda tx: want(tx, replace(self.call, **more)))

    async def look(self, attempt: int = 1) -> None:
        """Look once for all that is wanted."""
        for row in await self.rows():
            if row.state == "wanted":
                await self.fetcher.fetch(row.id, attempt)

    async def looks_again(self, attempt: int = 1) -> None:
        """Look once, in vain."""
        with pytest.raises(RetryLater):
            await self.look(attempt)

    async def rows(self) -> Sequence[CallRecording]:
        async with self.db.read() as session:
            return (await session.scalars(sa.select(CallRecording).order_by(CallRecording.id))).all()

    async def one(self) -> CallRecording:
        (row,) = await self.rows()
        return row

    async def told(self) -> list[dict[str, Any]]:
        """What the timeline says of the call's recordings."""
        async with self.db.read() as session:
            item = (await session.scalars(sa.select(Interaction))).one()
            return list(item.facts.get("recordings", []))

    async def jobs(self) -> int:
        async with self.db.read() as session:
            return len((await session.scalars(sa.select(Job).where(Job.kind == "recordings.fetch"))).all())


MakeCall = Callable[..., Awaitable[UUID]]


async def add_call(
    db: Database, *, users: Sequence[tuple[UUID, bool]] = (), started_at: datetime | None = None
) -> UUID:
    """A call that is over; ``users`` sat at its phones, and whether each of them answered."""
    began = started_at or utc_now() - timedelta(minutes=3)

    async def work(tx: Tx) -> UUID:
        call = new_id()
        touch = Touch(channel="call", direction="in", state="completed", occurred_at=began, call_id=call)
        added = await timeline.add_interaction(tx, touch, [], "none")
        tx.session.add(Call(
            id=call, account=ACCOUNT, direction="inbound", state="ended", result="completed", started_at=began,
            answered_at=began, ended_at=began + timedelta(minutes=2), interaction_id=added.id, number="09121234567",
        ))  # fmt: skip
        await tx.session.flush()
        trunk = calls.CallLeg(
            call_id=call, account=ACCOUNT, boot=str(call), ref=LEG, party="outside", endpoint="PJSIP/trunk",
            initiated=True, started_at=began,
        )  # fmt: skip
        tx.session.add(trunk)
        for number, (user, answered) in enumerate(users):
            tx.session.add(calls.CallLeg(
                call_id=call, account=ACCOUNT, boot=str(call), ref=f"1774000001.{number}", party="station",
                endpoint=f"PJSIP/10{number}", initiated=False, started_at=began, user_id=user,
                answered_at=began if answered else None,
            ))  # fmt: skip
        return call

    return await db.write(work)


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    folder = tmp_path / "monitor"
    folder.mkdir()
    options = AudioOptions(recordings=str(folder), recordings_pattern="*-{uniqueid}.*", voicemail=str(folder))
    source: AudioSource = AsteriskAudio(options)
    blobs = Blobs(database, DirectoryStorage(tmp_path / "blobs"))
    find_source = {ACCOUNT: source}.get
    fetcher = Fetcher(database, blobs, find_source, max_bytes=MAX_BYTES)
    call = EndedCall(await add_call(database), ACCOUNT, utc_now(), answered=True, voicemail=None, record="always")
    return Desk(database, blobs, folder, find_source, fetcher, call)
