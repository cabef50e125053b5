"""Presence: what is chosen, what the phone does, whether a page is open; and its history without gaps."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import accounts, events, presence
from hub.db import Database
from hub.presence.models import Presence, PresenceInterval
from hub.presence.states import visible
from tests.support.accounts import Site


@pytest.fixture
def agent(people: dict[str, Any]) -> UUID:
    """The agent's id."""
    found: UUID = people["agent"].id
    return found


async def shown(db: Database, user_id: UUID) -> tuple[str, str | None]:
    """What others see of the user."""
    async with db.read() as session:
        (out,) = [item for item in await presence.everybody(session) if item.user_id == user_id]
    return out.state, out.reason


async def pushed(db: Database, user_id: UUID) -> list[tuple[int, str | None]]:
    """The presence events of the user: version and state."""
    async with db.read() as session:
        page = await events.read_forward(session, [presence.ROOM], "0.0")
    return [(e.version, e.data and e.data["state"]) for e in page.events if e.key == str(user_id)]


async def intervals(db: Database, user_id: UUID) -> list[PresenceInterval]:
    """The user's history, oldest first."""
    query = sa.select(PresenceInterval).where(PresenceInterval.user_id == user_id)
    async with db.read() as session:
        return list((await session.scalars(query.order_by(PresenceInterval.id))).all())


@pytest.mark.parametrize(
    ("overlay", "online", "expected"),
    [
        (None, True, ("away", "lunch")),
        (None, False, ("offline", None)),
        ("ringing", True, ("ringing", None)),
        ("on_call", False, ("on_call", None)),
    ],
)
def test_what_others_see(overlay: str | None, online: bool, expected: tuple[str, str | None]) -> None:
    assert visible(("away", "lunch"), overlay, online=online) == expected


async def test_a_call_shows_over_a_break_and_gives_it_back(database: Database, agent: UUID) -> None:
    await database.write(lambda tx: presence.come_online(tx, agent))
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "prayer"))
    seen = []
    for state in ("ringing", "on_call", None):
        await database.write(lambda tx, state=state: presence.overlay(tx, agent, state))
        seen.append(await shown(database, agent))
    assert seen == [("ringing", None), ("on_call", None), ("away", "prayer")]


async def test_a_choice_during_a_call_counts_after_it(database: Database, agent: UUID) -> None:
    await database.write(lambda tx: presence.come_online(tx, agent))
    await database.write(lambda tx: presence.overlay(tx, agent, "on_call"))
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "lunch"))
    assert await shown(database, agent) == ("on_call", None)
    await database.write(lambda tx: presence.overlay(tx, agent, None))
    assert await shown(database, agent) == ("away", "lunch")


async def test_history_has_no_gaps_and_one_open_end(database: Database, agent: UUID) -> None:
    await database.write(lambda tx: presence.come_online(tx, agent))
    for state in ("ringing", "ringing", "on_call", None, None):
        await database.write(lambda tx, state=state: presence.overlay(tx, agent, state))
    rows = await intervals(database, agent)
    states = [row.state for row in rows]
    assert states[-4:] == ["available", "ringing", "on_call", "available"]
    assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]
    assert rows[-1].until is None


async def test_each_change_is_one_event_with_a_higher_version(database: Database, agent: UUID) -> None:
    await database.write(lambda tx: presence.come_online(tx, agent))
    before = len(await pushed(database, agent))
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "lunch"))
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "lunch"))
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "meeting"))
    found = await pushed(database, agent)
    assert [state for _, state in found[before:]] == ["away", "away"]
    versions = [version for version, _ in found]
    assert versions == sorted(set(versions))


async def test_changes_at_once_keep_one_open_interval(database: Database, agent: UUID) -> None:
    states = ["available", "away", "wrap_up", "offline"] * 5
    await asyncio.gather(*(database.write(lambda tx, s=s: presence.set_presence(tx, agent, s)) for s in states))
    assert [row.until for row in await intervals(database, agent)].count(None) == 1


async def test_a_page_that_is_gone_for_long_means_offline(database: Database, agent: UUID) -> None:
    await database.write(lambda tx: presence.set_presence(tx, agent, "away", "lunch"))
    await database.write(lambda tx: presence.keep_alive(tx, [agent, uuid4()]))
    assert await shown(database, agent) == ("away", "lunch")
    assert await database.write(presence.expire) == []

    async def forget(tx: Any) -> None:
        await tx.session.execute(sa.update(Presence).values(seen_at=tx.now - presence.GRACE - timedelta(seconds=1)))

    await database.write(forget)
    assert await database.write(presence.expire) == [agent]
    assert await shown(database, agent) == ("offline", None)
    await database.write(lambda tx: presence.keep_alive(tx, [agent]))
    assert await shown(database, agent) == ("away", "lunch")


async def test_sockets_are_followed(database: Database, agent: UUID, wait_for: Any) -> None:
    here: set[UUID] = {agent}
    async with presence.followed_sockets(database, lambda: here, every=0.01):

        async def is_available() -> bool:
            return await shown(database, agent) == ("available", None)

        await wait_for(is_available)


async def test_signing_in_and_out_shows(site: Site, agent: UUID) -> None:
    browser = await site.signed_in()
    assert await shown(site.db, agent) == ("available", None)
    await browser.put("/api/me/presence", json={"state": "away", "reason": "lunch"})
    await browser.delete("/api/session")
    assert await shown(site.db, agent) == ("offline", None)
    await site.signed_in()
    assert await shown(site.db, agent) == ("available", None)


async def test_the_routes(site: Site, agent: UUID) -> None:
    async def numbers(session: AsyncSession, users: Any) -> dict[UUID, str]:
        return {user: "101" for user in users if user == agent}

    presence.HOOKS.find_numbers = numbers
    browser = await site.signed_in()
    body = await (await browser.put("/api/me/presence", json={"state": "away", "reason": "training"})).json()
    assert set(body) == {
        "user_id", "name", "initials", "role", "state", "reason", "note", "source", "until", "since", "extension",
        "phone", "told", "owed", "version",
    }  # fmt: skip
    assert (body["user_id"], body["state"], body["reason"], body["extension"]) == (
        str(agent),
        "away",
        "training",
        "101",
    )
    listed = (await (await browser.get("/api/presence")).json())["items"]
    assert body in listed
    assert {item["state"] for item in listed if item["user_id"] != str(agent)} == {"offline"}


@pytest.mark.parametrize(
    "body", [{"state": "ringing"}, {"state": "available", "reason": "lunch"}, {"state": "away", "reason": "nap"}, {}]
)
async def test_what_cannot_be_chosen(site: Site, body: dict[str, str]) -> None:
    browser = await site.signed_in()
    assert (await browser.put("/api/me/presence", json=body)).status == 422


async def test_a_new_name_shows_and_somebody_deactivated_is_gone(site: Site, agent: UUID) -> None:
    browser = await site.signed_in()
    await browser.patch("/api/me", json={"name": "Another Name"})
    async with site.db.read() as session:
        names = [item.name for item in await presence.everybody(session)]
    assert "Another Name" in names
    await accounts.deactivate(site.db, "agent@example.com")
    assert (await pushed(site.db, agent))[-1][1] is None
    async with site.db.read() as session:
        assert agent not in {item.user_id for item in await presence.everybody(session)}


async def test_an_unknown_user_has_no_presence(database: Database, people: dict[str, Any]) -> None:
    assert await database.write(lambda tx: presence.overlay(tx, uuid4(), "on_call")) is None
