"""The result of a call: chosen by who took it, seen in every list, and asked for where the queue wants one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import dispositions, presence, queues
from hub.accounts import User
from hub.calls import lists
from hub.calls.lists import CallsQuery
from hub.calls.models import Call, TalkSegment
from hub.calls.outcome import dispose
from hub.db import Tx, new_id
from hub.dispositions import store
from hub.dispositions.models import Disposition, RequiredDisposition
from hub.presence.models import Presence
from hub.queues.models import Queue
from hub.web import Conflict, Forbidden, Invalid, NotFound
from tests.hub.calls.conftest import ACCOUNT, Office
from tests.hub.calls.recordings import facts_of

GROUP, SOLD, LOST = new_id(), new_id(), new_id()


@pytest.fixture
async def results(office: Office) -> Office:
    """There are results to choose from."""

    async def work(tx: Tx) -> None:
        for place, (one, parent) in enumerate([(GROUP, None), (SOLD, GROUP), (LOST, GROUP)]):
            tx.session.add(Disposition(id=one, parent_id=parent, names={"en": str(place)}, position=place,
                                       created_at=tx.now, version=1))  # fmt: skip
            await tx.session.flush()

    await office.db.write(work)
    return office


async def choose(office: Office, one: UUID | None, *, agent: str = "A", also: tuple[str, ...] = ()) -> None:
    call = await office.one("call")
    user = office.reader("calls:read", "calls:control", *also, agent=agent)
    await office.db.write(lambda tx: dispose(tx, user, call.id, one, office.board.numbering))


async def test_it_is_seen_on_both_tabs_on_the_timeline_and_in_the_list(results: Office) -> None:
    await results.customer("Caller", "+989121110000")
    await results.play("queue_answered")
    before = (await results.one("call")).version
    await choose(results, SOLD)
    await choose(results, SOLD)  # the answer to the first was lost
    call = await results.one("call")
    assert (call.disposition_id, call.disposition_by, call.version) == (SOLD, results.agents["A"], before + 1)
    newest = [event.data for event in await results.events(results.room("A")) if event.kind == "call"][-1]
    assert newest
    assert newest["disposition_id"] == str(SOLD)
    assert (await results.one("interaction")).facts["disposition_id"] == str(SOLD)
    reader = results.reader("calls:read")
    async with results.db.read() as session:
        for asked, found in ((SOLD, 1), (GROUP, 1), (LOST, 0)):
            rows = await lists.history(session, reader, CallsQuery(disposition_id=asked), None)
            assert len(rows) == found


async def test_one_chosen_during_the_call_outlives_what_comes_after(results: Office) -> None:
    facts = list(facts_of("queue_answered"))
    await results.hear(facts[:-3])
    await choose(results, LOST)
    await results.hear(facts[-3:])
    assert (await results.one("call")).disposition_id == LOST
    item = await results.one("interaction")
    assert (item.facts["disposition_id"], item.facts["result"]) == (str(LOST), "completed")


async def test_only_who_took_it_says_so_and_only_a_supervisor_takes_it_back(results: Office) -> None:
    await results.play("queue_answered")
    with pytest.raises(Invalid):
        await choose(results, GROUP)
    with pytest.raises((Forbidden, NotFound)):
        await choose(results, SOLD, agent="B")
    await choose(results, SOLD)
    with pytest.raises(Conflict):
        await choose(results, None)
    await choose(results, None, agent="B", also=("calls:read_all",))
    assert (await results.one("call")).disposition_id is None
    assert "disposition_id" not in (await results.one("interaction")).facts


async def test_who_may_give_none_any_more_goes_free_and_the_call_says_so(results: Office) -> None:
    await results.customer("Caller", "+989121110000")
    _, _ = await _wanted(results)
    agent, excuse = results.agents["A"], queues.excusing(results.board.numbering)
    await results.db.write(lambda tx: excuse(tx, [agent, results.agents["B"]]))
    assert not (await results.one("call")).undisposed, "they still may"

    async def demote(tx: Tx) -> None:
        user = await tx.session.get(User, agent)
        assert user
        user.role = "marketer"
        await tx.session.flush()
        await excuse(tx, [agent])

    await results.db.write(demote)
    async with results.db.read() as session:
        row = await session.get(Presence, agent)
    assert row
    assert (row.state == "wrap_up", row.owed) == (False, [])
    call = await results.one("call")
    newest = [event.data for event in await results.events(results.room("A")) if event.kind == "call"][-1]
    assert newest
    assert (call.undisposed, newest["undisposed"]) == (True, True)
    assert (await results.one("interaction")).facts["undisposed"] is True
    await choose(results, SOLD, agent="B", also=("calls:read_all",))
    assert not (await results.one("call")).undisposed
    assert "undisposed" not in (await results.one("interaction")).facts


async def _wanted(results: Office) -> tuple[UUID, Callable[[Tx], Awaitable[UUID | None]]]:
    """A call of a queue that wants results, and what its agent owes if it has just ended."""
    queue, agent = new_id(), results.agents["A"]
    await results.play("queue_answered")
    call = await results.one("call")

    async def require(tx: Tx) -> None:
        part = (await tx.session.scalars(sa.select(TalkSegment))).one()
        part.ended_at = tx.now - timedelta(seconds=1)
        tx.session.add(Queue(id=queue, account=ACCOUNT, name=call.queue))
        tx.session.add(RequiredDisposition(kind="queue", item_id=queue, required=True, version=1))
        await presence.come_online(tx, agent)
        row = await tx.session.get(Presence, agent)
        assert row
        row.chosen_state, row.wrap_up_until, row.owed = "wrap_up", tx.now - timedelta(seconds=5), [str(call.id)]
        await presence.refresh(tx, agent)

    await results.db.write(require)
    return call.id, lambda tx: queues.owed(tx, agent)


async def test_who_may_not_give_a_result_owes_none(results: Office) -> None:
    call, owed = await _wanted(results)
    assert await results.db.write(owed) == call
    everybody = sa.update(User).values(role="marketer")
    await results.db.write(lambda tx: tx.session.execute(everybody))
    assert await results.db.write(owed) is None


async def test_agents_are_let_go_where_there_is_nothing_left_to_choose(
    results: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence.HOOKS, "still_owed", queues.still_owed)
    monkeypatch.setattr(dispositions.HOOKS, "less_wanted", presence.forgive)
    await _wanted(results)
    await results.db.write(lambda tx: store.change(tx, LOST, {"archived": True}, None))
    assert (await _seen(results)).state == "wrap_up"
    await results.db.write(lambda tx: store.change(tx, GROUP, {"archived": True}, None))
    seen = await _seen(results)
    assert (seen.state, seen.owed) == ("available", [])


async def test_a_result_that_is_there_already_lets_its_agent_go_too(results: Office) -> None:
    """It was given while the agent's wrap-up began."""
    call, _ = await _wanted(results)
    has = sa.update(Call).where(Call.id == call).values(disposition_id=SOLD)
    await results.db.write(lambda tx: tx.session.execute(has))
    await choose(results, SOLD)
    assert (await _seen(results)).state == "available"


async def _seen(results: Office) -> presence.PresenceOut:
    async with results.db.read() as session:
        return next(one for one in await presence.everybody(session) if one.user_id == results.agents["A"])


async def test_a_queue_that_wants_one_keeps_its_agent_in_wrap_up(results: Office) -> None:
    queue, agent = new_id(), results.agents["A"]
    await results.play("queue_answered")

    async def now(tx: Tx) -> UUID | None:
        """As if the call had just ended."""
        call = (await tx.session.scalars(sa.select(Call))).one()
        part = (await tx.session.scalars(sa.select(TalkSegment))).one()
        part.ended_at = tx.now - timedelta(seconds=1)
        if not await tx.session.get(Queue, queue):
            tx.session.add(Queue(id=queue, account=ACCOUNT, name=call.queue))
            await tx.session.flush()
        return await queues.owed(tx, agent)

    async def require(tx: Tx) -> None:
        tx.session.add(RequiredDisposition(kind="queue", item_id=queue, required=True, version=1))

    assert await results.db.write(now) is None
    await results.db.write(require)
    call = await results.one("call")
    assert await results.db.write(now) == call.id

    async def wrap_up(tx: Tx) -> None:
        await presence.come_online(tx, agent)
        row = await tx.session.get(Presence, agent)
        assert row
        row.chosen_state, row.wrap_up_until, row.owed = "wrap_up", tx.now - timedelta(seconds=5), [str(call.id)]
        await presence.refresh(tx, agent)

    await results.db.write(wrap_up)
    await choose(results, SOLD)
    async with results.db.read() as session:
        seen = next(one for one in await presence.everybody(session) if one.user_id == agent)
    assert (seen.state, seen.owed) == ("available", [])
    assert await results.db.write(now) is None
