"""The normaliser over sessions recorded from Asterisk 22."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hub.ports import CallEvent, LegEnded, LegLinked, LegParty, LegStarted, Party

Recorded = Callable[[str], list[CallEvent]]

EXPECTED = {
    "direct_missed": """
        trunk calls [outside 02188881234 Shop] → 1001
        101 called [station 101 Agent One]
        101 rings for trunk
        101 no_answer
        101 ends None
        trunk ends 16
    """,
    "anonymous_answered": """
        trunk calls [outside withheld] → 1001
        101 called [station 101 Agent One]
        101 rings for trunk
        101 up
        101 up
        trunk up
        101 into A
        trunk into A
        trunk out of A
        101 out of A
        trunk ends 16
        101 ends 16
    """,
    "internal_call": """
        101 calls [station 101 Agent One] → 102
        102 called [station 102 Agent Two]
        102 rings for 101
        102 up
        102 up
        101 up
        102 into A
        101 into A
        101 out of A
        102 out of A
        102 ends 16
        101 ends 16
    """,
    "desk_phone_outbound": """
        101 calls [station 101 Agent One] → 09121234567
        trunk called [outside ? ?]
        trunk is 09121234567 ?
        trunk rings for 101
        trunk up
        trunk up
        101 up
        trunk into A
        101 into A
        101 out of A
        trunk out of A
        101 ends 16
        trunk ends 16
    """,
    "click_to_dial": """
        101 called [station 101 Agent One]
        101 rings for the PBX
        101 up
        101 up
        trunk called [outside ? ?]
        trunk is 09121234567 ?
        trunk rings for 101
        trunk up
        trunk up
        trunk into A
        101 into A
        101 out of A
        trunk out of A
        trunk ends 16
        101 ends 16
    """,
    "queue_answered": """
        trunk calls [outside 09121234567 Sara] → 1000
        trunk up
        trunk waits in support
        101 called [station 101 Agent One]
        101 rings for trunk
        101 up
        101 up
        trunk leaves support
        101 into A
        trunk into A
        trunk out of A
        101 out of A
        101 ends 16
        trunk ends 16
    """,
    "ringall_answered": """
        trunk calls [outside 00982188881234 Omid] → 1003
        trunk up
        trunk waits in sales
        101 called [station 101 Agent One]
        101 rings for trunk
        102 called [station 102 Agent Two]
        102 rings for trunk
        101 up
        101 up
        102 cancelled
        102 cancelled
        trunk leaves sales
        102 ends 26
        101 into A
        trunk into A
        trunk out of A
        101 out of A
        101 ends 16
        trunk ends 16
    """,
    "queue_abandoned": """
        trunk calls [outside 9121234567 Gone] → 1003
        trunk up
        trunk waits in sales
        101 called [station 101 Agent One]
        101 rings for trunk
        102 called [station 102 Agent Two]
        102 rings for trunk
        101 cancelled
        102 cancelled
        101 cancelled
        101 ends None
        102 cancelled
        trunk gives up sales
        trunk leaves sales
        102 ends None
        trunk ends None
    """,
    "hold_resume": """
        trunk calls [outside 09121234567 Sara] → 1001
        101 called [station 101 Agent One]
        101 rings for trunk
        101 up
        101 up
        trunk up
        101 into A
        trunk into A
        101 holds
        101 resumes
        trunk out of A
        101 out of A
        101 ends 16
        trunk ends 16
    """,
    "blind_transfer": """
        trunk calls [outside 09121234567 Sara] → 1001
        101 called [station 101 Agent One]
        101 rings for trunk
        101 up
        101 up
        trunk up
        101 into A
        trunk into A
        101 resumes
        101 transfers blind to 102
        trunk out of A
        101 out of A
        101 ends 16
        102 called [station 102 Agent Two]
        102 rings for trunk
        102 up
        102 up
        102 into B
        trunk into B
        trunk out of B
        102 out of B
        trunk ends 16
        102 ends 16
    """,
}
ALL = [
    *EXPECTED,
    "attended_transfer",
    "queue_local_members_prefix",
    "queue_ring_no_answer",
    "ring_group_local",
    "two_devices_one_agent",
]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_recording_reads_as_it_happened(name: str, recorded: Recorded, notation: Any) -> None:
    assert notation.lines(recorded(name)) == [line.strip() for line in EXPECTED[name].strip().splitlines()]


@pytest.mark.parametrize("name", ALL)
def test_every_leg_that_starts_ends_and_comes_first(name: str, recorded: Recorded) -> None:
    events = recorded(name)
    started = {event.leg for event in events if isinstance(event, LegStarted)}
    assert started
    assert started == {event.leg for event in events if isinstance(event, LegEnded)}
    known = set()
    for event in events:
        known |= {event.leg} if isinstance(event, LegStarted) else set()
        assert event.leg in known


@pytest.mark.parametrize("name", ALL)
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
