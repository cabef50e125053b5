"""Every recorded session, drawn in full: one call each, with its legs, talk segments and pops. Times are packets."""

from __future__ import annotations

import pytest

from hub.calls.machine import Board
from tests.hub.calls.recordings import NAMES, draw, facts_of, play

EXPECTED = {
    "anonymous_answered": """
        inbound withheld ? → 1001, completed, 3 answered 28 over 36, agents A
        trunk 3, up 21, ends 34 16
        101 6, rings 11, up 19, ends 36 16
        A talks 28 to 30 at 101
        pop A1 11 answered 19 ended 36 by A
    """,
    "attended_transfer": """
        inbound 09121234567 Sara → 1001, completed, 3 answered 30 over 129, agents A B
        trunk 3, up 22, ends 116 16
        101 6, rings 11, up 20, holds 33 to 100, ends 104 16
        102@ 43, up 84, ends 119 16
        102@ 45, up 83, ends 125 16
        102 58, rings 63, up 77, ends 129 16
        A talks 30 to 55 at 101
        B talks 97 to 113 at 102
        pop A1 11 answered 20 ended 104 by A
        pop B1 63 answered 77 ended 129 by B
    """,
    "blind_transfer": """
        inbound 09121234567 Sara → 1001, completed, 3 answered 33 over 78, agents A B
        trunk 3, up 25, ends 76 16
        101 6, rings 11, up 23, ends 40 16
        102 42, rings 50, up 59, ends 78 16
        A talks 33 to 37 at 101
        B talks 68 to 72 at 102
        pop A1 11 answered 23 ended 40 by A
        pop B1 50 answered 59 ended 78 by B
    """,
    "click_to_dial": """
        outbound 09121234567 ? → -, completed, 2 answered 40 over 47, agents A
        101 2, rings 6, up 13, ends 47 16
        trunk 22, rings 28, up 34, ends 45 16
        A talks 40 to 41 at 101
    """,
    "desk_phone_outbound": """
        outbound 09121234567 ? → 09121234567, completed, 3 answered 31 over 38, agents A
        101 3, up 26, ends 37 16
        trunk 6, rings 12, up 24, ends 38 16
        A talks 31 to 33 at 101
    """,
    "direct_missed": """
        inbound 02188881234 Shop → 1001, missed, 3 answered - over 23, agents -
        trunk 3, up -, ends 23 16
        101 6, rings 11, up -, no_answer, ends 22 None
        pop A1 11 answered - missed 19 by nobody
    """,
    "hold_resume": """
        inbound 09121234567 Sara → 1001, completed, 3 answered 30 over 47, agents A
        trunk 3, up 26, ends 47 16
        101 6, rings 11, up 20, holds 31 to 33, ends 42 16
        A talks 30 to 38 at 101
        pop A1 11 answered 20 ended 42 by A
    """,
    "internal_call": """
        internal nobody outside → 102, completed, 5 answered 34 over 42, agents A B
        101 5, up 27, ends 42 16
        102 8, rings 13, up 25, ends 41 16
    """,
    "queue_abandoned": """
        inbound 9121234567 Gone → 1003, queue sales, abandoned, 5 answered - over 54, agents -
        trunk 5, up 8, ends 54 None
        101 13, rings 17, up -, cancelled, ends 41 None
        102 21, rings 28, up -, cancelled, ends 47 None
        pop A1 17 answered - missed 38 by nobody
        pop B1 28 answered - missed 39 by nobody
    """,
    "queue_answered": """
        inbound 09121234567 Sara → 1000, queue support, completed, 3 answered 34 over 42, agents A
        trunk 3, up 6, ends 42 16
        101 11, rings 15, up 24, ends 41 16
        A talks 34 to 36 at 101
        pop A1 15 answered 24 ended 41 by A
    """,
    "queue_local_members_prefix": """
        inbound 02188881234 Sales:Omid → 1004, queue 400, completed, 3 answered 114 over 130, agents B
        trunk 3, up 6, ends 119 16
        101@ 13, rings 25, up -, cancelled, ends 97 26
        101@ 15, up -, ends 100 26
        102@ 27, rings 38, up 90, ends 123 16
        102@ 29, up 81, ends 126 16
        101 41, rings 51, up -, cancelled, ends 106 26
        102 45, rings 53, up 79, ends 130 16
        B talks 114 to 117 at 102
        pop A1 51 answered - answered_elsewhere 79 by B
        pop B1 53 answered 79 ended 130 by B
    """,
    "queue_ring_no_answer": """
        inbound 09121234567 Sara → 1003, queue sales, abandoned, 5 answered - over 100, agents -
        trunk 5, up 8, ends 100 None
        101 13, rings 17, up -, cancelled, ends 50 None
        102 18, rings 22, up -, cancelled, ends 45 None
        101 55, rings 59, up -, cancelled, ends 85 None
        102 66, rings 71, up -, cancelled, ends 87 None
        pop A1 17 answered - missed 41 by nobody
        pop B1 22 answered - missed 42 by nobody
        pop A2 59 answered - missed 82 by nobody
        pop B2 71 answered - missed 83 by nobody
    """,
    "ring_group_local": """
        inbound 9351112233 Reza → 1006, completed, 5 answered 98 over 119, agents B
        trunk 5, up 81, ends 116 16
        101@ 8, rings 27, up -, cancelled, ends 77 26
        101@ 10, up -, ends 87 26
        102@ 16, rings 31, up 72, ends 109 16
        102@ 18, up 71, ends 114 16
        101 34, rings 40, up -, cancelled, ends 92 26
        102 46, rings 57, up 69, ends 119 16
        B talks 98 to 104 at 102
        pop A1 40 answered - answered_elsewhere 69 by B
        pop B1 57 answered 69 ended 119 by B
    """,
    "ringall_answered": """
        inbound 00982188881234 Omid → 1003, queue sales, completed, 3 answered 43 over 54, agents A
        trunk 3, up 6, ends 54 16
        101 11, rings 15, up 28, ends 49 16
        102 16, rings 26, up -, cancelled, ends 37 26
        A talks 43 to 45 at 101
        pop A1 15 answered 28 ended 49 by A
        pop B1 26 answered - answered_elsewhere 28 by A
    """,
    "two_devices_one_agent": """
        inbound 00989351112233 Reza → 1005, completed, 3 answered 37 over 51, agents A
        trunk 3, up 32, ends 51 16
        101 6, rings 15, up -, cancelled, ends 38 26
        111 10, rings 17, up 28, ends 50 16
        A talks 37 to 46 at 111
        pop A1 15 answered 28 ended 50 by A
    """,
}


def test_no_recording_is_left_out() -> None:
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("name", EXPECTED)
def test_a_recording_becomes_one_call(name: str) -> None:
    board = Board("pbx")
    calls = list(play(board, facts_of(name)).values())
    assert [draw(call) for call in calls] == [[line.strip() for line in EXPECTED[name].strip().splitlines()]]
    assert [call.state for call in calls] == ["ended"]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_is_left_once_the_call_is_forgotten(name: str) -> None:
    board = Board("pbx")
    for call in play(board, facts_of(name)).values():
        board.forget(call)
    assert (board.calls, board.where, board.dirty) == ({}, {}, {})


STATES = {
    "queue_answered": "ringing waiting ringing answered ended",
    "ringall_answered": "ringing waiting ringing answered ended",
    "queue_ring_no_answer": "ringing waiting ringing waiting ringing waiting ended",
    "hold_resume": "ringing answered held answered ended",
    "blind_transfer": "ringing answered ringing answered ended",
    "attended_transfer": "ringing answered held answered ended",
    "desk_phone_outbound": "ringing answered ended",
    "click_to_dial": "ringing answered ended",
    "internal_call": "ringing answered ended",
    "queue_abandoned": "ringing waiting ringing waiting ended",
    "direct_missed": "ringing ended",
}


@pytest.mark.parametrize("name", STATES)
def test_the_states_that_people_see(name: str) -> None:
    board, seen = Board("pbx"), []
    for fact in facts_of(name):
        calls = play(board, [fact])
        seen += [call.state for call in calls.values() if not seen or seen[-1] != call.state]
    assert seen == STATES[name].split()
