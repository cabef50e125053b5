"""Accounts that a page adds: run at once, kept sealed, changed and removed; those of the file are only shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hub.accounts import Role
from hub.channels.models import Setup
from hub.db import Database
from tests.hub.channels.setting_up import NEW, SECRET, problem, site_at_work, stored
from tests.hub.channels.test_accounts import shown
from tests.hub.channels.toy import ToyConnector
from tests.support.accounts import Site
from tests.support.waiting import WaitFor


@pytest.fixture
async def site(database: Database, people: dict[str, Any], tmp_path: Path) -> AsyncIterator[Site]:
    """A hub with the account ``desk`` of its settings file at work."""
    async with site_at_work(database, tmp_path) as made:
        yield made


async def test_an_account_is_added_and_runs_at_once(site: Site, wait_for: WaitFor) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    response = await admin.post("/api/connectors", json=NEW)
    assert response.status == 201
    body = await response.json()
    assert (body["source"], body["options"], body["secrets"]) == ("page", {"host": "10.0.0.5"}, ["secret"])
    await wait_for(lambda: ToyConnector.made.get("new"))
    options = ToyConnector.made["new"][0].options
    assert (options.host, options.secret.get_secret_value()) == ("10.0.0.5", SECRET)
    listed = (await (await admin.get("/api/connectors")).json())["items"]
    assert [(item["account"], item["source"]) for item in listed] == [("desk", "file"), ("new", "page")]


async def test_a_secret_is_sealed_and_never_given_back(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    answers = [
        await admin.post("/api/connectors", json=NEW),
        await admin.get("/api/connectors/new/setup"),
        await admin.get("/api/connectors/desk/setup"),
        await admin.patch("/api/connectors/new", json={"name": "Other"}),
    ]
    texts = [await answer.text() for answer in answers]
    assert not [text for text in texts if SECRET in text or "of-the-file" in text]
    row = await stored(site.db)
    assert row.secrets
    assert SECRET.encode() not in row.secrets
    assert SECRET not in str(row.options)
    async with site.db.read() as session:
        kept = str((await session.execute(sa.text("SELECT details, action FROM audit_entry"))).all())
    assert SECRET not in kept
    assert "connector_added" in kept
    assert "connector_changed" in kept


async def test_a_change_keeps_the_secret_and_starts_anew(site: Site, wait_for: WaitFor) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW)
    changed = await admin.patch(
        "/api/connectors/new", json={"options": {"trunks": ["t1"]}}, headers={"If-Match": '"1"'}
    )
    assert (changed.status, changed.headers["ETag"]) == (200, '"2"')
    await wait_for(lambda: len(ToyConnector.made["new"]) == 2)
    options = ToyConnector.made["new"][1].options
    assert (options.trunks, options.secret.get_secret_value()) == (("t1",), SECRET)
    again = await admin.patch("/api/connectors/new", json={"name": "x"}, headers={"If-Match": '"1"'})
    assert await problem(again, 412) == "changed"


async def test_a_name_alone_disturbs_no_session(site: Site, wait_for: WaitFor) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW)
    await wait_for(lambda: ToyConnector.made.get("new"))
    assert (await admin.patch("/api/connectors/new", json={"name": "Renamed"})).status == 200
    assert (await shown(site.db, "new")).name == "Renamed"
    assert len(ToyConnector.made["new"]) == 1
    assert len(ToyConnector.made["desk"]) == 1


async def test_places_that_only_the_settings_file_names(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW)
    place = {"host": "10.0.0.6", "folder": "/etc", "secret": "x"}
    expected = [("body.options.folder", "file_only")]
    answers = [
        await admin.post("/api/connectors", json=NEW | {"account": "other", "options": place}),
        await admin.patch("/api/connectors/new", json={"options": {"folder": "/etc"}}),
        await admin.post("/api/connectors/check", json={"connector": "toy", "options": place}),
        await admin.post("/api/connectors/check", json={"connector": "toy", "account": "desk", "options": place}),
    ]
    for answer in answers:
        assert await problem(answer, 422) == expected
    assert (await admin.patch("/api/connectors/new", json={"options": {"folder": None}})).status == 200


async def test_a_secret_is_not_sent_to_another_address_unasked(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW)
    elsewhere = {"host": "10.9.9.9"}
    expected = [("body.options.secret", "secret_again")]
    assert await problem(await admin.patch("/api/connectors/new", json={"options": elsewhere}), 422) == expected
    for account in ("new", "desk"):
        body = {"connector": "toy", "account": account, "options": elsewhere}
        assert await problem(await admin.post("/api/connectors/check", json=body), 422) == expected
    given = {"options": elsewhere | {"secret": "again"}}
    assert (await admin.patch("/api/connectors/new", json=given)).status == 200


async def test_removed_it_stops_and_is_forgotten(site: Site, wait_for: WaitFor) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW)
    before = await shown(site.db, "new")
    await wait_for(lambda: ToyConnector.made.get("new"))
    assert (await admin.delete("/api/connectors/new")).status == 204
    with pytest.raises(KeyError):
        await shown(site.db, "new")
    async with site.db.read() as session:
        assert not (await session.scalars(sa.select(Setup))).all()
    assert (await admin.post("/api/connectors", json=NEW)).status == 201
    assert (await shown(site.db, "new")).id == before.id  # what came through it is still its own


async def test_switched_off_it_rests(site: Site, wait_for: WaitFor) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW | {"enabled": False})
    assert (await shown(site.db, "new")).connection == "stopped"
    assert "new" not in ToyConnector.made
    await admin.patch("/api/connectors/new", json={"enabled": True})
    await wait_for(lambda: ToyConnector.made.get("new"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"account": "desk"}, [("body.account", "account_taken")]),
        ({"account": "Not Good"}, [("body.account", "string_pattern_mismatch")]),
        ({"connector": "none"}, [("body.connector", "unknown")]),
        ({"connector": "broken"}, [("body.connector", "broken")]),
        ({"options": {"host": "10.0.0.4"}}, [("body.options.host", "address_taken")]),
        ({"options": {"host": "169.254.169.254"}}, [("body.options.host", "metadata_address")]),
        ({"options": {"host": "127.0.0.1", "port": 8080}}, [("body.options.host", "own_address")]),
        ({"options": {"port": 0}}, [("body.options.host", "missing"), ("body.options.port", "greater_than_equal")]),
        ({"options": {"host": "h", "hots": 1}}, [("body.options.hots", "extra_forbidden")]),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(site: Site, change: dict[str, Any], expected: Any) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    assert await problem(await admin.post("/api/connectors", json=NEW | change), 422) == expected


async def test_an_account_of_the_file_is_only_shown(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    body = await (await admin.get("/api/connectors/desk/setup")).json()
    assert (body["source"], body["options"], body["secrets"]) == ("file", {"host": "10.0.0.4"}, ["secret"])
    assert await problem(await admin.patch("/api/connectors/desk", json={"name": "x"}), 409) == "account_in_file"
    assert await problem(await admin.delete("/api/connectors/desk"), 409) == "account_in_file"
    assert await problem(await admin.delete("/api/connectors/nobody"), 404) == "not_found"
    assert await problem(await admin.get("/api/connectors/nobody/setup"), 404) == "not_found"


async def test_only_administrators_may(site: Site) -> None:
    for role in (Role.AGENT, Role.SUPERVISOR):
        other = await site.signed_in(role)
        assert (await other.post("/api/connectors", json=NEW)).status == 403
        assert (await other.get("/api/connectors/desk/setup")).status == 403
        assert (await other.post("/api/connectors/check", json={"connector": "toy"})).status == 403


async def test_what_a_connector_can_be_told_is_for_those_who_set_it_up(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    kind = await (await admin.get("/api/connector-kinds/toy")).json()
    assert [option["name"] for option in kind["options"]] == ["host", "port", "secret", "trunks", "ca_file"]
    await problem(await admin.get("/api/connector-kinds/none"), 404)
    agent = await site.signed_in(Role.AGENT)
    await problem(await agent.get("/api/connector-kinds/toy"), 403)
