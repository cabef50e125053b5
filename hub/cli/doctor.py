"""``doctor``: what would keep this hub from working, a line each."""

from __future__ import annotations

import argparse
import shutil
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from hub import channels
from hub.db import Database, StoreError, migrate
from hub.db.engines import sqlite_path
from hub.ports import Verdict
from hub.settings import Settings, SettingsError, load
from hub.templating import load_own_texts

LEAST_FREE = 500 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what to do if not."""

    subject: str
    well: bool
    detail: str
    weight: Verdict | None = None  # where there is more to say than well or not

    @property
    def mark(self) -> str:
        """The word before the line; only what keeps the hub from working is shouted."""
        if not self.well:
            return "PROBLEM"
        return "ok" if self.weight in {None, Verdict.WELL} else str(self.weight)


async def doctor(options: argparse.Namespace) -> int:
    """Print all findings; the status is 1 when something is wrong."""
    settings = load(options.config)
    sick = False
    async for finding in examine(settings):
        sick = sick or not finding.well
        print(f"{finding.mark:7}  {finding.subject}: {finding.detail}")
    return 1 if sick else 0


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """All checks, one after the other."""
    yield Finding("settings", True, "read and valid")
    yield await _store(settings)
    yield _sandbox(settings)
    yield _texts(settings)
    yield _disk(settings)
    if finding := _keys(settings):
        yield finding
    built = (settings.http.ui / "index.html").exists()
    yield Finding("user interface", built, "built" if built else f"not built in {settings.http.ui}: run `make build`")
    if settings.redis.url:
        yield await _redis(settings.redis.url.get_secret_value())
    async for finding in _connectors(settings):
        yield finding


async def _connectors(settings: Settings) -> AsyncIterator[Finding]:
    """Every account of the settings file and of the page, checked as the page checks it."""
    file = channels.configure(settings)
    try:
        stored = await _stored(settings, file)
    except StoreError:  # said before
        stored = []
    except SettingsError as error:
        stored = []
        yield Finding("connector secrets", False, str(error))
    for account in [*file, *stored]:
        subject = f"connector {account.account}"
        if account.connector and account.options:
            report = await channels.examine(account.connector, account.options, settings)
            for found in report.findings:
                well = found.verdict is not Verdict.PROBLEM
                yield Finding(f"{subject} {found.step}", well, found.detail, found.verdict)
        else:
            yield Finding(subject, not account.broken, account.broken or "switched off")


async def _stored(settings: Settings, file: list[channels.Configured]) -> list[channels.Configured]:
    """The accounts that the page added. Raises ``StoreError`` or ``SettingsError``."""
    url = settings.database.url.get_secret_value()
    await migrate.require_newest(url)
    db = await Database.open(url, exclusive=False)
    try:
        async with db.read() as session:
            return await channels.Setups(settings, file).load(session)
    finally:
        await db.close()


async def _store(settings: Settings) -> Finding:
    url = settings.database.url.get_secret_value()
    try:
        current, newest = await migrate.current(url), migrate.newest()
    except StoreError as error:
        return Finding("store", False, f"{error}; check database.url")
    if current != newest:
        return Finding("store", False, f"schema is {current or 'empty'}, needed {newest}: run `peyvand migrate`")
    return Finding("store", True, f"schema {newest}")


def _sandbox(settings: Settings) -> Finding:
    """Neither is a mistake by itself, but nobody should have to guess."""
    if settings.sandbox:
        return Finding("sandbox", True, "ON: every outgoing message is captured, none is sent (HUB_SANDBOX)")
    return Finding("sandbox", True, "off: outgoing messages are sent")


def _texts(settings: Settings) -> Finding:
    folder = settings.templates.folder
    try:
        load_own_texts(folder)
    except SettingsError as error:
        return Finding("own texts", False, str(error))
    return Finding("own texts", True, f"valid, with those of {folder}" if folder else "the hub's")


def _disk(settings: Settings) -> Finding:
    path = sqlite_path(settings.database.url.get_secret_value()) or settings.blobs.directory
    folder = next(parent for parent in (path, *path.absolute().parents) if Path(parent).is_dir())
    free = shutil.disk_usage(folder).free
    return Finding("disk", free > LEAST_FREE, f"{free // 1024**2} MB free at {folder}")


def _keys(settings: Settings) -> Finding | None:
    """Who else may read the keys of the stored secrets; None where there is no file of them."""
    path = channels.key_file(settings)
    if settings.secrets.keys or not path.exists():
        return None
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding("secret keys", False, f"{path} can be read by others (mode {mode:o}): chmod 600 {path}")
    return Finding("secret keys", True, f"{path} is the owner's alone")


async def _redis(url: str) -> Finding:
    import redis.asyncio  # noqa: PLC0415 - only where it is configured

    client = redis.asyncio.from_url(url, socket_timeout=5, socket_connect_timeout=5)
    try:
        await client.ping()
    except Exception as error:
        return Finding("redis", False, f"{type(error).__name__}; live updates would stay within each process")
    finally:
        await client.aclose()
    return Finding("redis", True, "answers")
