"""Every recorded session in full: its calls, legs, talk segments, holds, cards, and the cards as they were pushed."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.calls.machine import Board
from tests.hub.calls.machine.full import play_in_full
from tests.hub.calls.recordings import AGENTS, NAMES, facts_of, play

EXPECTED = Path(__file__).parent / "recordings"


def test_no_recording_is_left_out() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_becomes_what_happened(name: str) -> None:
    assert play_in_full(facts_of(name)) == (EXPECTED / f"{name}.txt").read_text().splitlines()


@pytest.mark.parametrize("name", NAMES)
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
    "parked_retrieved": "ringing answered held answered ended",
    "parked_timeout": "ringing answered held answered ringing answered ended",
    "transfer_to_queue": "ringing answered waiting ringing answered ended",
    "transfer_refused": "ringing answered held answered ended",
    "transfer_to_outside": "ringing answered held answered ended",
    "local_optimised": "ringing waiting ringing answered ended",
    "mobile_in_ring_group": "ringing answered ended",
    "voicemail": "ringing ended",
    "refer_attended": "ringing answered held answered ended",
    "transfer_blond": "ringing answered held ringing answered ended",
    "hung_up_while_connecting": "ringing waiting ringing waiting ended",
}


@pytest.mark.parametrize("name", STATES)
def test_the_states_that_people_see(name: str) -> None:
    board, first, seen = Board("pbx"), None, [""]
    for fact in facts_of(name):
        calls = play(board, [fact])
        first = first or next(iter(calls.values()))  # whatever joins it comes later
        seen += [first.state] if first.state != seen[-1] else []
    assert seen[1:] == STATES[name].split()


# From which fact to which: phones that hold a call, park it or pass it on by keys of their own (REFER) ask nobody.
ASKED = {"attended_transfer": [13, 26], "transfer_blond": [13, 20], "transfer_recalled": [13, 19],
         "transfer_refused": [19, 22], "transfer_to_outside": [13, 27]}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_who_asks_first_is_known_while_they_do(name: str) -> None:
    board, turns, before = Board("pbx"), [], None
    for number, fact in enumerate(facts_of(name)):
        play(board, [fact])
        now = next((call.asking for call in board.calls.values() if call.asking), None)
        assert now in {None, AGENTS["PJSIP/101"]}
        turns += [number] if now != before else []
        before = now
    assert turns == ASKED.get(name, [])
