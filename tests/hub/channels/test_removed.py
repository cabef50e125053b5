"""An account that is removed leaves nothing behind that seems to go on, and all that it had when it comes back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hub import calls, queues
from hub.calls import Call, Extension, ExtensionClaim, Numbering, Seats
from hub.calls.extensions import list_extensions
from hub.channels import Accounts, Setups
from hub.channels.schemas_setup import NewConnector
from hub.db import Database, Tx, new_id
from hub.intake import Intake
from hub.leases import LeaseHandle, LeaseKeeper
from hub.messaging.at_work import hold, route
from hub.ports import LegRef, LegStarted, Party, QueueMember, QueuesSnapshot
from hub.queues.models import Membership
from tests.hub.channels.setting_up import NEW, running, settings_at
from tests.hub.channels.toy import ToyAccount, ToyConnector, connect
from tests.support.waiting import WaitFor

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
PHONE, LEG = new_id(), LegRef("boot", "1")
MEMBER = QueueMember("sales", "SIP/7", "SIP/7", None, "Seven")


class Office:
    """A PBX "new" with a queue, a phone at which the agent sits, a call that goes on, and a sender of messages."""

    def __init__(self, database: Database, folder: Path, agent: Any) -> None:
        self.db, self.agent = database, agent.id
        seats = Seats()
        seats.moving = [queues.moving(True)]
        self.intake = Intake(database, Numbering(), seats)
        self.accounts: Accounts
        self.setups: Setups
        self.accounts, self.setups = running(
            database, settings_at(folder), intake=self.intake.receive, queues=self.intake.receive_queues,
            clear=self.intake.clear,
        )  # fmt: skip
        ToyConnector.made.clear()
        ToyConnector.scripts.clear()
        ToyConnector.scripts["new"] = _tell

    async def add(self) -> None:
        await self.db.write(lambda tx: self.setups.add(tx, NewConnector.model_validate(NEW)))
        await self.accounts.changed()

    async def sit_down(self) -> None:
        async def work(tx: Tx) -> None:
            tx.session.add(Extension(id=PHONE, account="new", endpoint="SIP/7", number="7"))
            await tx.session.flush()
            tx.session.add(ExtensionClaim(extension_id=PHONE, user_id=self.agent, since=tx.now))
            await hold(tx, "new", "sms", "somebody", 60.0)

        await self.db.write(work)

    async def remove(self) -> None:
        await self.db.write(lambda tx: self.setups.delete(tx, "new"))
        await self.accounts.changed()

    async def offered(self) -> dict[str, Any]:
        """What others may choose among."""
        async with self.db.read() as session:
            return {
                "queues": [item.name for item in await queues.list_items(session)],
                "phones": [item.number for item in await list_extensions(session)],
                "seat": (found := await calls.extension_of(session, self.agent)) and found.number,
                "sender": (way := await route(session, "sms", None)) and way.account,
                "in queue": await session.scalar(sa.select(Membership.signed_in)),
                "open calls": await session.scalar(sa.select(sa.func.count()).where(Call.ended_at.is_(None))),
            }

    async def is_so(self, wanted: dict[str, Any]) -> bool:
        return await self.offered() == wanted


async def _tell(account: ToyAccount) -> None:
    told: Any = account.host
    await told.receive([LegStarted(LEG, AT, LEG, Party.OUTSIDE, "SIP/trunk", True, "09121234567", None, "1000")])
    await told.receive_queues([QueuesSnapshot(AT, "boot", ("sales",), (MEMBER,))])
    await connect(account)


HERE = {"queues": ["sales"], "phones": ["7"], "seat": "7", "sender": "new", "in queue": True, "open calls": 1}
GONE = {"queues": [], "phones": [], "seat": None, "sender": None, "in queue": False, "open calls": 0}


async def test_what_an_account_had_is_gone_with_it_and_comes_back(
    database: Database, people: dict[str, Any], tmp_path: Path, wait_for: WaitFor
) -> None:
    office = Office(database, tmp_path, people["agent"])
    await office.accounts.start()
    try:
        await office.add()
        await office.sit_down()
        await wait_for(lambda: office.is_so(HERE))
        await office.remove()
        await wait_for(lambda: office.is_so(GONE))
        async with database.read() as session:
            call = (await session.scalars(sa.select(Call))).one()
        assert (call.result, call.inferred) == ("unknown", True)
        await office.add()
        back = HERE | {"seat": None, "open calls": 0}  # who sits there chooses so again; the call is over
        await wait_for(lambda: office.is_so(back))
    finally:
        await office.accounts.stop()


async def test_it_is_cleared_when_whoever_ran_it_has_let_it_go(
    database: Database, people: dict[str, Any], tmp_path: Path, wait_for: WaitFor
) -> None:
    office = Office(database, tmp_path, people["agent"])
    await office.accounts.start()
    try:
        await office.add()
        await office.sit_down()
        await wait_for(lambda: office.is_so(HERE))
        await office.accounts.stop()
        held, may_go = asyncio.Event(), asyncio.Event()

        async def keep(_lease: LeaseHandle) -> None:
            held.set()
            await may_go.wait()

        elsewhere = asyncio.create_task(LeaseKeeper(database, ttl=2).hold("connector:new", keep))
        await held.wait()
        await office.db.write(lambda tx: office.setups.delete(tx, "new"))
        await office.accounts.start()
        still = await office.offered()
        assert (still["queues"], still["phones"], still["seat"], still["open calls"]) == ([], [], "7", 1)
        may_go.set()
        await wait_for(lambda: office.is_so(GONE))
        await elsewhere
    finally:
        await office.accounts.stop()
