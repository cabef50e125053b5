"""The demo's accounts. Their passwords are public, so they count only while ``settings.demo`` is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import passwords
from hub.accounts.models import User
from hub.accounts.permissions import Role
from hub.accounts.sessions import announce_user, end_sessions, sessions_of
from hub.accounts.users import add_user, find_user
from hub.db import Tx

PASSWORD: Final = "peyvand-demo"  # noqa: S105 - printed on the demo's sign-in page


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody of the demo."""

    email: str
    name: str
    role: Role
    language: str
    password: str = PASSWORD


ACCOUNTS: Final = (
    DemoAccount("sara@demo.example", "سارا احمدی", Role.AGENT, "fa"),
    DemoAccount("tom@demo.example", "Tom Whitfield", Role.AGENT, "en"),
    DemoAccount("narges@demo.example", "نرگس رستمی", Role.SUPERVISOR, "fa"),
    DemoAccount("kamran@demo.example", "کامران یوسفی", Role.MARKETER, "fa"),
    DemoAccount("alex@demo.example", "Alex Morgan", Role.ADMINISTRATOR, "en"),
)


async def create_demo_accounts(tx: Tx) -> dict[str, UUID]:
    """Create the demo's accounts where they are missing; returns their ids by email."""
    found: dict[str, UUID] = {}
    encoded = ""
    for account in ACCOUNTS:
        user = await find_user(tx.session, account.email)
        if user is None:
            encoded = encoded or await passwords.hash_password(PASSWORD)
            user = await add_user(
                tx, name=account.name, email=account.email, role=account.role, password_hash=encoded,
                language=account.language, time_zone="Asia/Tehran", demo=True,
            )  # fmt: skip
        elif user.demo:
            user.active = True
        found[account.email] = user.id
    return found


async def dismiss_demo_accounts(tx: Tx) -> None:
    """Sign the demo's accounts out and deactivate them."""
    for user in await tx.session.scalars(sa.select(User).where(User.demo, User.active)):
        user.active, user.access = False, user.access + 1
        await end_sessions(tx, await sessions_of(tx, user.id), "deactivated")
        await announce_user(tx, user.id)
