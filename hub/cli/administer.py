"""Commands that change or print something and end."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from hub import accounts, app
from hub.db import Database
from hub.db import migrate as schema
from hub.settings import load
from hub.version import VERSION
from hub.web import build_openapi, health_routes


async def migrate(options: argparse.Namespace) -> int:
    """Bring the store up to the newest schema."""
    url = load(options.config).database.url.get_secret_value()
    before = await schema.current(url)
    await schema.upgrade(url)
    print(f"schema: {before or 'empty'} → {schema.newest()}")
    return 0


async def openapi(_options: argparse.Namespace) -> int:
    """Print the OpenAPI document; it does not depend on settings."""
    print(json.dumps(build_openapi([health_routes, *app.every_area()], VERSION), indent=2, ensure_ascii=False))
    return 0


async def user_add(options: argparse.Namespace) -> int:
    """Create a user."""
    password = _password()
    async with Store(options) as db:
        await accounts.create_user(
            db, email=options.email, name=options.name, role=options.role, language=options.language, password=password
        )
    print(f"{options.email} may sign in now.")
    return 0


async def user_password(options: argparse.Namespace) -> int:
    """Set a password."""
    password = _password()
    async with Store(options) as db:
        await accounts.set_password(db, options.email, password)
    print(f"{options.email} has a new password and was signed out everywhere.")
    return 0


async def user_deactivate(options: argparse.Namespace) -> int:
    """Lock a user out."""
    async with Store(options) as db:
        await accounts.deactivate(db, options.email)
    print(f"{options.email} may not sign in any more.")
    return 0


async def user_list(options: argparse.Namespace) -> int:
    """Print all users, a line each."""
    async with Store(options) as db:
        for user in await accounts.list_users(db):
            print(f"{user.email}\t{user.role}\t{'active' if user.active else 'inactive'}\t{user.name}")
    return 0


class Store:
    """The store, shared with a hub that may be running: SQLite lets a short write of another process in."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._url = load(options.config).database.url.get_secret_value()

    async def __aenter__(self) -> Database:
        await schema.require_newest(self._url)
        self._db = await Database.open(self._url, exclusive=False)
        return self._db

    async def __aexit__(self, *_error: object) -> None:
        await self._db.close()


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
