"""Calls that turn out to be one, pick-up, phones without an agent: shapes that no recording has."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub import ports
from hub.ports import LegRef
from tests.hub.calls.recordings import AT, TICK, A, B, ref
from tests.hub.calls.script import Script


def test_a_transfer_between_two_calls_brings_the_card_along() -> None:
    """A asks B on a second line of the phone, then connects the two (REFER with Replaces)."""
    script = Script().caller("t").talk("a1", "101", "t", "x")
    script.starts("a2", "101", initiated=True).starts("b", "102", "a2").rings("b", "a2").up("b", "a2").into(
        "y", "b", "a2"
    )
    assert len(script.board.calls) == 2
    script.out("x", "a1", "t").out("y", "a2").into("y", "t").ends("a1", "a2").ends("b", "t")
    assert script.calls == [[
        "inbound 09121234567 ? → -, completed, 1 answered 7 over 22, agents A B",
        "trunk 1, up 5, ends 22 16",
        "101 2, rings 3, up 4, ends 19 16",
        "101 8, up 12, ends 20 16",
        "102 9, rings 10, up 11, ends 21 16",
        "A talks 7 to 15 at 101",
        "B talks 18 to 21 at 102",
        "pop A1 3 answered 4 ended 19 by A",
        "pop B1 18 answered 18 ended 21 by B",
    ]]  # fmt: skip


def test_the_customers_call_survives_a_join_with_an_older_one_among_colleagues() -> None:
    script = Script().starts("b", "102", initiated=True).starts("a", "101", "b").up("a", "b").into("x", "a", "b")
    script.caller("t").into("x", "t")
    (call,) = script.kept
    assert call.outside == ref("t")
    assert (call.started_at, call.answered_at) == (AT + 7 * TICK, AT + 8 * TICK)
    assert [pop.agent_id for pop in call.pops] == [B, A]


def test_two_customers_who_are_connected_leave_one_card_for_their_agent() -> None:
    script = Script().caller("t1").talk("a1", "101", "t1", "x").caller("t2").talk("a2", "101", "t2", "y")
    script.out("y", "t2").into("x", "t2")
    (call,) = script.kept
    assert call.outside == ref("t1")
    assert [(pop.agent_id, pop.offer, pop.state) for pop in call.pops] == [(A, 1, "answered"), (A, 2, "ended")]
    script.ends("t1", "t2", "a1", "a2")
    assert [pop.ended_at is None for pop in call.pops] == [False, False]


def test_a_colleague_who_picks_up_a_ringing_call_gets_the_card() -> None:
    script = Script().caller("t").starts("a", "101", "t").rings("a", "t")
    script.starts("b", "102", initiated=True).up("b").into("x", "t", "b")
    (call,) = script.kept
    assert [(pop.agent_id, pop.state, pop.answered_by) for pop in call.pops] == [
        (A, "answered_elsewhere", B),
        (B, "answered", B),
    ]


def test_a_phone_without_an_agent_answers_for_the_others() -> None:
    script = Script({"PJSIP/101": A}).caller("t").starts("a", "101", "t").starts("b", "102", "t")
    script.rings("a", "t").rings("b", "t").up("b")
    (call,) = script.seen.values()
    assert [(pop.agent_id, pop.state, pop.answered_by) for pop in call.pops] == [(A, "answered_elsewhere", None)]


def test_an_outbound_call_pops_at_the_colleague_to_whom_it_is_passed_on() -> None:
    script = Script().starts("a", "101", initiated=True).starts("t", "trunk", "a").rings("t", "a").up("t", "a")
    script.into("x", "t", "a").send(ports.LegTransferred(ref("a"), script.at, "102", attended=False))
    script.out("x", "t", "a").ends("a").starts("b", "102", "a").rings("b", "t").up("b").into("y", "b", "t")
    script.ends("b", "t")
    assert script.calls[0][-3:] == [
        "A talks 7 to 9 at 101",
        "B talks 16 to 17 at 102",
        "pop B1 13 answered 14 ended 17 by B",
    ]


@pytest.mark.parametrize("direction", ["colleague", "trunk"])
def test_a_call_that_an_agent_places_pops_nowhere(direction: str) -> None:
    endpoint = {"colleague": "102", "trunk": "trunk"}[direction]
    script = Script().starts("a", "101", initiated=True).starts("b", endpoint, "a").rings("b", "a").up("b", "a")
    script.into("x", "a", "b").ends("a", "b")
    assert not any("pop" in line for line in script.calls[0])


def test_a_group_whose_first_leg_was_missed_is_still_one_call() -> None:
    script = Script().starts("a", "101", "lost").starts("b", "102", "lost").starts("lost", "trunk", initiated=True)
    assert len(script.seen) == 1


def test_a_late_leg_of_a_finished_call_opens_another_and_closes_it() -> None:
    script = Script().caller("t").ends("t").starts("a", "101", "t")
    assert len(script.board.calls) == 2
    script.ends("a")
    assert [call.state for call in script.seen.values()] == ["ended", "ended"]


def test_a_ring_told_late_does_not_bring_a_card_back() -> None:
    script = (
        Script().caller("t").starts("a", "101", "t").starts("b", "102", "t").rings("a", "t").rings("b", "t").up("a")
    )
    script.rings("b", "t")
    (call,) = script.seen.values()
    assert [(pop.agent_id, pop.state) for pop in call.pops] == [(A, "answered"), (B, "answered_elsewhere")]


def test_a_clock_that_was_set_back_makes_no_negative_time() -> None:
    script = Script().caller("t").talk("a", "101", "t", "x")
    script.send(ports.LegHeld(ref("a"), script.at))
    early = AT - timedelta(hours=1)
    script.send(ports.LegResumed(ref("a"), early), ports.LegEnded(ref("a"), early, 16), ports.LegEnded(ref("t"), early))
    (call,) = script.seen.values()
    assert call.ended_at is not None
    spans = [(part.started_at, part.ended_at) for part in (call, *call.legs.values(), *call.segments, *call.pops)]
    assert all(end is not None and end >= start for start, end in spans)
    assert call.seconds(early)[1:] == (0.0, 0.0)


def test_a_reference_to_nothing_is_ignored() -> None:
    script = Script().caller("t")
    gone = LegRef("another boot", "t")
    script.send(ports.LegRinging(ref("t"), script.at, gone), ports.LegLinked(ref("t"), script.at, gone))
    script.send(ports.LegEnded(gone, script.at))
    assert len(script.seen) == 1
