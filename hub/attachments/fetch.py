"""Fetch a file after its message is stored: again and again while the provider is away, and once only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from uuid import UUID

import aiohttp
import structlog
from pydantic import BaseModel

from hub import jobs
from hub.attachments.download import CHUNK, DownloadError, Places
from hub.attachments.kinds import HEAD, differs, recognise
from hub.attachments.models import Attachment
from hub.attachments.store import tell
from hub.attachments.want import KIND, LANE, FileJob
from hub.blobs import BlobInfo, Blobs, BlobTooLarge, add_reference, plain_name
from hub.db import Database, Lane, Tx
from hub.jobs import Context, Handlers
from hub.ports import MediaAccess, RetryLater

log = structlog.get_logger(__name__)
FORGET = "attachments.forget"
TRIES = 10  # the last one hours after the message: a provider may be away for a while
UNKNOWN_TRIES = 4  # a process that starts learns of its accounts a moment later; of one that is gone, never
GONE_TRIES = 3  # a file may be there a moment after its message
FORGET_TRIES = 6
PAUSE, LONGEST_PAUSE = 20.0, 3_600.0
FindAccess = Callable[[str], MediaAccess | None]  # None: the account is not known here, or not yet


class ForgetJob(BaseModel):
    """The provider's copy that is to be deleted."""

    account: str
    url: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is safe."""

    blob: BlobInfo
    media_type: str
    name: str | None


class Fetcher:
    """Carries wishes out, with what the accounts of this process are let in by."""

    def __init__(self, db: Database, blobs: Blobs, access: FindAccess, places: Places, *, max_bytes: int) -> None:
        self._db, self._blobs, self._access, self._places = db, blobs, access, places
        self._max_bytes = max_bytes

    async def fetch(self, file_id: UUID, attempt: int) -> None:
        """One try. Raises ``RetryLater`` when another one is needed."""
        async with self._db.read() as session:
            row = await session.get(Attachment, file_id)
        if row is None or row.state != "wanted" or row.url is None:
            return
        known = self._access(row.account)
        if known is None and attempt < UNKNOWN_TRIES:
            raise _later("the account is not at work here", attempt)
        access = known or MediaAccess()
        try:
            taken = await self._take(row, access)
        except DownloadError as error:
            reason, over = error.reason, error.lasting and (error.reason != "gone" or attempt >= GONE_TRIES)
            if attempt < TRIES and (known is None or not over):  # where its files lie, only the account knows
                raise _later(reason, attempt) from None
            await self._db.write(lambda tx: settle(tx, file_id, reason), lane=Lane.BULK)
            return
        kept = await self._db.write(lambda tx: _keep(tx, row, taken, forget=access.forget), lane=Lane.BULK)
        if not kept:
            await self._blobs.discard(taken.blob.id)

    async def _take(self, row: Attachment, access: MediaAccess) -> Taken:
        assert row.url is not None  # noqa: S101 - looked at by the caller
        async with self._places.opened(row.url, access) as answer:
            if (answer.content_length or 0) > self._max_bytes:
                raise DownloadError("too_large", lasting=True)
            head, rest = await _begun(answer)
            if not head:
                raise DownloadError("empty", lasting=True)
            media_type = recognise(head[:HEAD])
            said = answer.content_disposition
            name = plain_name(row.name or (said.filename if said else None))
            try:
                blob = await self._blobs.put(
                    _with(head, rest), content_type=media_type, name=name, max_bytes=self._max_bytes
                )
            except BlobTooLarge:
                raise DownloadError("too_large", lasting=True) from None
        return Taken(blob, media_type, name)

    async def forget(self, job: ForgetJob) -> None:
        """Delete the provider's copy. Raises ``RetryLater``."""
        access = self._access(job.account)
        if access is None:
            raise RetryLater("The provider's copy could not be deleted: the account is not at work here.")
        if not access.forget:
            return
        try:
            await self._places.forget(job.url, access)
        except DownloadError as error:
            raise RetryLater(f"The provider's copy could not be deleted: {error.reason}.") from None


def _later(reason: str, attempt: int) -> RetryLater:
    return RetryLater(f"The file did not come: {reason}.", after=min(LONGEST_PAUSE, PAUSE * 2.0 ** (attempt - 1)))


async def _begun(answer: aiohttp.ClientResponse) -> tuple[bytes, AsyncIterator[bytes]]:
    """The first bytes, as many as are looked at, and the rest."""
    rest, head = answer.content.iter_chunked(CHUNK), b""
    async for chunk in rest:
        head += chunk
        if len(head) >= HEAD:
            break
    return head, rest


async def _with(head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield head
    async for chunk in rest:
        yield chunk


async def _keep(tx: Tx, wish: Attachment, taken: Taken, *, forget: bool) -> bool:
    """The file is here; False where somebody else was faster, or wants it no more."""
    row = await tx.session.get(Attachment, wish.id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "wanted":
        return False
    if forget and row.url is not None:
        await want_forgotten(tx, row.account, row.url)
    row.state, row.reason = "fetched", "mismatch" if differs(row.declared, taken.media_type) else None
    row.media_type, row.bytes, row.blob_id = taken.media_type, taken.blob.size, taken.blob.id
    row.name, row.url, row.settled_at = taken.name, None, tx.now
    await add_reference(tx, taken.blob.id, "attachment", row.id)
    await tell(tx, row.interaction_id)
    return True


async def want_forgotten(tx: Tx, account: str, url: str) -> None:
    """Have the provider's copy deleted, where the account wants that."""
    await jobs.enqueue(tx, FORGET, ForgetJob(account=account, url=url), lane=LANE, max_attempts=FORGET_TRIES)


REFUSED = frozenset({"too_large", "empty", "address"})


async def settle(tx: Tx, file_id: UUID, reason: str) -> None:
    """The file will not come: say why."""
    row = await tx.session.get(Attachment, file_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "wanted":
        return
    row.state, row.reason = "refused" if reason in REFUSED else "missing", reason
    row.settled_at = tx.now
    log.info("attachment_not_fetched", account=row.account, reason=reason)
    await tell(tx, row.interaction_id)


def register(handlers: Handlers, fetcher: Fetcher) -> None:
    """Let the workers of this process fetch."""

    async def buried(tx: Tx, job: FileJob, _reason: str) -> None:
        await settle(tx, job.attachment_id, "failed")

    @handlers.on(KIND, payload=FileJob, lane=LANE, buried=buried)
    async def fetch(ctx: Context, job: FileJob) -> None:
        await fetcher.fetch(job.attachment_id, ctx.job.attempts)

    @handlers.on(FORGET, payload=ForgetJob, lane=LANE)
    async def forget(_ctx: Context, job: ForgetJob) -> None:
        await fetcher.forget(job)
