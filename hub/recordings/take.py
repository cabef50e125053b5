"""Bring one file into the hub's keeping: stored as it comes, looked at, and forgotten where it is no audio."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from hub.blobs import BlobInfo, Blobs, BlobTooLarge
from hub.ports import AudioFound, AudioSource
from hub.recordings.formats import HEAD, TAIL, Audio, BadAudio, inspect, is_audio

LATER = frozenset({"empty", "truncated"})  # it may still be written


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is safe."""

    blob: BlobInfo
    audio: Audio


class _Ends:
    """The first and the last bytes of what streams by."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self.head = self.tail = b""
        self.size = 0

    async def passing(self) -> AsyncIterator[bytes]:
        """The same chunks. Raises ``BadAudio`` as soon as it is clear that they are no audio."""
        async for chunk in self._chunks:
            checked = len(self.head) >= 12
            self.head += chunk[: HEAD - len(self.head)]
            self.tail = (self.tail + chunk)[-TAIL:]
            self.size += len(chunk)
            if not checked and len(self.head) >= 12 and not is_audio(self.head):
                raise BadAudio("not_audio")
            yield chunk


async def take(source: AudioSource, found: AudioFound, blobs: Blobs, max_bytes: int) -> Taken:
    """Store the file. Raises ``BadAudio`` (with ``too_large`` beyond ``max_bytes``) or what the source raises."""
    if found.size is not None and found.size > max_bytes:
        raise BadAudio("too_large")
    ends = _Ends(source.read(found))
    try:
        blob = await blobs.put(ends.passing(), content_type="audio/wav", name=found.name, max_bytes=max_bytes)
    except BlobTooLarge:
        raise BadAudio("too_large") from None
    try:
        return Taken(blob, inspect(ends.head, ends.tail, ends.size))
    except BadAudio:
        await blobs.delete(blob.id)
        raise
