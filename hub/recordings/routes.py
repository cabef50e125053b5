"""The routes of recordings."""

from __future__ import annotations

from uuid import UUID

from aiohttp import web

from hub.accounts import Permission, audit
from hub.blobs import BlobNotFound, Blobs, DirectoryStorage
from hub.db import Tx
from hub.recordings.access import audible_kinds, get_audible
from hub.recordings.erase import erase
from hub.recordings.listens import Listens
from hub.recordings.models import CallRecording
from hub.recordings.schemas import AudioQuery, RecordingOut
from hub.recordings.store import of_call, present
from hub.web import Context, Items, NotFound, Routes
from hub.web.ranged import send, span_of

routes = Routes("recordings")
LISTENS = web.AppKey("listens", Listens)
OWN = Permission.RECORDINGS_OWN
_ENDINGS = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/ogg": "ogg"}


@routes.get("/api/calls/{call_id}/recordings", permission=OWN, summary="What was recorded of a call")
async def list_recordings(ctx: Context, call_id: UUID) -> Items[RecordingOut]:
    """What the reader may listen to, or why there is nothing to hear; none of a call that is not theirs to hear."""
    async with ctx.db.read() as session:
        kinds = await audible_kinds(session, ctx.user, call_id)
        rows = await of_call(session, call_id)
    return Items(items=[present(row) for row in rows if row.kind in kinds])


@routes.get("/api/recordings/{recording_id}/audio", permission=OWN, summary="Listen to a recording",
            errors=(404, 416), media="audio/wav")  # fmt: skip
async def play_recording(ctx: Context, recording_id: UUID, query: AudioQuery) -> web.StreamResponse:
    """The audio, whole or by `Range`; each listen is put on record."""
    async with ctx.db.read() as session:
        row = await get_audible(session, ctx.user, recording_id)
    blobs = Blobs(ctx.db, DirectoryStorage(ctx.settings.blobs.directory))
    try:
        if row.blob_id is None:
            raise BlobNotFound  # noqa: TRY301 - the same answer as for one that is gone
        async with ctx.db.read() as session:
            info = await blobs.info(session, row.blob_id)
        span = span_of(ctx.request, info.size)
        await ctx.service(LISTENS).note(ctx, row, start=span[0], download=query.download)
        return await send(ctx.request, blobs, info, span, _headers(row, download=query.download))
    except BlobNotFound:
        raise NotFound("There is no audio of this call.", code="no_audio") from None


@routes.delete("/api/recordings/{recording_id}", permission=Permission.RECORDINGS_ERASE, summary="Erase a recording",
               errors=(404,))  # fmt: skip
async def erase_recording(ctx: Context, recording_id: UUID) -> None:
    """Its audio is gone from the hub for good, and is not fetched again; that there was one stays known."""

    async def work(tx: Tx) -> UUID | None:
        row = await tx.session.get(CallRecording, recording_id, with_for_update=True)
        if row is None:
            raise NotFound("There is no such recording.")
        audit.record(
            tx, "recording_erased", actor_id=ctx.user.id, subject_id=row.id, address=ctx.peer.address,
            call_id=str(row.call_id),
        )  # fmt: skip
        return await erase(tx, row)

    blob = await ctx.db.write(work)
    if blob is not None:
        await Blobs(ctx.db, DirectoryStorage(ctx.settings.blobs.directory)).delete(blob)


def _headers(row: CallRecording, *, download: bool) -> dict[str, str]:
    media = row.media_type or "application/octet-stream"
    name = f"{row.kind}-{row.recorded_at:%Y%m%d-%H%M%S}.{_ENDINGS.get(media, 'bin')}"
    how = "attachment" if download else "inline"
    return {
        "Content-Type": media, "Content-Disposition": f'{how}; filename="{name}"',
        "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
