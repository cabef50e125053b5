"""The normaliser over sessions recorded from Asterisk 22, in full: one line a fact, written down beside each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hub.ports import CallEvent, LegEnded, LegLinked, LegParty, LegStarted, Party
from tests.connectors.asterisk.conftest import RECORDINGS

Recorded = Callable[[str], list[CallEvent]]

NAMES = sorted(path.stem for path in RECORDINGS.glob("*.raw"))
OF_TWO_GROUPS = {
    "picked_up",
    "picked_up_from_queue",
    "parked_retrieved",
    "conference",
    "agent_login",
    "refer_attended",
    "transfer_recalled",
    "two_calls_one_agent",
}  # somebody dialled in, and joined the caller's


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_reads_as_it_happened(name: str, recorded: Recorded, notation: Any) -> None:
    expected = (RECORDINGS / f"{name}.facts.txt").read_text().splitlines()
    assert notation.lines(recorded(name)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_leg_that_starts_ends_and_comes_first(name: str, recorded: Recorded) -> None:
    events = recorded(name)
    started = {event.leg for event in events if isinstance(event, LegStarted)}
    assert started
    assert started == {event.leg for event in events if isinstance(event, LegEnded)}
    known = set()
    for event in events:
        known |= {event.leg} if isinstance(event, LegStarted) else set()
        assert event.leg in known


@pytest.mark.parametrize("name", sorted(set(NAMES) - OF_TWO_GROUPS))
def test_every_group_hangs_on_the_first_leg(name: str, recorded: Recorded) -> None:
    started = [event for event in recorded(name) if isinstance(event, LegStarted)]
    assert {event.root for event in started} == {started[0].leg}


def test_an_attended_transfer_names_whom_the_agent_asked(recorded: Recorded, notation: Any) -> None:
    assert "101 transfers attended to 102" in notation.lines(recorded("attended_transfer"))


def test_local_channels_are_plumbing_and_their_halves_are_linked(recorded: Recorded) -> None:
    events = recorded("ring_group_local")
    local = [event for event in events if isinstance(event, LegStarted) and event.endpoint.startswith("Local/")]
    assert {event.party for event in local} == {Party.INTERNAL}
    assert {event.endpoint for event in local} == {"Local/101@from-internal", "Local/102@from-internal"}
    links = [{event.leg, event.other} for event in events if isinstance(event, LegLinked)]
    assert sorted(map(sorted, links)) == sorted(
        [sorted({local[0].leg, local[1].leg}), sorted({local[2].leg, local[3].leg})]
    )


def test_a_prefix_that_the_dialplan_sets_arrives(recorded: Recorded) -> None:
    parties = [event for event in recorded("queue_local_members_prefix") if isinstance(event, LegParty)]
    assert [(event.number, event.name) for event in parties] == [("02188881234", "Sales:Omid")]
