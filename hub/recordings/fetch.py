"""Fetch what a call left behind: looked for several times, since a file may be written long after the call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.blobs import Blobs, add_reference
from hub.calls import Call, CallLeg
from hub.db import Database, Lane, Tx, new_id
from hub.jobs import Context, Handlers
from hub.ports import AudioFound, AudioKind, AudioSource, AudioWanted, NeedsSignIn, Refused, RetryLater
from hub.recordings.formats import BadAudio
from hub.recordings.models import CallRecording
from hub.recordings.store import tell
from hub.recordings.take import LATER, Taken, take
from hub.recordings.want import KIND, LANE, TRIES, FetchJob

log = structlog.get_logger(__name__)
FindSource = Callable[[str], AudioSource | None]
PAUSE = 10.0  # seconds to the second look; it doubles each time
LONGEST_PAUSE = 3_600.0
NOT_FOUND_TRIES = 8  # about twenty minutes: a server that answers and has nothing by then will have nothing
MOST_LEGS = 100
WHOLE = (".wav", ".ogg")  # formats that say themselves whether they are whole; of others the size must stand still


@dataclass(slots=True)
class Look:
    """What one look found: files to keep and to refuse, and how large the others are by now."""

    kept: list[tuple[AudioFound, Taken]] = field(default_factory=list)
    refused: list[tuple[AudioFound, str]] = field(default_factory=list)
    growing: dict[str, Any] = field(default_factory=dict)


class Fetcher:
    """Carries wishes out, with the sources of the accounts that run in this process."""

    def __init__(self, db: Database, blobs: Blobs, find_source: FindSource, *, max_bytes: int) -> None:
        self._db = db
        self._blobs = blobs
        self._find_source = find_source
        self._max_bytes = max_bytes

    async def fetch(self, wish_id: UUID, attempt: int) -> None:
        """One look. Raises ``RetryLater`` when another one is needed."""
        async with self._db.read() as session:
            wish = await session.get(CallRecording, wish_id)
            if wish is None or wish.state != "wanted":
                return
            wanted = await _wanted(session, wish)
        source = self._find_source(wish.account)
        if source is None:  # no place is configured: nobody expects recordings
            await self._db.write(lambda tx: _forget(tx, wish), lane=Lane.BULK)
            return
        if attempt == 1:
            await self._db.write(lambda tx: tell(tx, wish.call_id), lane=Lane.BULK)
        last = attempt >= NOT_FOUND_TRIES
        try:
            look = await self._look(source, wish, wanted, last=last)
        except (RetryLater, NeedsSignIn) as error:
            reason = "sign_in" if isinstance(error, NeedsSignIn) else "unreachable"
            await self._again(wish, attempt, str(error), reason if attempt >= TRIES else None, wish.seen)
            return
        done = bool(look.kept or look.refused) and not look.growing
        await self._store(wish, look, done=done)
        if not done:
            await self._again(wish, attempt, "No recording yet.", "not_found" if last else None, look.growing)

    async def _look(self, source: AudioSource, wish: CallRecording, wanted: AudioWanted, *, last: bool) -> Look:
        look = Look()
        for found in await self._new(wish, await source.find(wanted)):
            if not last and not found.place.lower().endswith(WHOLE) and wish.seen.get(found.name, -1) != found.size:
                look.growing[found.name] = found.size
                continue
            try:
                look.kept.append((found, await take(source, found, self._blobs, self._max_bytes)))
            except BadAudio as error:
                if error.reason in LATER and not last:
                    look.growing[found.name] = found.size
                else:
                    look.refused.append((found, error.reason))
            except Refused as error:  # it went between the two questions
                log.info("recording_gone", account=wish.account, error=str(error))
        return look

    async def _new(self, wish: CallRecording, found: Sequence[AudioFound]) -> list[AudioFound]:
        """Those that no row speaks of yet."""
        query = sa.select(CallRecording.source).where(
            CallRecording.account == wish.account, CallRecording.source.in_([one.name[:400] for one in found])
        )
        async with self._db.read() as session:
            known = set(await session.scalars(query))
        return [one for one in found if one.name[:400] not in known]

    async def _store(self, wish: CallRecording, look: Look, *, done: bool) -> None:
        """Rows for the files; when all is done they take the wish's place."""

        async def work(tx: Tx) -> list[UUID]:
            spare = [taken.blob.id for found, taken in look.kept if not await _keep(tx, wish, found, taken)]
            for found, reason in look.refused:
                await _insert(tx, wish, found, {"state": "refused", "reason": reason, "bytes": found.size})
            if done:
                await _delete(tx, wish)
            await tell(tx, wish.call_id)
            return spare

        if look.kept or look.refused:
            for blob in await self._db.write(work, lane=Lane.BULK):
                await self._blobs.delete(blob)

    async def _again(
        self, wish: CallRecording, attempt: int, detail: str, reason: str | None, seen: dict[str, Any]
    ) -> None:
        """Look again later, or give up for this ``reason``."""

        async def work(tx: Tx) -> None:
            if reason is not None:
                await give_up(tx, wish.id, reason, attempt)
            else:
                values = {"attempts": attempt, "seen": seen}
                await tx.session.execute(sa.update(CallRecording).where(_is(wish)).values(values))

        await self._db.write(work, lane=Lane.BULK)
        if reason is None:
            raise RetryLater(detail, after=min(LONGEST_PAUSE, PAUSE * 2.0 ** (attempt - 1)))


async def give_up(tx: Tx, wish_id: UUID, reason: str, attempts: int) -> None:
    """No recording will come: say so, unless another file of the call was kept."""
    wish = await tx.session.get(CallRecording, wish_id, with_for_update=True)
    if wish is None or wish.state != "wanted":
        return
    same = (CallRecording.call_id == wish.call_id, CallRecording.kind == wish.kind, CallRecording.id != wish.id)
    if await tx.session.scalar(sa.select(sa.exists().where(*same))):
        await tx.session.delete(wish)
    else:
        wish.state, wish.reason, wish.attempts, wish.settled_at = "missing", reason, attempts, tx.now
    await tell(tx, wish.call_id)


async def _wanted(session: AsyncSession, wish: CallRecording) -> AudioWanted:
    call = await session.get_one(Call, wish.call_id)
    legs = sa.select(CallLeg.ref).where(CallLeg.call_id == call.id).order_by(CallLeg.started_at).limit(MOST_LEGS)
    ended: datetime = call.ended_at or wish.recorded_at
    return AudioWanted(
        AudioKind(wish.kind), tuple(await session.scalars(legs)), call.started_at, ended, call.number, wish.mailbox
    )


async def _keep(tx: Tx, wish: CallRecording, found: AudioFound, taken: Taken) -> bool:
    """A row for the file; False when another call has it already."""
    audio = taken.audio
    values = {
        "state": "fetched", "blob_id": taken.blob.id, "media_type": audio.media_type, "codec": audio.codec,
        "seconds": audio.seconds if audio.seconds is not None else found.seconds, "bytes": taken.blob.size,
    }  # fmt: skip
    row = await _insert(tx, wish, found, values)
    if row is not None:
        await add_reference(tx, taken.blob.id, "recording", row)
    return row is not None


async def _insert(tx: Tx, wish: CallRecording, found: AudioFound, values: dict[str, Any]) -> UUID | None:
    insert: Any = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    row = {
        "id": new_id(), "call_id": wish.call_id, "account": wish.account, "kind": wish.kind, "consent": wish.consent,
        "mailbox": wish.mailbox, "source": found.name[:400], "seen": {}, "attempts": wish.attempts + 1,
        "recorded_at": found.recorded_at or wish.recorded_at, "settled_at": tx.now,
    }  # fmt: skip
    statement = insert(CallRecording).values(row | values).on_conflict_do_nothing(index_elements=["account", "source"])
    made: UUID | None = (await tx.session.execute(statement.returning(CallRecording.id))).scalar_one_or_none()
    return made


async def _forget(tx: Tx, wish: CallRecording) -> None:
    await _delete(tx, wish)
    await tell(tx, wish.call_id)


async def _delete(tx: Tx, wish: CallRecording) -> None:
    await tx.session.execute(sa.delete(CallRecording).where(_is(wish)))


def _is(wish: CallRecording) -> sa.ColumnElement[bool]:
    return sa.and_(CallRecording.id == wish.id, CallRecording.state == "wanted")


def register(handlers: Handlers, fetcher: Fetcher) -> None:
    """Let the workers of this process fetch."""

    async def buried(tx: Tx, job: FetchJob, _reason: str) -> None:
        await give_up(tx, job.recording_id, "failed", TRIES)

    @handlers.on(KIND, payload=FetchJob, lane=LANE, buried=buried)
    async def fetch(ctx: Context, job: FetchJob) -> None:
        await fetcher.fetch(job.recording_id, ctx.job.attempts)
