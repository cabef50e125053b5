"""``doctor``: what would keep this hub from working, a line each."""

from __future__ import annotations

import argparse
import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from hub import channels
from hub.db import StoreError, migrate
from hub.db.engines import sqlite_path
from hub.settings import Settings, load

LEAST_FREE = 500 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what to do if not."""

    subject: str
    well: bool
    detail: str


async def doctor(options: argparse.Namespace) -> int:
    """Print all findings; the status is 1 when something is wrong."""
    settings = load(options.config)
    sick = False
    async for finding in examine(settings):
        sick = sick or not finding.well
        print(f"{'ok     ' if finding.well else 'PROBLEM'}  {finding.subject}: {finding.detail}")
    return 1 if sick else 0


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """All checks, one after the other."""
    yield Finding("settings", True, "read and valid")
    yield await _store(settings)
    yield _disk(settings)
    built = (settings.http.ui / "index.html").exists()
    yield Finding("user interface", built, "built" if built else f"not built in {settings.http.ui}: run `make build`")
    if settings.redis.url:
        yield await _redis(settings.redis.url.get_secret_value())
    for account in channels.configure(settings):
        if account.connector and account.options:
            yield await _reach(f"connector {account.account}", account.connector.address(account.options))
        else:
            yield Finding(f"connector {account.account}", not account.broken, account.broken or "switched off")


async def _store(settings: Settings) -> Finding:
    url = settings.database.url.get_secret_value()
    try:
        current, newest = await migrate.current(url), migrate.newest()
    except StoreError as error:
        return Finding("store", False, f"{error}; check database.url")
    if current != newest:
        return Finding("store", False, f"schema is {current or 'empty'}, needed {newest}: run `peyvand migrate`")
    return Finding("store", True, f"schema {newest}")


def _disk(settings: Settings) -> Finding:
    path = sqlite_path(settings.database.url.get_secret_value()) or settings.blobs.directory
    folder = next(parent for parent in (path, *path.absolute().parents) if Path(parent).is_dir())
    free = shutil.disk_usage(folder).free
    return Finding("disk", free > LEAST_FREE, f"{free // 1024**2} MB free at {folder}")


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


async def _reach(subject: str, address: str) -> Finding:
    host, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(5):
            _, writer = await asyncio.open_connection(host, int(port))
    except (OSError, TimeoutError, ValueError) as error:
        return Finding(subject, False, f"{address} cannot be reached ({type(error).__name__})")
    writer.close()
    return Finding(subject, True, f"{address} answers")
