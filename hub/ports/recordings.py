"""How the hub asks a telephony connector for the audio of a call that is over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from hub.ports.connector import Options


class AudioKind(StrEnum):
    """What kind of audio a call leaves behind."""

    RECORDING = "recording"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class AudioWanted:
    """The call whose audio is looked for; ``legs`` are the provider's names of its legs, without the boot."""

    kind: AudioKind
    legs: tuple[str, ...]
    started_at: datetime
    ended_at: datetime
    number: str | None = None  # of the party outside, as received
    mailbox: str | None = None  # of voicemail, as the provider names it


@dataclass(frozen=True, slots=True)
class AudioFound:
    """A file. ``name`` is its own for ever within the account; ``place`` is where it lies now."""

    name: str
    place: str
    size: int | None = None
    recorded_at: datetime | None = None
    seconds: float | None = None


class AudioSource(Protocol):
    """Where a provider keeps the audio of one account."""

    async def find(self, wanted: AudioWanted) -> Sequence[AudioFound]:
        """The call's files, none when there are none (yet). Raises a ``ConnectorError``."""

    def read(self, found: AudioFound) -> AsyncIterator[bytes]:
        """The bytes of a file, some at a time. Raises a ``ConnectorError``: ``Refused`` when it is gone."""


@runtime_checkable
class KeepsAudio(Protocol):
    """A connector whose provider keeps audio."""

    def audio(self, options: Options) -> AudioSource | None:
        """The source of an account with these options; None when they name none."""
