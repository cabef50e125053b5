"""The keys of stored secrets as a process holds them: read anew when their file was changed, rotated and retired."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from hub.channels.vault import Vault, key_file, new_key, open_vault, read_keys, read_vault
from hub.settings import Settings, SettingsError
from hub.web import Conflict, NotFound

log = structlog.get_logger(__name__)
MOST = 20  # keys


class Keyring:
    """Where the settings name keys, those; else those of the file beside the blobs, which all processes share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.path = None if settings.secrets.keys else key_file(settings)
        self._vault: Vault | None = None
        self._mark: tuple[int, int, int] | None = None

    async def vault(self) -> Vault:
        """The keys as they stand this moment; the first start makes one.

        Raises ``SettingsError`` then, and ``Conflict`` where their file was lost or spoilt since: none is made anew.
        """
        return await asyncio.to_thread(self.read)

    async def known(self) -> Vault:
        """The keys to open with: those last seen, where their file was lost since, so that what runs goes on."""
        try:
            return await self.vault()
        except Conflict:
            assert self._vault is not None  # noqa: S101 - else there were none to lose
            return self._vault

    def read(self) -> Vault:
        """``vault``, for whoever may wait for the disk."""
        mark = self._seen()
        if self._vault is None:
            self._vault = open_vault(self.settings)
            self._mark = mark or self._seen()
        elif mark != self._mark:
            self._vault, self._mark = self._anew(), mark
        return self._vault

    def _anew(self) -> Vault:
        assert self.path is not None  # noqa: S101 - keys of the settings do not change
        try:
            return read_vault(self.path)
        except SettingsError as error:
            log.error("secret_keys_unreadable", file=str(self.path))  # noqa: TRY400 - the line says it all
            raise Conflict(str(error), code="keys_unreadable") from None

    async def add(self) -> str:
        """Put a new key first, and keep the others; its id. Raises ``Conflict`` where the settings name the keys."""

        def change(lines: list[str]) -> list[str]:
            if len(lines) >= MOST:
                raise Conflict(f"There are {MOST} keys: retire those that nothing uses.", code="too_many_keys")
            return [new_key(), *lines]

        await self._rewrite(change)
        return (await self.vault()).key_id

    async def drop(self, key_id: str) -> None:
        """Forget a key for good. Raises ``NotFound``, or ``Conflict`` for the first or where the settings name them."""

        def change(lines: list[str]) -> list[str]:
            kept = [line for line in lines if line.partition(":")[0] != key_id]
            if len(kept) == len(lines):
                raise NotFound("There is no such key.")
            if kept[:1] != lines[:1]:
                raise Conflict("New secrets are sealed with this key: rotate first.", code="key_current")
            return kept

        await self._rewrite(change)

    async def _rewrite(self, change: Callable[[list[str]], list[str]]) -> None:
        if self.path is None:
            raise Conflict("The setting secrets.keys names the keys: change them there.", code="keys_in_settings")
        await self.vault()
        await asyncio.to_thread(_rewrite, self.path, change)

    def _seen(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat() if self.path else None
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size) if found else None


def _rewrite(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    """In one step, so that after a crash there are either the keys of before or the new ones."""
    with _locked(path):
        text = path.read_text("ascii")
        read_keys(text, str(path))
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                _give(file.fileno(), path)
                file.write("\n".join(change(text.replace(",", "\n").split())) + "\n")
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    log.info("secret_keys_changed", file=str(path))


def _give(handle: int, path: Path) -> None:
    """Whose ``path`` is: what root makes on the command line must not shut the hub's own user out."""
    if os.geteuid() == 0:
        owner = path.stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Two at once, of whatever process, come one after the other."""
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        _give(handle, path)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
