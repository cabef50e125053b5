"""The connector against the simulated phone: what it tells of queues, and what it does to them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest

from connectors.asterisk.client import AsteriskAccount
from connectors.asterisk.simulator import SimulatedPbx
from hub.ports import (
    JoinQueue,
    LeaveQueue,
    MemberGone,
    MemberSeen,
    PauseMember,
    QueueFact,
    QueuesSnapshot,
    Refused,
    RetryLater,
    Uncertain,
)
from tests.connectors.asterisk.conftest import RecordingHost, make_options
from tests.connectors.asterisk.simulator.conftest import AmiClient, recorded_switchboard
from tests.support.waiting import until


class QueueHost(RecordingHost):
    """A hub that follows queues."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[QueueFact] = []
        self.closed = False

    async def receive_queues(self, facts: Sequence[QueueFact]) -> None:
        if self.closed:
            raise RetryLater("the store is locked", after=0.02)
        self.told += facts

    def lists(self) -> list[QueuesSnapshot]:
        return [fact for fact in self.told if isinstance(fact, QueuesSnapshot)]

    def pauses(self) -> list[tuple[str, str, bool]]:
        seen = [fact for fact in self.told if isinstance(fact, MemberSeen)]
        return [(fact.member.queue, fact.member.reason, fact.asked) for fact in seen]


@pytest.fixture
async def pbx() -> AsyncIterator[SimulatedPbx]:
    pbx = SimulatedPbx(recorded_switchboard(), port=0)
    await pbx.start()
    yield pbx
    await pbx.stop()


@pytest.fixture
async def line(pbx: SimulatedPbx) -> AsyncIterator[tuple[AsteriskAccount, QueueHost]]:
    host = QueueHost()
    options = make_options(port=pbx.port, secret="simulated", reconnect_min=0.02, reconnect_max=0.1)
    account = AsteriskAccount(options, host)
    task = asyncio.create_task(account.run())
    await until(host.lists)
    yield account, host
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def panel(pbx: SimulatedPbx) -> AsyncIterator[AmiClient]:
    """Another program that is signed in to the PBX."""
    client = AmiClient(*await asyncio.open_connection("127.0.0.1", pbx.port))
    await client.reader.readline()
    await client.login()
    yield client
    client.writer.close()


async def test_all_queues_are_told_at_the_start(line: tuple[AsteriskAccount, QueueHost]) -> None:
    first = line[1].lists()[0]
    assert first.queues == ("sales", "support")
    assert {(m.queue, m.interface, m.static) for m in first.members} == {
        ("support", "PJSIP/101", True), ("sales", "PJSIP/101", True), ("sales", "PJSIP/102", True),
    }  # fmt: skip


async def test_the_hubs_pause_is_told_as_asked_for_and_another_is_not(
    line: tuple[AsteriskAccount, QueueHost], panel: AmiClient
) -> None:
    account, host = line
    await account.execute_queue(PauseMember("PJSIP/101", True, "lunch"))
    await until(lambda: len(host.pauses()) == 2)
    assert host.pauses() == [("support", "lunch", True), ("sales", "lunch", True)]
    await panel.ask("QueuePause", Interface="PJSIP/101", Queue="sales", Paused="false")
    await until(lambda: ("sales", "", False) in host.pauses())


async def test_a_phone_joins_a_queue_with_its_penalty_and_leaves_it(line: tuple[AsteriskAccount, QueueHost]) -> None:
    account, host = line
    await account.execute_queue(JoinQueue("support", "PJSIP/102", name="Sara", penalty=4, paused=True))
    await until(lambda: ("support", "", False) in host.pauses())
    (joined,) = [fact.member for fact in host.told if isinstance(fact, MemberSeen)]
    assert (joined.name, joined.penalty, joined.static, joined.paused) == ("Sara", 4, False, True)
    await account.execute_queue(LeaveQueue("support", "PJSIP/102"))
    await until(lambda: any(isinstance(fact, MemberGone) for fact in host.told))
    with pytest.raises(Refused, match="Member not dynamic"):
        await account.execute_queue(LeaveQueue("support", "PJSIP/101"))
    await account.execute_queue(LeaveQueue("support", "PJSIP/102"))  # it is not there any more


async def test_what_happens_while_the_store_is_away_is_told_afterwards(
    line: tuple[AsteriskAccount, QueueHost], panel: AmiClient
) -> None:
    _, host = line
    host.closed = True
    await panel.ask("QueuePause", Interface="PJSIP/101", Queue="sales", Paused="true", Reason="lunch")
    await panel.ask("QueuePause", Interface="PJSIP/101", Queue="sales", Paused="false")
    await panel.ask("QueuePause", Interface="PJSIP/101", Queue="sales", Paused="true", Reason="prayer")
    host.closed = False
    await until(lambda: ("sales", "prayer", False) in host.pauses())


async def test_a_reconnect_lists_again(line: tuple[AsteriskAccount, QueueHost], pbx: SimulatedPbx) -> None:
    account, host = line
    await pbx.stop()
    with pytest.raises((RetryLater, Uncertain)):
        await account.execute_queue(PauseMember("PJSIP/101", True))
    del pbx.exchange.switchboard.queues["sales"]
    await pbx.start()
    await until(lambda: len(host.lists()) > 1)
    assert host.lists()[-1].queues == ("support",)
