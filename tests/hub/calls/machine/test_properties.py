"""Whatever is lost, told twice or told in another order: calls close, cards leave, no time is negative."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub import ports
from hub.calls.machine import Board, Call, apply, reconcile
from hub.ports import CallEvent, LegsSnapshot, Party
from tests.hub.calls.recordings import AGENTS, AT, BOOT, NAMES, TICK, draw, facts_of, ref

LATER = AT + timedelta(hours=1)
FACTS = {name: facts_of(name) for name in NAMES}
LEGS = ("t", "u", "a", "b", "c", "l", "m")
ENDPOINTS = {
    "t": ("PJSIP/trunk", Party.OUTSIDE, True),
    "u": ("PJSIP/trunk", Party.OUTSIDE, False),
    "a": ("PJSIP/101", Party.STATION, False),
    "b": ("PJSIP/102", Party.STATION, True),
    "c": ("PJSIP/111", Party.STATION, False),
    "l": ("Local/102@x", Party.INTERNAL, False),
    "m": ("Local/102@x", Party.INTERNAL, True),
}


@st.composite
def disturbed(draw_from: st.DrawFn) -> list[CallEvent]:
    """A recording with facts lost, repeated, and moved by a few places."""
    facts = FACTS[draw_from(st.sampled_from(NAMES))]
    copies = draw_from(st.lists(st.integers(0, 9), min_size=len(facts), max_size=len(facts)))
    shifts = draw_from(st.lists(st.integers(0, 6), min_size=len(facts), max_size=len(facts)))
    kept = [(place + shift, fact) for place, (fact, shift) in enumerate(zip(facts, shifts, strict=True))]
    times = [0 if copy == 0 else 2 if copy == 9 else 1 for copy in copies]
    return [fact for (_, fact), n in sorted(zip(kept, times, strict=True), key=lambda one: one[0][0]) for _ in range(n)]


@st.composite
def one_fact(draw_from: st.DrawFn) -> CallEvent:
    """Any fact about a few legs of a boot or two."""
    leg, other = (ref(draw_from(st.sampled_from(LEGS)), draw_from(st.sampled_from((BOOT, "boot 2")))) for _ in "12")
    at = AT + draw_from(st.integers(-5, 50)) * TICK
    endpoint, party, initiated = ENDPOINTS[leg.id]
    bridge = draw_from(st.sampled_from(("x", "y")))
    return draw_from(st.sampled_from((
        ports.LegStarted(leg, at, other, party, endpoint, initiated, "09121234567"),
        ports.LegStarted(leg, at, leg, party, endpoint, initiated, None, withheld=True),
        ports.LegPickedUp(leg, at, other), ports.VoicemailLeft(leg, at, "101@default"),
        ports.LegParty(leg, at, "02188881234", None), ports.LegRinging(leg, at, other), ports.LegRinging(leg, at, None),
        ports.LegUnanswered(leg, at, "busy"), ports.LegAnswered(leg, at), ports.LegLinked(leg, at, other),
        ports.QueueJoined(leg, at, "q"), ports.QueueLeft(leg, at, "q", abandoned=True),
        ports.BridgeEntered(leg, at, bridge), ports.BridgeLeft(leg, at, bridge), ports.LegHeld(leg, at),
        ports.LegResumed(leg, at), ports.LegTransferred(leg, at, "102", attended=True), ports.LegEnded(leg, at, 16),
    )))  # fmt: skip


def snapshots() -> st.SearchStrategy[LegsSnapshot]:
    started = st.builds(
        lambda name, root, ticks: ports.LegStarted(
            ref(name), AT + ticks * TICK, ref(root), ENDPOINTS[name][1], ENDPOINTS[name][0], ENDPOINTS[name][2]
        ),
        st.sampled_from(LEGS), st.sampled_from(LEGS), st.integers(-9, 9),
    )  # fmt: skip
    leg = st.builds(ports.LegSeen, started, st.booleans(), st.booleans(), st.sampled_from((None, "x", "y")))
    unique = st.lists(leg, max_size=5, unique_by=lambda item: item.started.leg)
    return st.builds(lambda legs: LegsSnapshot(BOOT, AT + 20 * TICK, tuple(legs)), unique)


def feed(board: Board, items: Iterable[CallEvent | LegsSnapshot]) -> dict[UUID, Call]:
    seen: dict[UUID, Call] = {}
    for item in items:
        if isinstance(item, LegsSnapshot):
            reconcile(board, item, AGENTS)
        else:
            apply(board, item, AGENTS)
        seen |= board.calls
        is_consistent(board)
    return seen


def is_consistent(board: Board) -> None:
    """Every leg is in one call; an open call has a live leg; an agent has at most one open card a call."""
    assert set(board.where.values()) <= set(board.calls)
    for call in board.calls.values():
        assert call.is_over or {board.where[leg] for leg in (*call.legs, *call.aliases)} == {call.id}
        assert call.is_over == (not call.live_legs)
        cards = [pop.agent_id for pop in call.pops if pop.ended_at is None]
        assert len(cards) == len(set(cards))
        offers = [(pop.agent_id, pop.offer) for pop in call.pops]
        assert len(offers) == len(set(offers))


def is_closed(call: Call) -> None:
    assert call.state == "ended"
    assert not call.live_legs
    if call.joined_into:
        assert [*call.legs, *call.pops, *call.segments] == []
        return
    assert call.result in {"completed", "missed", "abandoned", "busy", "failed", "unknown"}
    spans = [(part.started_at, part.ended_at) for part in (call, *call.legs.values(), *call.segments, *call.pops)]
    spans += [(start, stop) for leg in call.legs.values() for start, stop in leg.holds if start]
    spans += [(leg.started_at, leg.answered_at) for leg in call.legs.values() if leg.answered_at]
    spans += [(pop.started_at, pop.answered_at) for pop in call.pops if pop.answered_at]
    assert all(stop is not None and start <= stop for start, stop in spans), draw(call)
    assert call.answered_at is None or call.started_at <= call.answered_at <= (call.ended_at or LATER)
    assert {pop.state for pop in call.pops} <= {"answered_elsewhere", "missed", "ended"}


def end_all(board: Board, seen: dict[UUID, Call]) -> None:
    reconcile(board, LegsSnapshot("boot 3", LATER, ()), AGENTS)
    for call in seen.values():
        is_closed(call)
        board.forget(call)
    assert (board.calls, board.where, board.dirty) == ({}, {}, {})


@given(disturbed())
@settings(max_examples=300, deadline=None, derandomize=True, database=None)
def test_a_disturbed_recording_closes(facts: list[CallEvent]) -> None:
    board = Board("pbx")
    end_all(board, feed(board, facts))


@given(st.lists(st.one_of(one_fact(), one_fact(), snapshots()), max_size=40))
@settings(max_examples=400, deadline=None, derandomize=True, database=None)
def test_any_facts_at_all_close(items: list[CallEvent | LegsSnapshot]) -> None:
    board = Board("pbx")
    end_all(board, feed(board, items))


@given(disturbed())
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_a_fact_told_twice_in_a_row_is_told_once(facts: list[CallEvent]) -> None:
    once, twice = Board("pbx"), Board("pbx")
    one = feed(once, facts)
    two = feed(twice, [fact for fact in facts for _ in "12"])
    assert [draw(call) for call in one.values()] == [draw(call) for call in two.values()]


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_told_again_after_its_end_changes_nothing(name: str) -> None:
    board = Board("pbx")
    calls = feed(board, FACTS[name])
    expected = [draw(call) for call in calls.values()]
    assert [draw(call) for call in feed(board, FACTS[name]).values()] == expected
