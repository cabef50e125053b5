"""Audio files on an SFTP server, whose key must be the one that was given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

import asyncssh

from connectors.asterisk.audio_options import AudioOptions
from connectors.asterisk.audio_places import CHUNK, MOST_NAMES, Entry, entry_of
from hub.ports import NeedsSignIn, Refused, RetryLater

_NONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)


class SftpPlace:
    """A folder on a server, ``sftp://user@host:port/folder``; each question is a connection of its own."""

    def __init__(self, address: str, options: AudioOptions) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 22
        self._user, self._root = unquote(parts.username or ""), unquote(parts.path).rstrip("/") or "/"
        self._options = options

    async def names(self, folder: str) -> Sequence[str]:
        """The names in a folder."""
        found: list[str] = []
        async with self._server() as server:
            try:
                async for name in server.scandir(self._path(folder)):
                    if len(found) == MOST_NAMES:
                        break
                    found.append(str(name.filename))
            except _NONE:
                return []
        return found

    async def entry(self, path: str) -> Entry | None:
        """A regular file."""
        async with self._server() as server:
            try:
                told = await server.stat(self._path(path))
            except _NONE:
                return None
        if told.type != asyncssh.FILEXFER_TYPE_REGULAR:
            return None
        return entry_of(path.rpartition("/")[2], told.size, told.mtime)

    async def read(self, path: str) -> AsyncIterator[bytes]:
        """The file's bytes."""
        async with self._server() as server:
            try:
                file = await server.open(self._path(path), "rb")
            except _NONE:
                raise Refused("The recording is gone.", cause="gone") from None
            async with file:
                while chunk := await asyncio.wait_for(file.read(CHUNK), self._options.audio_timeout):
                    yield chunk if isinstance(chunk, bytes) else chunk.encode()

    def _path(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path.lstrip('/')}"

    @asynccontextmanager
    async def _server(self) -> AsyncIterator[asyncssh.SFTPClient]:
        """Signed in, with every failure told in the hub's terms."""
        options = self._options
        secret = options.audio_secret.get_secret_value() if options.audio_secret else None
        try:
            key = asyncssh.import_public_key(options.audio_host_key or "")
            keys = [options.audio_key_file] if options.audio_key_file else []
            async with (
                asyncssh.connect(
                    self._host, self._port, username=self._user, password=secret, client_keys=keys,
                    known_hosts=([key], [], []), agent_path=None, config=None, x509_trusted_certs=None,
                    connect_timeout=options.audio_timeout, login_timeout=options.audio_timeout,
                    keepalive_interval=options.audio_timeout,
                ) as connection,
                connection.start_sftp_client() as client,
            ):  # fmt: skip
                yield client
        except (asyncssh.PermissionDenied, asyncssh.KeyImportError) as error:
            raise NeedsSignIn("The SFTP server does not accept the sign-in.") from error
        except asyncssh.HostKeyNotVerifiable as error:
            raise NeedsSignIn("The SFTP server has another key than audio_host_key.") from error
        except (asyncssh.Error, OSError, TimeoutError) as error:
            raise RetryLater(f"The SFTP server cannot be read: {error or type(error).__name__}") from error
