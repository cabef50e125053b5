"""``serve`` and ``demo``: run until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import errno
import gc
import signal
import ssl
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from hub import app, channels, logs
from hub.db import Database, StoreError, migrate
from hub.db.engines import sqlite_path
from hub.settings import Settings, SettingsError, load
from hub.templating import load_own_texts

STOP_SECONDS = 5.0
Ready = Callable[[web.Application, str], Awaitable[None]]


async def serve(options: argparse.Namespace) -> int:
    """Run the hub as configured."""
    settings = load(options.config)
    return await run(settings, _roles(options.roles, settings), _announce)


async def demo(options: argparse.Namespace) -> int:
    """Run the hub with demo data and a simulated phone."""
    from hub.demo import run_demo  # noqa: PLC0415 - a hub in earnest does not load the demo

    return await run_demo(options.config, run)


async def run(
    settings: Settings,
    roles: frozenset[str] = app.ROLES,
    ready: Ready | None = None,
    prepare: Callable[[Database], Awaitable[Any]] | None = None,
) -> int:
    """Open the store, serve until SIGINT or SIGTERM, and close everything within ten seconds."""
    logs.configure(settings.log.level, settings.log.format)
    url = settings.database.url.get_secret_value()
    configured, texts = channels.configure(settings), load_own_texts(settings.templates.folder)
    tls = _tls(settings)
    db = await Database.open(url)
    try:
        if sqlite_path(url):
            await migrate.upgrade(url)
        else:
            await migrate.require_newest(url)
        if prepare:
            await prepare(db)
        await _serve(settings, app.build(settings, db, configured, roles, texts), tls, ready)
    finally:
        await db.close()
    return 0


async def _serve(
    settings: Settings, application: web.Application, tls: ssl.SSLContext | None, ready: Ready | None
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=STOP_SECONDS, handler_cancellation=True)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.http.host, settings.http.port, ssl_context=tls, reuse_address=True)
        try:
            await site.start()
        except OSError as error:
            raise SettingsError(_cannot_listen(settings, error)) from None
        host, port = runner.addresses[0][:2]
        address = f"{'https' if tls else 'http'}://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104
        settle_memory()
        if ready:
            await ready(application, address)
        await stop.wait()
    finally:
        await runner.cleanup()


def settle_memory() -> None:
    """What was loaded stays: the collector need not look through it again, which would hold up a pop."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def _announce(_application: web.Application, address: str) -> None:
    print(f"Peyvand listens on {address}", file=sys.stderr, flush=True)


def _cannot_listen(settings: Settings, error: OSError) -> str:
    where = f"{settings.http.host}:{settings.http.port}"
    if error.errno == errno.EADDRINUSE:
        return f"{where} is in use by another program: stop it, or choose another port with HUB_HTTP__PORT"
    return f"cannot listen on {where} ({error.strerror or error}); correct HUB_HTTP__HOST or HUB_HTTP__PORT"


def _tls(settings: Settings) -> ssl.SSLContext | None:
    http = settings.http
    if http.tls_certificate is None and http.tls_key is None:
        return None
    if http.tls_certificate is None or http.tls_key is None:
        raise SettingsError("setting http.tls_certificate and http.tls_key go together: set both or neither")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(http.tls_certificate, http.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"setting http.tls_certificate: cannot be used ({error}); check both PEM files") from None
    return context


def _roles(text: str, settings: Settings) -> frozenset[str]:
    roles = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not roles or roles - app.ROLES:
        raise SettingsError(f"--roles {text}: use some of {', '.join(sorted(app.ROLES))}")
    if roles != app.ROLES and sqlite_path(settings.database.url.get_secret_value()):
        raise SettingsError("--roles: one process does everything on SQLite; use PostgreSQL to run several")
    return roles


__all__ = ["StoreError", "demo", "run", "serve"]
