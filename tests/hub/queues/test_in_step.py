"""Breaks in the hub and pauses in the telephone system follow each other; the newest choice wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hub import presence
from hub.db import utc_now
from hub.ports import JoinQueue, LeaveQueue, MemberGone, PauseMember, PhoneSeen, QueueMember, Refused, RetryLater
from tests.hub.queues.conftest import AT, SALES, SUPPORT, Desk

LUNCH = PauseMember("PJSIP/101", True, "lunch")
READY = PauseMember("PJSIP/101", False, "")


@pytest.fixture
async def listed(desk: Desk) -> Desk:
    await desk.list(SUPPORT, SALES)
    await desk.work()
    desk.commands.clear()
    return desk


async def test_a_break_pauses_the_phone_and_its_end_frees_it(listed: Desk) -> None:
    await listed.choose("away", "lunch")
    assert await listed.work() == [LUNCH]
    await listed.paused(SUPPORT, "lunch", asked=True)
    await listed.paused(SALES, "lunch", asked=True)
    assert await listed.shown() == ("away", "lunch")
    await listed.choose("available")
    assert await listed.work() == [READY]


async def test_the_echo_of_an_earlier_pause_changes_nothing(listed: Desk) -> None:
    await listed.choose("away", "lunch")
    await listed.work()
    await listed.choose("available")
    await listed.paused(SUPPORT, "lunch", asked=True)
    await listed.paused(SALES, "lunch", asked=True)
    assert await listed.shown() == ("available", None)
    await listed.work()
    assert listed.commands == [LUNCH, READY]


async def test_presence_follows_a_pause_made_at_the_phone(listed: Desk) -> None:
    await listed.paused(SUPPORT, "prayer")
    assert await listed.shown() == ("available", None)  # the other queue's calls still come
    await listed.paused(SALES, "prayer")
    seen = await listed.look()
    assert (seen.state, seen.reason, seen.source) == ("away", "prayer", "phone")
    await listed.paused(SUPPORT, None)
    assert (await listed.look()).state == "available"
    assert await listed.work() == []


async def test_words_that_are_no_reason_of_ours_are_shown(listed: Desk) -> None:
    await listed.paused(SUPPORT, "Doctor")
    await listed.paused(SALES, "Doctor")
    seen = await listed.look()
    assert (seen.state, seen.reason, seen.note) == ("away", None, "Doctor")


async def test_nothing_is_sent_blindly_while_the_exchange_is_away(listed: Desk) -> None:
    listed.answers = [RetryLater("The PBX is not connected.", after=0.05)]
    await listed.choose("away", "lunch")
    await listed.choose("away", "meeting")
    assert (await listed.work())[-1:] == [PauseMember("PJSIP/101", True, "meeting")]


async def test_a_choice_made_during_an_outage_wins_over_an_older_pause(listed: Desk) -> None:
    older = replace(SUPPORT, paused=True, reason="lunch", paused_at=utc_now() - timedelta(hours=1))
    listed.answers = [RetryLater("away", after=60)]
    await listed.choose("available")
    await listed.list(older, replace(SALES, paused=True, reason="lunch", paused_at=older.paused_at))
    assert await listed.shown() == ("available", None)
    assert await listed.planned() == [READY]


async def test_a_pause_made_during_an_outage_wins_over_an_older_choice(listed: Desk) -> None:
    newer = utc_now() + timedelta(minutes=1)
    await listed.list(
        replace(SUPPORT, paused=True, reason="lunch", paused_at=newer), replace(SALES, paused=True, paused_at=newer)
    )
    assert await listed.shown() == ("away", "lunch")
    assert await listed.work() == []


async def test_a_restarted_exchange_forgets_a_pause_and_is_told_again(listed: Desk) -> None:
    await listed.choose("away", "lunch")
    await listed.work()
    await listed.paused(SUPPORT, "lunch", asked=True)
    await listed.paused(SALES, "lunch", asked=True)
    await listed.list(SUPPORT, SALES, boot="second")
    assert await listed.shown() == ("away", "lunch")
    assert await listed.work() == [LUNCH]


async def test_a_pause_ended_at_the_phone_during_an_outage_is_followed(listed: Desk) -> None:
    await listed.choose("away", "lunch")
    await listed.work()
    await listed.paused(SUPPORT, "lunch", asked=True)
    await listed.paused(SALES, "lunch", asked=True)
    await listed.list(SUPPORT, SALES)
    assert await listed.shown() == ("available", None)
    assert await listed.work() == []


async def test_a_queue_joined_during_a_break_learns_of_it(listed: Desk) -> None:
    await listed.choose("away", "lunch")
    await listed.work()
    await listed.paused(SUPPORT, "lunch", asked=True)
    await listed.paused(SALES, "lunch", asked=True)
    await listed.paused(replace(SALES, queue="late"), None)
    assert await listed.shown() == ("away", "lunch")
    assert await listed.work() == [LUNCH]


async def test_a_queue_that_vanishes_is_gone_and_nothing_breaks(listed: Desk) -> None:
    await listed.list(SUPPORT, names=("support",))
    rows = await listed.rows()
    assert (rows["sales"].signed_in, rows["sales"].penalty) == (False, 3)
    await listed.list(SUPPORT, SALES)
    assert (await listed.rows())["sales"].signed_in


async def test_who_signs_out_leaves_dynamic_queues_and_comes_back_to_them(listed: Desk) -> None:
    await listed.db.write(lambda tx: listed.seats.leave(tx, listed.agent))
    assert await listed.work() == [LeaveQueue("sales", "PJSIP/101")]
    await listed.hear(MemberGone(AT, "sales", "PJSIP/101"))
    await listed.db.write(lambda tx: listed.seats.sit(tx, listed.agent, listed.extension))
    join = JoinQueue("sales", "PJSIP/101", "", "Agent One", 3, paused=False)
    assert await listed.work() == [join, READY]


async def test_somebody_else_at_the_phone_is_not_signed_in_to_the_queues(
    listed: Desk, people: dict[str, object]
) -> None:
    await listed.db.write(lambda tx: listed.seats.leave(tx, listed.agent))
    await listed.work()
    other = people["supervisor"].id  # type: ignore[attr-defined]
    await listed.db.write(lambda tx: listed.seats.sit(tx, other, listed.extension))
    assert not [command for command in await listed.work() if isinstance(command, JoinQueue)]


async def test_an_endpoint_claimed_by_another_carries_their_choice(listed: Desk, people: dict[str, object]) -> None:
    await listed.choose("away", "lunch")
    await listed.work()
    await listed.paused(SUPPORT, "lunch", asked=True)
    await listed.paused(SALES, "lunch", asked=True)
    other = people["supervisor"].id  # type: ignore[attr-defined]
    await listed.db.write(lambda tx: listed.seats.sit(tx, other, listed.extension))
    assert await listed.work() == [READY]
    assert await listed.shown() == ("away", "lunch")  # who was released keeps the break, and no phone


async def test_a_phone_that_is_not_registered_is_a_warning(listed: Desk) -> None:
    await listed.hear(PhoneSeen(AT, "PJSIP/101", False))
    assert (await listed.look()).phone == "unreachable"
    await listed.hear(PhoneSeen(AT, "PJSIP/101", True))
    assert (await listed.look()).phone is None


async def test_a_refusal_is_shown_and_ends_the_attempts(listed: Desk) -> None:
    listed.answers = [Refused("The PBX refused: Permission denied.")]
    await listed.choose("away", "lunch")
    await listed.work()
    assert (await listed.look()).phone == "refused"
    assert not await listed.pending()


@pytest.mark.parametrize(("endpoint", "number"), [("PJSIP/101", None), (None, "101")])
async def test_a_local_member_is_the_phone_behind_it(desk: Desk, endpoint: str | None, number: str | None) -> None:
    member = QueueMember("400", "Local/101@from-queue/n", endpoint, number, static=True)
    await desk.list(member)
    await desk.work()
    await desk.paused(member, "training")
    assert await desk.shown() == ("away", "training")
    await desk.choose("available")
    assert await desk.work() == [PauseMember("Local/101@from-queue/n", False, "")]


async def test_the_same_list_again_tells_nobody(listed: Desk) -> None:
    version = (await listed.look()).version
    await listed.list(SUPPORT, SALES)
    await listed.hear(PhoneSeen(AT, "PJSIP/101", True))
    assert (await listed.look()).version == version


async def test_an_agent_of_no_queue_asks_nothing_of_the_exchange(desk: Desk) -> None:
    await desk.choose("away", "lunch")
    assert await desk.work() == []
    assert isinstance(await desk.look(), presence.PresenceOut)
