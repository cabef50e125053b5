"""Presence is written a step behind the phones: states that passed meanwhile are left out, but not a talk."""

from __future__ import annotations

from uuid import UUID

import pytest

from hub import presence
from hub.calls.phone_presence import PhonePresence
from hub.db import Database
from tests.hub.presence.conftest import agent

__all__ = ["agent"]


async def shown_after(db: Database, agent: UUID, *states: str | None) -> str:
    """What is shown once the phone did all this before any of it was written."""
    followed = PhonePresence(db)
    for state in states:
        followed.follow({agent: state} if state else {})
    await followed.settled()
    async with db.read() as session:
        return next(str(item.state) for item in await presence.everybody(session) if item.user_id == agent)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (("ringing", "on_call", None), "wrap_up"),
        (("on_call", None, "ringing"), "ringing"),
        (("ringing", None), "available"),
        (("ringing", "on_call"), "on_call"),
    ],
)
async def test_a_call_that_was_over_before_it_was_shown_has_its_wrap_up(
    database: Database, agent: UUID, states: tuple[str | None, ...], shown: str
) -> None:
    assert await shown_after(database, agent, *states) == shown


async def test_no_call_is_told_twice(database: Database, agent: UUID) -> None:
    followed = PhonePresence(database)
    for state in ("on_call", "on_call"):
        followed.follow({agent: state})
        await followed.settled()
    followed.follow({})
    await followed.settled()
    await database.write(lambda tx: presence.set_presence(tx, agent, "available", None))
    followed.follow({agent: "ringing"})
    followed.follow({})
    await followed.settled()
    async with database.read() as session:
        item = next(item for item in await presence.everybody(session) if item.user_id == agent)
    assert item.state == "available"
