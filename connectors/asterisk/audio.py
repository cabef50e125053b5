"""The audio of an Asterisk's calls: recordings by a pattern of their names, voicemail by what lies beside it."""

from __future__ import annotations

import fnmatch
import glob
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.asterisk import voicemail
from connectors.asterisk.audio_http import HttpPlace
from connectors.asterisk.audio_options import AudioOptions
from connectors.asterisk.audio_places import FolderPlace, Place
from connectors.asterisk.standing import line_of
from hub.ports import AudioFound, AudioKind, AudioWanted, Refused

MOST_LEGS = 20
MOST_FILES = 10  # of one call
MOST_MESSAGES = 200  # that are read to find one; the newest of a mailbox
EARLIEST, LATEST = (
    timedelta(hours=12),
    timedelta(hours=14),
)  # folders are named by the PBX's own time, whatever its zone
_UNIQUEID = re.compile(r"[\w.-]{1,150}")
_FORMATS = (".wav", ".WAV", ".ogg", ".mp3", ".gsm")


class AsteriskAudio:
    """Finds and reads the files of one account."""

    def __init__(self, options: AudioOptions) -> None:
        self._pattern = options.recordings_pattern
        self._recordings = _place(options.recordings, options)
        self._voicemail = _place(options.voicemail, options)

    async def find(self, wanted: AudioWanted) -> Sequence[AudioFound]:
        """The call's files. Raises ``RetryLater`` or ``NeedsSignIn``."""
        if wanted.kind is AudioKind.VOICEMAIL:
            return await self._message(wanted)
        if self._recordings is None:
            return []
        paths: list[str] = []
        for folder, names in _wanted_names(self._pattern, wanted).items():
            paths += await self._matching(self._recordings, folder, names)
        found = [await self._found(self._recordings, path) for path in sorted(set(paths))[:MOST_FILES]]
        return [one for one in found if one is not None]

    async def read(self, found: AudioFound) -> AsyncIterator[bytes]:
        """The bytes of a file. Raises a ``ConnectorError``."""
        kind, _, path = found.place.partition(":")
        place = self._voicemail if kind == AudioKind.VOICEMAIL else self._recordings
        if place is None:
            raise Refused("The account's options name no such place any more.")
        async for chunk in place.read(path):
            yield chunk

    async def _matching(self, place: Place, folder: str, names: Sequence[str]) -> list[str]:
        plain = [f"{folder}/{name}" for name in names if not glob.has_magic(name)]
        wild = [name for name in names if glob.has_magic(name)]
        if not wild:
            return plain
        there = await place.names(folder)
        pattern = re.compile("|".join(fnmatch.translate(name) for name in wild))
        return plain + [f"{folder}/{name}" for name in there if pattern.match(name)]

    async def _found(self, place: Place, path: str) -> AudioFound | None:
        entry = await place.entry(path)
        if entry is None:
            return None
        return AudioFound(path.lstrip("/"), f"{AudioKind.RECORDING}:{path}", entry.size)

    async def _message(self, wanted: AudioWanted) -> Sequence[AudioFound]:
        place = self._voicemail
        if place is None or not wanted.mailbox:
            return []
        for folder in voicemail.folders_of(wanted.mailbox):
            names = await place.names(folder)
            texts = sorted(filter(voicemail.is_text, names), reverse=True)[:MOST_MESSAGES]
            messages = [(name, await _read_text(place, f"{folder}/{name}")) for name in texts]
            left = voicemail.left_by(wanted, [(name, one) for name, one in messages if one is not None])
            if left and (audio := _beside(left[0], names)):
                return await self._left(place, folder, audio, left[1], wanted.mailbox)
        return []

    async def _left(
        self, place: Place, folder: str, audio: str, message: voicemail.Message, mailbox: str
    ) -> Sequence[AudioFound]:
        path = f"{folder}/{audio}"
        entry = await place.entry(path)
        if entry is None:
            return []
        name = f"voicemail/{mailbox}/{message.id}"  # messages are renumbered, so a file's name is not theirs for long
        found_at = f"{AudioKind.VOICEMAIL}:{path}"
        return [AudioFound(name, found_at, entry.size, message.recorded_at, message.seconds)]


def _place(address: str | None, options: AudioOptions) -> Place | None:
    if address is None:
        return None
    if address.startswith("/"):
        return FolderPlace(address)
    if urlsplit(address).scheme == "sftp":
        from connectors.asterisk.audio_sftp import SftpPlace  # noqa: PLC0415 - a tenth of the memory of a hub

        return SftpPlace(address, options)
    return HttpPlace(address, options)


def _wanted_names(pattern: str, wanted: AudioWanted) -> dict[str, list[str]]:
    """By folder, the names that a recording of the call may have."""
    legs = list(dict.fromkeys(map(line_of, wanted.legs)))[:MOST_LEGS]
    found: dict[str, list[str]] = {}
    for leg in filter(_UNIQUEID.fullmatch, legs):
        for day in _days(wanted.started_at):
            path = pattern.format(uniqueid=leg, year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}")
            folder, _, name = path.rpartition("/")
            names = found.setdefault(folder, [])
            if name not in names:
                names.append(name)
    return found


def _days(moment: datetime) -> list[datetime]:
    days = {(moment + ahead).date(): moment + ahead for ahead in (timedelta(), -EARLIEST, LATEST)}
    return list(days.values())


async def _read_text(place: Place, path: str) -> voicemail.Message | None:
    text = b""
    try:
        async for chunk in place.read(path):
            text += chunk
            if len(text) > voicemail.MOST_BYTES:
                return None
    except Refused:  # heard and moved meanwhile
        return None
    return voicemail.read_message(text.decode("utf-8", "replace"))


def _beside(text: str, names: Sequence[str]) -> str | None:
    """The message's audio: what browsers play first."""
    stem = text.removesuffix(".txt")
    return next((stem + ending for ending in _FORMATS if stem + ending in names), None)
