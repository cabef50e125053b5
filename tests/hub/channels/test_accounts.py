"""Accounts at work: started, shown, restarted, fenced."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from hub.channels import AccountRef, Accounts, ConnectorAccount, UnknownAccount, configure, list_connectors
from hub.channels.host import Intake
from hub.db import Database, StoreUnavailable
from hub.db.notify import Signals
from hub.events.models import Event
from hub.leases import LeaseHandle, LeaseKeeper, LeaseLost
from hub.leases.models import Lease
from hub.ports import Connection, ConnectorState, HangUp, LegAnswered, LegRef, MediaAccess, RetryLater
from hub.settings import parse
from tests.hub.channels.test_registry import POINTS
from tests.hub.channels.toy import ToyAccount, ToyConnector
from tests.support.waiting import WaitFor

EVENT = LegAnswered(LegRef("boot", "1"), datetime.now(UTC))
ONE = {"pbx": {"connector": "toy", "host": "pbx.example", "name": "Office"}}


@pytest.fixture(autouse=True)
def _fresh() -> None:
    ToyConnector.scripts.clear()
    ToyConnector.made.clear()


async def swallow(ref: AccountRef, lease: LeaseHandle, events: Sequence[object]) -> None:
    """An intake that takes everything."""


@asynccontextmanager
async def at_work(
    database: Database,
    connectors: dict[str, Any] | None = None,
    intake: Intake = swallow,
    signals: Signals | None = None,
) -> AsyncIterator[Accounts]:
    """Accounts that run while the block does."""
    configured = configure(parse({"connectors": ONE if connectors is None else connectors}), lambda: POINTS)
    accounts = Accounts(database, LeaseKeeper(database, ttl=2), configured, intake, signals=signals)
    await accounts.start()
    try:
        yield accounts
    finally:
        await accounts.stop()


async def shown(database: Database, account: str = "pbx") -> ConnectorAccount:
    """What the settings page shows of an account."""
    async with database.read() as session:
        return {found.account: found for found in await list_connectors(session)}[account]


async def until(database: Database, wait_for: WaitFor, connection: Connection, account: str = "pbx") -> None:
    """Wait for a state of the account."""

    async def there() -> bool:
        return (await shown(database, account)).connection is connection

    await wait_for(there, what=f"{account} {connection}")


async def pushed(database: Database) -> list[Event]:
    """The events about connectors, in order."""
    async with database.read() as session:
        return list((await session.scalars(sa.select(Event).order_by(Event.id))).all())


async def test_a_state_is_stored_and_pushed(database: Database, wait_for: WaitFor) -> None:
    async with at_work(database):
        await until(database, wait_for, Connection.CONNECTED)
    entry = await shown(database)
    assert (entry.account, entry.name, entry.connector, entry.channel) == ("pbx", "Office", "toy", "call")
    assert (entry.address, entry.facts, entry.reason) == ("pbx.example:1", {"version": "22"}, None)
    assert entry.last_connected_at
    events = await pushed(database)
    assert {(event.room, event.kind, event.key) for event in events} == {("connectors", "connector", str(entry.id))}
    versions = [event.version for event in events]
    assert versions == sorted(set(versions))
    assert events[-1].data == entry.model_dump(mode="json")


async def test_what_is_known_outlives_a_restart(database: Database, wait_for: WaitFor) -> None:
    async with at_work(database):
        await until(database, wait_for, Connection.CONNECTED)
    before = await shown(database)
    ToyConnector.scripts["pbx"] = lambda _: asyncio.Event().wait()  # type: ignore[assignment,return-value]
    async with at_work(database):
        await until(database, wait_for, Connection.CONNECTING)
        after = await shown(database)
    assert after.id == before.id
    assert after.version > before.version
    assert after.last_connected_at
    assert before.last_connected_at
    assert after.last_connected_at >= before.last_connected_at


async def test_switched_off_broken_and_removed_ones_are_shown_as_such(database: Database, wait_for: WaitFor) -> None:
    async with at_work(database):
        await until(database, wait_for, Connection.CONNECTED)
    others: dict[str, Any] = {
        "off": {"connector": "untouched", "enabled": False},
        "bad": {"connector": "broken"},
    }
    async with at_work(database, others) as accounts:
        assert (await shown(database, "off")).connection is Connection.STOPPED
        bad = await shown(database, "bad")
        assert (bad.connection, bad.reason) == (Connection.DISCONNECTED, "broken")
        with pytest.raises(KeyError):
            await shown(database, "pbx")
        with pytest.raises(UnknownAccount):
            await accounts.reconnect("off")
    assert (await pushed(database))[-1].version


async def test_a_crash_is_shown_tried_again_and_disturbs_nobody(database: Database, wait_for: WaitFor) -> None:
    async def crash(account: ToyAccount) -> None:
        raise ZeroDivisionError("a bug\r\nforged: line")

    ToyConnector.scripts["bad"] = crash
    both = {"bad": {"connector": "toy", "host": "x"}, "good": {"connector": "toy", "host": "y"}}
    async with at_work(database, both):
        await until(database, wait_for, Connection.DISCONNECTED, "bad")
        await until(database, wait_for, Connection.CONNECTED, "good")
        entry = await shown(database, "bad")
        assert entry.reason == "crashed"
        assert entry.answer == "ZeroDivisionError: a bug  forged: line"
        assert entry.retry_at
        del ToyConnector.scripts["bad"]
        await until(database, wait_for, Connection.CONNECTED, "bad")
        assert len(ToyConnector.made["good"]) == 1


async def test_reconnect_starts_anew_at_once(database: Database, wait_for: WaitFor) -> None:
    async with at_work(database) as accounts:
        await until(database, wait_for, Connection.CONNECTED)
        await accounts.reconnect("pbx")
        await wait_for(lambda: len(ToyConnector.made["pbx"]) == 2)
        await until(database, wait_for, Connection.CONNECTED)
        with pytest.raises(UnknownAccount):
            await accounts.reconnect("nobody")


async def test_commands_reach_the_account(database: Database, wait_for: WaitFor) -> None:
    command = HangUp(LegRef("boot", "1"))
    async with at_work(database) as accounts:
        await until(database, wait_for, Connection.CONNECTED)
        await accounts.execute("pbx", command)
        with pytest.raises(UnknownAccount):
            await accounts.execute("nobody", command)
        assert accounts.diagnostics("pbx") == {"host": "pbx.example"}
    assert ToyConnector.made["pbx"][0].commands == [command]
    with pytest.raises(RetryLater):
        await accounts.execute("pbx", command)
    assert (await shown(database)).sent_24h == 1


async def test_events_go_to_the_intake_and_are_counted(database: Database, wait_for: WaitFor) -> None:
    taken: list[tuple[str, str, int]] = []

    async def intake(ref: AccountRef, lease: LeaseHandle, events: Sequence[object]) -> None:
        taken.append((ref.account, lease.name, len(events)))

    async with at_work(database, intake=intake):
        await wait_for(lambda: ToyConnector.made.get("pbx"))
        await ToyConnector.made["pbx"][0].host.receive([EVENT, EVENT])
        await ToyConnector.made["pbx"][0].host.receive([])
    assert taken == [("pbx", "connector:pbx", 2)]
    assert (await shown(database)).received_24h == 2


@pytest.mark.parametrize("error", [StoreUnavailable("locked"), LeaseLost("gone")])
async def test_a_store_that_is_away_is_told_as_later(database: Database, wait_for: WaitFor, error: Exception) -> None:
    async def intake(ref: AccountRef, lease: LeaseHandle, events: Sequence[object]) -> None:
        raise error

    async with at_work(database, intake=intake):
        await wait_for(lambda: ToyConnector.made.get("pbx"))
        with pytest.raises(RetryLater):
            await ToyConnector.made["pbx"][0].host.receive([EVENT])


async def test_many_reports_become_few_pushes_and_the_last_one_wins(database: Database, wait_for: WaitFor) -> None:
    async def flap(account: ToyAccount) -> None:
        for number in range(500):
            await account.host.report(ConnectorState(Connection.CONNECTED, facts={"channels": number}))
        await asyncio.Event().wait()

    async def last() -> bool:
        return (await shown(database)).facts == {"channels": 499}

    ToyConnector.scripts["pbx"] = flap
    async with at_work(database):
        await wait_for(last)
    assert len(await pushed(database)) < 8


async def test_an_old_owner_cannot_show_its_state(database: Database, wait_for: WaitFor) -> None:
    async with at_work(database) as accounts:
        await until(database, wait_for, Connection.CONNECTED)
        old = ToyConnector.made["pbx"][0]
        stolen = sa.update(Lease).values(owner="another/process", epoch=Lease.epoch + 1)
        await database.write(lambda tx: tx.session.execute(stolen))
        await old.host.report(ConnectorState(Connection.NEEDS_SIGN_IN))
        await accounts._states.flush()
    assert (await shown(database)).connection is Connection.CONNECTED


async def test_two_hubs_run_an_account_once_and_the_second_takes_over(database: Database, wait_for: WaitFor) -> None:
    async with at_work(database):
        await until(database, wait_for, Connection.CONNECTED)
        second = at_work(database)
        await second.__aenter__()
        assert len(ToyConnector.made["pbx"]) == 1
    await wait_for(lambda: len(ToyConnector.made["pbx"]) == 2)
    await second.__aexit__(None, None, None)


async def test_before_the_accounts_are_read_nobody_says_that_one_keeps_nothing(database: Database) -> None:
    accounts = Accounts(database, LeaseKeeper(database, ttl=2), [], swallow)
    with pytest.raises(RetryLater):
        accounts.audio("pbx")
    assert accounts.media("pbx") is None
    async with at_work(database) as running:
        assert running.audio("pbx") is None
        assert running.media("pbx") == MediaAccess()
