"""Options that say where an Asterisk keeps recordings and voicemail."""

from __future__ import annotations

import string
from pathlib import PurePosixPath
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from hub.ports import FILE_ONLY, Options

FIELDS = frozenset({"uniqueid", "year", "month", "day"})
SCHEMES = frozenset({"sftp", "http", "https"})
WILD = frozenset("*?[")


class AudioOptions(Options):
    """Where the audio of calls lies: a folder, ``sftp://user@host/folder`` or ``https://host/folder/``."""

    recordings: str | None = Field(
        None,
        json_schema_extra=FILE_ONLY,
        description="Where recordings lie: a folder of this machine (a mount), `sftp://user@host/folder` or "
        "`https://host/folder/`. Unset: none are fetched.",
    )
    recordings_pattern: str = Field(
        "{year}/{month}/{day}/*-{uniqueid}.*",
        description="Name of a recording below that, with `{uniqueid}`, `{year}`, `{month}`, `{day}`; in the file's "
        "name also `*` (not with HTTP). The default is what FreePBX and Issabel write.",
    )
    voicemail: str | None = Field(
        None,
        json_schema_extra=FILE_ONLY,
        description="Folder of voicemail, as `/var/spool/asterisk/voicemail` or `sftp://user@host/folder`. Unset: "
        "messages are told, but not fetched.",
    )
    audio_secret: SecretStr | None = Field(None, json_schema_extra=FILE_ONLY, description="Password for SFTP or HTTP.")
    audio_key_file: str | None = Field(
        None, json_schema_extra=FILE_ONLY, description="File with the private key for SFTP, without passphrase."
    )
    audio_host_key: str | None = Field(
        None, description="The SFTP server's public key, as `ssh-ed25519 AAAA…`; without it no connection is made."
    )
    audio_timeout: float = Field(30, gt=0, le=600, description="How long a file server may stay silent.")

    @field_validator("recordings", "voicemail")
    @classmethod
    def _place(cls, value: str | None) -> str | None:
        if value is None or value.startswith("/"):
            return value
        parts = urlsplit(value)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise ValueError("give an absolute folder, or an address that begins with sftp:// or https://")
        if parts.password is not None:
            raise ValueError("the password belongs into audio_secret")
        return value

    @field_validator("recordings_pattern")
    @classmethod
    def _pattern(cls, value: str) -> str:
        try:
            names = {name for _, name, spec, how in string.Formatter().parse(value) if name is not None or spec or how}
        except ValueError as error:
            raise PydanticCustomError("recording_pattern", "not a pattern: {why}", {"why": str(error)}) from None
        path = PurePosixPath(value)
        if names - FIELDS or "uniqueid" not in names:
            raise PydanticCustomError("recording_pattern", "use uniqueid, and beside it year, month and day alone")
        if path.is_absolute() or ".." in path.parts or WILD & set(str(path.parent)) or "{uniqueid}" not in path.name:
            raise PydanticCustomError(
                "recording_pattern", "it is a path below the folder, with uniqueid and any * in the file's name"
            )
        return value

    @model_validator(mode="after")
    def _fit(self) -> Self:
        places = [urlsplit(place) for place in (self.recordings, self.voicemail) if place]
        schemes = {place.scheme for place in places}
        if "sftp" in schemes and not self.audio_host_key:
            raise ValueError("audio_host_key: SFTP needs the server's public key; ssh-keyscan shows it")
        if "sftp" in schemes and not all(place.username for place in places if place.scheme == "sftp"):
            raise ValueError("name the user, as in sftp://user@host/folder")
        if self.recordings and urlsplit(self.recordings).scheme in {"http", "https"} and _is_wild(self):
            raise ValueError("recordings_pattern: over HTTP names cannot be listed, so it must not contain *")
        if self.voicemail and urlsplit(self.voicemail).scheme in {"http", "https"}:
            raise ValueError("voicemail: over HTTP messages cannot be listed; use a folder or SFTP")
        return self


def _is_wild(options: AudioOptions) -> bool:
    return bool(WILD & set(options.recordings_pattern))
