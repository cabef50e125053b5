"""Accounts that a page adds: run at once, kept sealed, changed and removed; those of the file are only shown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer

from hub import accounts, channels
from hub.accounts import Role
from hub.channels import ACCOUNTS, SETUPS, Setups, configure
from hub.channels.keyring import Keyring
from hub.channels.models import Setup
from hub.channels.schemas_setup import ConnectorChange, NewConnector
from hub.db import Database
from hub.db.notify import Signals
from hub.leases import LeaseKeeper
from hub.ports import CheckReport, Finding, FoundEndpoint, Network, Options, Recipe, Tell, Verdict, quietly
from hub.settings import Settings, parse
from hub.web import Conflict, build_application
from tests.hub.channels.test_accounts import shown, swallow
from tests.hub.channels.test_registry import POINTS
from tests.hub.channels.toy import ToyConnector, ToyOptions
from tests.support.accounts import Site
from tests.support.waiting import WaitFor

SECRET = "do-not-tell"
NEW = {"account": "new", "connector": "toy", "name": "Branch", "options": {"host": "10.0.0.5", "secret": SECRET}}
FILE = {"desk": {"connector": "toy", "host": "10.0.0.4", "secret": "of-the-file"}}


def settings_at(folder: Path) -> Settings:
    return parse({"connectors": FILE, "blobs": {"directory": str(folder / "blobs")}})


def running(database: Database, settings: Settings, signals: Signals | None = None) -> tuple[channels.Accounts, Setups]:
    file = configure(settings, lambda: POINTS)
    setups = Setups(settings, file, lambda: POINTS)
    keeper = LeaseKeeper(database, ttl=2)
    return channels.Accounts(database, keeper, file, swallow, signals=signals, load=setups.load), setups


@pytest.fixture
async def site(database: Database, people: dict[str, Any], tmp_path: Path) -> AsyncIterator[Site]:
    """A hub with the account ``desk`` of its settings file at work."""
    ToyConnector.made.clear()
    ToyConnector.scripts.clear()
    settings = settings_at(tmp_path)
    at_work, setups = running(database, settings)
    app = build_application(
        settings, database, [accounts.routes, channels.routes], authenticate=accounts.authenticate, version="1"
    )
    app[ACCOUNTS], app[SETUPS] = at_work, setups
    await at_work.start()
    server = TestServer(app)
    await server.start_server()
    made = Site(server, database, settings, [])
    yield made
    for client in made.clients:
        await client.close()
    await server.close()
    await at_work.stop()


async def stored(database: Database) -> Setup:
    async with database.read() as session:
        return (await session.scalars(sa.select(Setup))).one()


async def problem(response: Any, status: int) -> Any:
    assert response.status == status, await response.text()
    body = await response.json()
    return [(error["field"], error["code"]) for error in body["errors"]] or body["code"]


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


async def test_a_lost_key_breaks_this_account_only_and_a_new_secret_mends_it(
    database: Database, people: dict[str, Any], site: Site, tmp_path: Path, wait_for: WaitFor
) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    await admin.post("/api/connectors", json=NEW)
    await wait_for(lambda: ToyConnector.made.get("new"))
    setups = site.server.app[SETUPS]
    channels.key_file(site.settings).unlink()
    await site.server.app[ACCOUNTS].changed()
    assert (await shown(database, "new")).reason != "broken"  # by the key that is known still
    lost = await admin.patch("/api/connectors/new", json={"options": {"secret": "anew"}})
    assert await problem(lost, 409) == "keys_unreadable"
    setups.keyring = Keyring(site.settings)  # as after a restart
    await site.server.app[ACCOUNTS].changed()
    state = await shown(database, "new")
    assert (state.connection, state.reason) == ("disconnected", "broken")
    assert "missing" in (state.answer or "")
    assert len(ToyConnector.made["desk"]) == 1
    refused = await admin.patch("/api/connectors/new", json={"options": {"trunks": ["t"]}})
    assert await problem(refused, 409) == "secret_unreadable"
    assert (await admin.patch("/api/connectors/new", json={"options": {"secret": "anew"}})).status == 200
    await wait_for(lambda: len(ToyConnector.made["new"]) == 2)


async def test_another_process_runs_what_this_one_adds(postgresql_url: str, tmp_path: Path, wait_for: WaitFor) -> None:
    ToyConnector.made.clear()
    web, worker = await Database.open(postgresql_url), await Database.open(postgresql_url)
    settings = settings_at(tmp_path)
    signals = [Signals(web), Signals(worker)]
    page, setups = running(web, settings, signals[0])
    elsewhere, _ = running(worker, settings, signals[1])
    for one in signals:
        await one.start()
    await elsewhere.start()
    await wait_for(lambda: all(one._driver for one in signals))
    wanted = channels.routes_setup.NewConnector.model_validate(NEW)
    await web.write(lambda tx: setups.add(tx, wanted))
    await page.changed()
    await wait_for(lambda: ToyConnector.made.get("new"))
    await elsewhere.stop()
    for one in signals:
        await one.stop()
    await web.close()
    await worker.close()


class LookingToy(ToyConnector):
    """A toy that can be checked."""

    held: ClassVar[asyncio.Event | None] = None  # the second step waits for it

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Finds two phones."""
        assert isinstance(options, ToyOptions)
        well = options.secret.get_secret_value() == SECRET
        finding = Finding("sign_in", Verdict.WELL if well else Verdict.PROBLEM, "well" if well else "rejected", "so")
        tell(finding)
        if self.held:
            await self.held.wait()
        phones = [FoundEndpoint("PJSIP/101", "101", "Agent One"), FoundEndpoint("PJSIP/102", "102", "one")]
        return CheckReport([finding], "22", phones)

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """One."""
        return (Recipe("toy", "toy.conf", f"{username} from {hub_address}: {{secret}}", "restart"),)


async def test_a_check_uses_the_stored_secret_and_suggests_whose_phones_they_are(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = LookingToy()
    await admin.post("/api/connectors", json=NEW)
    response = await admin.post("/api/connectors/check", json={"connector": "toy", "account": "new"})
    body = await response.json()
    assert (body["works"], body["version"]) == (True, "22")
    assert body["extensions"][0]["user"]["name"] == "Agent One"
    assert body["extensions"][1]["user"] is None  # "one" is part of everybody's name here
    wrong = {"connector": "toy", "options": {"host": "10.0.0.9", "secret": "no"}}
    body = await (await admin.post("/api/connectors/check", json=wrong)).json()
    assert (body["works"], body["findings"][0]["code"]) == (False, "rejected")
    metadata = {"connector": "toy", "options": {"host": "169.254.169.254"}}
    body = await (await admin.post("/api/connectors/check", json=metadata)).json()
    assert [finding["code"] for finding in body["findings"]] == ["metadata_address"]


async def test_a_check_tells_each_step_as_it_is_made(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = LookingToy()
    held = asyncio.Event()
    monkeypatch.setattr(LookingToy, "held", held)
    wanted = {"connector": "toy", "options": {"host": "10.0.0.9", "secret": SECRET}}
    whole = asyncio.create_task(admin.post("/api/connectors/check", json=wanted))
    async with admin.post("/api/connectors/check/steps", json=wanted) as response:
        first = json.loads(await response.content.readline())
        assert (first["finding"]["step"], first["finding"]["verdict"]) == ("sign_in", "well")
        held.set()
        last = json.loads(await response.content.readline())
        assert await response.content.read() == b""
    assert last == {"report": await (await whole).json()}


class BrokenToy(LookingToy):
    """A toy whose check has a defect after its first step."""

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Raises what no check should."""
        await super().check(options, network, tell)
        raise ZeroDivisionError


async def test_a_check_that_fails_by_itself_ends_with_a_step_that_says_so(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = BrokenToy()
    wanted = {"connector": "toy", "options": {"host": "10.0.0.9", "secret": SECRET}}
    lines = (await (await admin.post("/api/connectors/check/steps", json=wanted)).text()).splitlines()
    *steps, last = [json.loads(line) for line in lines]
    assert [step["finding"]["code"] for step in steps] == ["well", "check_failed"]
    assert (last["report"]["works"], last["report"]["findings"]) == (False, [step["finding"] for step in steps])
    assert (await (await admin.post("/api/connectors/check", json=wanted)).json()) == last["report"]


async def test_nobody_else_gets_steps_and_a_refused_address_is_one(site: Site) -> None:
    agent, admin = await site.signed_in(), await site.signed_in(Role.ADMINISTRATOR)
    metadata = {"connector": "toy", "options": {"host": "169.254.169.254"}}
    assert (await agent.post("/api/connectors/check/steps", json=metadata)).status == 403
    wrong = {"connector": "toy", "options": {"host": "a", "port": 0}}
    assert (await admin.post("/api/connectors/check/steps", json=wrong)).status == 422
    lines = (await (await admin.post("/api/connectors/check/steps", json=metadata)).text()).splitlines()
    assert [json.loads(line).popitem()[0] for line in lines] == ["finding", "report"]
    assert json.loads(lines[0])["finding"]["code"] == "metadata_address"


async def test_recipes_hold_the_hubs_own_address(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = LookingToy()
    body = {"connector": "toy", "host": "127.0.0.1", "username": "hub"}
    answer = await (await admin.post("/api/connectors/recipes", json=body)).json()
    assert (answer["hub_address"], answer["items"][0]["text"]) == ("127.0.0.1", "hub from 127.0.0.1: {secret}")
    bad = await admin.post("/api/connectors/recipes", json=body | {"username": "a]\nwrite = all"})
    assert await problem(bad, 422) == [("body.username", "string_pattern_mismatch")]


async def test_what_a_connector_can_be_told_is_for_those_who_set_it_up(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    kind = await (await admin.get("/api/connector-kinds/toy")).json()
    assert [option["name"] for option in kind["options"]] == ["host", "port", "secret", "trunks", "ca_file"]
    await problem(await admin.get("/api/connector-kinds/none"), 404)
    agent = await site.signed_in(Role.AGENT)
    await problem(await agent.get("/api/connector-kinds/toy"), 403)


async def test_the_settings_file_may_say_places_beside_an_account_of_the_page(
    database: Database, people: dict[str, Any], tmp_path: Path
) -> None:
    """They count, are shown, and are never stored with the account; what the page may say itself is refused there."""
    file = {"blobs": {"directory": str(tmp_path / "blobs")}}
    places = {"new": {"folder": "/mnt/audio"}, "odd": {"host": "10.0.0.9"}, "old": {"folder": "/mnt/old"}}
    setups = Setups(parse(file | {"places": places}), (), lambda: POINTS)
    for account, host in (("new", "10.0.0.5"), ("odd", "10.0.0.6")):
        wanted = NewConnector(account=account, connector="toy", options={"host": host, "secret": SECRET})
        if account == "odd":
            with pytest.raises(Conflict, match=r"places\.odd\.host"):
                await database.write(lambda tx, wanted=wanted: setups.add(tx, wanted))
        else:
            assert (await database.write(lambda tx, wanted=wanted: setups.add(tx, wanted))).places == places["new"]
    change = ConnectorChange(options={"trunks": ["fax"]})
    assert "folder" not in (await database.write(lambda tx: setups.change(tx, "new", change, None))).options
    async with database.read() as session:
        (at_work,) = await setups.load(session)
        _, checked = await setups.options_of(session, "new")
        assert (await session.get_one(Setup, "new")).options == {"host": "10.0.0.5", "trunks": ["fax"]}
    assert isinstance(at_work.options, ToyOptions)
    assert (at_work.options.folder, at_work.options.trunks) == ("/mnt/audio", ("fax",))
    assert checked == at_work.options
    moved = setups.merged(ToyConnector(), checked, {"host": "10.0.0.7", "secret": "another"})
    assert isinstance(moved, ToyOptions)
    assert moved.folder == "/mnt/audio"

    setups = Setups(parse(file | {"places": {"new": {"host": "10.0.0.9"}}}), (), lambda: POINTS)
    async with database.read() as session:
        (broken,) = await setups.load(session)
    assert broken.broken
    assert "places.new.host" in broken.broken
