"""A hub without users is set up once, by whoever can read its log or its disk."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import audit, passwords
from hub.accounts.demo import dismiss_demo_accounts
from hub.accounts.models import Organisation, SetupToken
from hub.accounts.permissions import Role
from hub.accounts.schemas import SetUp
from hub.accounts.sessions import token_hash
from hub.accounts.signing import Browser, admit
from hub.accounts.users import add_user, any_user
from hub.db import Database, Tx
from hub.settings import Settings
from hub.web import Conflict, Forbidden, Principal

log = structlog.get_logger(__name__)
TOKEN_FILE = "setup-token"  # noqa: S105 - a file's name
LIFE = timedelta(days=30)


async def setup_needed(session: AsyncSession, settings: Settings) -> bool:
    """True while nobody can sign in."""
    return not settings.demo and not await any_user(session, demo=False)


async def prepare_setup(db: Database, settings: Settings, folder: Path) -> str | None:
    """At every start: where set-up is needed, log a one-time token and keep it in ``folder``; else remove it.

    Outside the demo its accounts are signed out and deactivated.
    """
    path = folder / TOKEN_FILE
    if not settings.demo:
        await db.write(dismiss_demo_accounts)
    async with db.read() as session:
        needed = await setup_needed(session, settings)
    if not needed:
        path.unlink(missing_ok=True)
        return None
    token = _read(path) or secrets.token_urlsafe(18)
    await db.write(lambda tx: _store(tx, token))
    kept = _write(path, token)
    address = settings.http.public_url or f"http://{settings.http.host}:{settings.http.port}"
    log.warning("setup_needed", page=f"{address}/setup", setup_code=token, file=str(path) if kept else None)
    return token


async def set_up(db: Database, settings: Settings, browser: Browser, wanted: SetUp) -> tuple[Principal, str]:
    """Create the organisation and its administrator, and sign them in.

    Raises ``Forbidden``, ``Conflict`` or ``Invalid``.
    """
    async with db.read() as session:
        await _check(session, settings, wanted.token)
    passwords.check_policy(wanted.password, email=wanted.email, name=wanted.name, field="body.password")
    encoded = await passwords.hash_password(wanted.password)

    async def create(tx: Tx) -> tuple[Principal, str]:
        insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
        row = insert(Organisation).values(id=1, name=wanted.organisation, created_at=tx.now)
        await tx.session.execute(  # whoever comes second waits here, then finds the users
            row.on_conflict_do_update(index_elements=[Organisation.id], set_={"name": wanted.organisation})
        )
        await _check(tx.session, settings, wanted.token)
        await tx.session.execute(sa.delete(SetupToken))
        user = await add_user(
            tx, name=wanted.name, email=wanted.email, role=Role.ADMINISTRATOR, password_hash=encoded,
            language=wanted.language, time_zone=settings.organisation.time_zone, address=browser.address,
        )  # fmt: skip
        audit.record(tx, "set_up", actor_id=user.id, address=browser.address)
        return await admit(tx, user, settings, browser)

    return await db.write(create)


async def _check(session: AsyncSession, settings: Settings, token: str) -> None:
    if not await setup_needed(session, settings):
        raise Conflict("This hub is set up already.", code="set_up")
    query = sa.select(SetupToken.token_hash).where(SetupToken.token_hash == token_hash(token))
    if (await session.execute(query)).first() is None:
        raise Forbidden("This is not the token from the log.", code="setup_token")


async def _store(tx: Tx, token: str) -> None:
    await tx.session.execute(sa.delete(SetupToken).where(SetupToken.created_at < tx.now - LIFE))
    insert = postgresql.insert if tx.dialect == "postgresql" else sqlite.insert
    row = insert(SetupToken).values(token_hash=token_hash(token), created_at=tx.now)
    await tx.session.execute(row.on_conflict_do_nothing())


def _read(path: Path) -> str | None:
    try:
        token = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return token if len(token) >= 20 else None


def _write(path: Path, token: str) -> bool:
    """Keep the token for who has no terminal, readable by the hub's user only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(token + "\n")
    except OSError as error:
        log.warning("setup_token_not_written", file=str(path), error=error.strerror)
        return False
    return True
