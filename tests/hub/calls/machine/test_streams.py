"""Several calls at once, packets doubled, packets lost and made up for by a list: nothing mixes, nothing stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.calls.machine import Board, Call, apply, reconcile
from hub.ports import CallEvent, LegsSnapshot
from tests.hub.calls.machine.full import tell
from tests.hub.calls.machine.streams import MIXED, Exchange, Packet, facts, moment, packets_of
from tests.hub.calls.machine.test_properties import is_closed, is_consistent
from tests.hub.calls.recordings import AGENTS

Timed = tuple[int, Packet]
_RINGS = re.compile(r", rings \d+ for [^,]+| from \d+,| inferred")


@st.composite
def mixed(draw_from: st.DrawFn, most: int = 3) -> list[Timed]:
    """Several sessions at once, each in its own order; with the tick at which each packet came in its own."""
    names = draw_from(st.lists(st.sampled_from(MIXED), min_size=2, max_size=most))
    streams = [list(enumerate(packets_of(name, copy), 1)) for copy, name in enumerate(names)]
    turns = draw_from(st.lists(st.tuples(st.integers(0, most - 1), st.integers(1, 40)), min_size=4, max_size=24))
    found: list[Timed] = []
    for which, length in turns:
        stream = streams[which % len(streams)]
        found += stream[:length]
        del stream[:length]
    return found + [packet for stream in streams for packet in stream]


class Hall:
    """A board that remembers every call it ever had."""

    def __init__(self) -> None:
        self.board = Board("pbx")
        self.seen: dict[UUID, Call] = {}

    def hear(self, items: Iterable[CallEvent | LegsSnapshot]) -> None:
        for item in items:
            if isinstance(item, LegsSnapshot):
                reconcile(self.board, item, AGENTS)
            else:
                apply(self.board, item, AGENTS)
            self.seen |= self.board.calls

    @property
    def kept(self) -> list[Call]:
        return [call for call in self.seen.values() if not call.joined_into]

    def told(self) -> list[list[str]]:
        return sorted(tell(call) for call in self.seen.values())

    def agrees_with(self, exchange: Exchange) -> None:
        """What is open is what lives."""
        is_consistent(self.board)
        live = {leg.ref.id: leg for call in self.board.calls.values() for leg in call.live_legs}
        assert live.keys() == exchange.channels.keys()
        for call in self.board.calls.values():
            assert all(pop.legs <= live_refs(call) for pop in call.pops if pop.ended_at is None)
            assert all(part.leg in live_refs(call) for part in call.segments if part.ended_at is None)
        for uniqueid, leg in live.items():
            channel = exchange.channels[uniqueid]
            parked = channel.get("application") == "Park"
            assert leg.bridge == (None if parked else channel.get("bridgeid") or None)

    def is_empty(self) -> None:
        """Every call is closed, and its times make sense."""
        for call in self.seen.values():
            is_closed(call)
            has_sound_times(call)
            self.board.forget(call)
        assert (self.board.calls, self.board.where, self.board.dirty) == ({}, {}, {})


def live_refs(call: Call) -> set[object]:
    return {leg.ref for leg in call.live_legs}


def has_sound_times(call: Call) -> None:
    """Waiting, talking and holding lie within the call, and one leg does neither twice at a time."""
    assert call.ended_at
    length = (call.ended_at - call.started_at).total_seconds()
    waiting, talking, held = call.seconds(call.ended_at)
    assert 0 <= waiting <= length
    assert min(talking, held) >= 0
    for leg in call.legs.values():
        assert leg.ended_at
        talks = sorted((part.started_at, part.ended_at) for part in call.segments if part.leg == leg.ref)
        holds = sorted((start, stop) for start, stop in leg.holds if start)
        for spans in (talks, holds):
            assert all(stop and leg.started_at <= start <= stop <= leg.ended_at for start, stop in spans), tell(call)
            assert all(one[1] and one[1] <= two[0] for one, two in pairwise(spans)), tell(call)


def alone(packets: list[Timed]) -> list[list[str]]:
    """What each session tells by itself."""
    halls: dict[str, Hall] = {}
    for tick, packet in packets:
        copy = next((v.partition("x")[0] for k, v in packet.items() if k.endswith("uniqueid") and "x" in v), "")
        if copy:
            halls.setdefault(copy, Hall()).hear(facts(packet, moment(tick)))
    return sorted(line for hall in halls.values() for line in hall.told())


@given(mixed())
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_calls_at_once_do_not_mix(packets: list[Timed]) -> None:
    hall = Hall()
    for tick, packet in packets:
        hall.hear(facts(packet, moment(tick)))
    assert hall.told() == alone(packets)


@given(mixed(), st.lists(st.integers(1, 3), min_size=1, max_size=50))
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_packets_that_come_again_change_nothing(packets: list[Timed], times: list[int]) -> None:
    hall = Hall()
    for place, (tick, packet) in enumerate(packets):
        for _ in range(times[place % len(times)]):
            hall.hear(facts(packet, moment(tick)))
    assert hall.told() == alone(packets)


@given(mixed(), st.integers(0, 250), st.integers(1, 250))
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
def test_a_cut_line_is_made_up_for_by_one_list(packets: list[Timed], start: int, length: int) -> None:
    """Nothing arrives for a while, then the list comes, then all goes on: no call is lost, none doubled, none left."""
    hall, exchange, callers = Hall(), Exchange(), set()
    for tick, (_, packet) in enumerate(packets):
        exchange.follow(packet)
        cut = start <= tick < start + length
        if not cut:
            hall.hear(facts(packet, moment(tick)))
        if tick == min(start + length, len(packets)) - 1:
            hall.hear(exchange.list(moment(tick)))
            hall.agrees_with(exchange)
            callers |= exchange.channels.keys()
        if packet["event"] == "Newchannel" and not cut:
            callers.add(packet["uniqueid"])
    hall.hear(exchange.list(moment(len(packets))))
    of_legs = [leg.ref.id for call in hall.seen.values() for leg in call.legs.values()]
    assert sorted(of_legs) == sorted(callers)
    hall.is_empty()


@given(mixed(), st.lists(st.integers(0, 5), min_size=1, max_size=60), st.sets(st.integers(0, 300), max_size=4))
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
def test_packets_lost_here_and_there_are_made_up_for(packets: list[Timed], luck: list[int], lists: set[int]) -> None:
    hall, exchange = Hall(), Exchange()
    for tick, (_, packet) in enumerate(packets):
        exchange.follow(packet)
        if luck[tick % len(luck)]:
            hall.hear(facts(packet, moment(tick)))
        if tick in lists:
            hall.hear(exchange.list(moment(tick)))
            hall.agrees_with(exchange)
    assert exchange.channels == {}
    hall.hear(exchange.list(moment(len(packets))))
    hall.is_empty()


@pytest.mark.parametrize("name", MIXED)
def test_a_list_at_any_moment_of_a_whole_session_changes_nothing_that_people_see(name: str) -> None:
    """Board and exchange agree already; only that a phone rings may be listed a packet before it is told for whom."""
    hall, listed, exchange = Hall(), Hall(), Exchange()
    for tick, packet in enumerate(packets_of(name), 1):
        exchange.follow(packet)
        hall.hear(facts(packet, moment(tick)))
        listed.hear(facts(packet, moment(tick)))
        listed.hear(exchange.list(moment(tick)))
        listed.agrees_with(exchange)
    told, expected = ([_RINGS.sub("", line) for call in each.told() for line in call] for each in (listed, hall))
    assert told == expected
