"""Accounts of the page beside those of the settings file: lost keys, other processes, places of the machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub import channels
from hub.accounts import Role
from hub.channels import ACCOUNTS, SETUPS, Setups
from hub.channels.keyring import Keyring
from hub.channels.models import Setup
from hub.channels.schemas_setup import ConnectorChange, NewConnector
from hub.db import Database
from hub.db.notify import Signals
from hub.settings import parse
from hub.web import Conflict
from tests.hub.channels.setting_up import NEW, SECRET, problem, running, settings_at, site_at_work
from tests.hub.channels.test_accounts import shown
from tests.hub.channels.test_registry import POINTS
from tests.hub.channels.toy import ToyConnector, ToyOptions
from tests.support.accounts import Site
from tests.support.waiting import WaitFor


@pytest.fixture
async def site(database: Database, people: dict[str, Any], tmp_path: Path) -> AsyncIterator[Site]:
    """A hub with the account ``desk`` of its settings file at work."""
    async with site_at_work(database, tmp_path) as made:
        yield made


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
