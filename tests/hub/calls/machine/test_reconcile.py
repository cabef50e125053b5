"""The board against a list of live legs: after a lost connection, and after a restart of either side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.calls.machine import Board, reconcile
from hub.ports import LegsSnapshot
from tests.hub.calls.recordings import AGENTS, AT, BOOT, NAMES, TICK, A, B, draw, facts_of, play, ref
from tests.hub.calls.script import Script, seen

LATER = AT + timedelta(minutes=5)


def talking() -> Script:
    return Script().caller("t").talk("a", "101", "t", "x")


def test_a_list_that_agrees_changes_nothing() -> None:
    script = talking()
    before = script.calls
    script.board.dirty.clear()
    script.lists(seen("t", "trunk", initiated=True, bridge="x"), seen("a", "101", "t", bridge="x"))
    assert script.calls == before
    assert not script.board.dirty
    assert not script.kept[0].inferred


@pytest.mark.parametrize("boot", [BOOT, "2026-11-22 10:30:00"])
def test_calls_that_vanished_end_as_unknown(boot: str) -> None:
    script = talking().lists(boot=boot)
    (call,) = script.kept
    assert (call.state, call.result, call.inferred) == ("ended", "unknown", True)
    assert [pop.state for pop in call.pops] == ["ended"]
    assert [part.ended_at for part in call.segments] == [AT + 8 * TICK]


def test_a_restarted_provider_ends_the_old_calls_and_brings_its_own() -> None:
    boot = "2026-11-22 10:30:00"
    script = talking().lists(seen("t", "trunk", initiated=True, boot=boot), boot=boot)
    old, new = script.kept
    assert (old.state, old.result, new.state, new.inferred) == ("ended", "unknown", "ringing", True)


def test_a_call_in_full_swing_is_taken_up_with_its_card() -> None:
    script = Script().lists(
        seen("a", "101", "t", bridge="x", since=AT - timedelta(minutes=2)),
        seen("t", "trunk", initiated=True, bridge="x", since=AT - timedelta(minutes=3)),
    )
    (call,) = script.kept
    assert (call.direction, call.state, call.inferred, call.outside) == ("inbound", "answered", True, ref("t"))
    assert call.started_at == AT - timedelta(minutes=3)
    assert [(pop.agent_id, pop.state, pop.offer) for pop in call.pops] == [(A, "answered", 1)]
    assert [part.agent_id for part in call.segments] == [A]


def test_a_ringing_phone_is_taken_up_with_its_card() -> None:
    script = Script().lists(seen("a", "101", "t", ringing=True), seen("t", "trunk", initiated=True))
    (call,) = script.kept
    assert (call.state, call.inferred) == ("ringing", True)
    assert [(pop.agent_id, pop.state) for pop in call.pops] == [(A, "ringing")]
    script.up("a", "t").into("x", "a", "t").ends("a", "t")
    assert (call.result, call.pops[0].state) == ("completed", "ended")


def test_a_call_that_a_forwarded_leg_follows_is_inbound_whatever_the_lists_order() -> None:
    script = Script().lists(seen("m", "trunk2", "t"), seen("t", "trunk", initiated=True))
    (call,) = script.kept
    assert (call.direction, call.outside) == ("inbound", ref("t"))


def test_an_answer_and_a_transfer_during_the_gap_are_inferred() -> None:
    script = Script().caller("t").starts("a", "101", "t").rings("a", "t")
    script.lists(seen("t", "trunk", initiated=True, bridge="y"), seen("b", "102", "t", bridge="y"))
    (call,) = script.kept
    assert (call.state, call.inferred) == ("answered", True)
    assert [(pop.agent_id, pop.state) for pop in call.pops] == [(A, "missed"), (B, "answered")]
    script.ends("t", "b")
    assert call.result == "completed"


def test_a_leg_that_left_its_bridge_during_the_gap_no_longer_talks() -> None:
    script = talking().lists(seen("t", "trunk", initiated=True), seen("a", "101", "t", bridge="z"))
    (call,) = script.kept
    assert [part.ended_at is None for part in call.segments] == [False]
    assert call.inferred


def test_a_list_that_still_names_an_ended_leg_does_not_raise_it() -> None:
    script = talking().ends("a").lists(seen("t", "trunk", initiated=True), seen("a", "101", "t", bridge="x"))
    (call,) = script.kept
    assert [leg.live for leg in call.legs.values()] == [True, False]
    script.ends("t")
    script.lists(seen("t", "trunk", initiated=True))
    assert [call.state for call in script.kept] == ["ended"]


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_cut_anywhere_is_closed_by_an_empty_list(name: str) -> None:
    facts = facts_of(name)
    for cut in range(1, len(facts)):
        board = Board("pbx")
        calls = play(board, facts[:cut])
        over = {call.id for call in calls.values() if call.is_over}
        reconcile(board, LegsSnapshot("another", LATER, ()), AGENTS)
        for call in calls.values():
            assert call.is_over, draw(call)
            assert call.id in over or (call.result, call.inferred) == ("unknown", True)
            assert all(pop.ended_at for pop in call.pops)
