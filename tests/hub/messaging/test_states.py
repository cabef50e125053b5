"""Messages go on in one direction, whatever providers say, how often and in which order."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hub.messaging.states import STATES, may_begin, may_move

HEARD = st.sampled_from(["sent", "delivered", "undelivered", "unknown"])
HANDED = ["sending", "sent", "delivered", "undelivered", "unknown"]


def after(state: str, heard: list[str], *, handed: bool) -> str:
    for one in heard:
        if may_move(state, one, handed=handed):
            state = one
    return state


@given(st.sampled_from(HANDED), st.lists(HEARD, max_size=6), st.randoms(use_true_random=False))
def test_reports_come_to_the_same_in_any_order_and_number(state: str, heard: list[str], chance: Random) -> None:
    shuffled = heard + chance.choices(heard, k=3) if heard else []
    chance.shuffle(shuffled)
    assert after(state, shuffled, handed=True) == after(state, heard, handed=True)


@given(st.sampled_from(HANDED), st.lists(st.sampled_from(STATES), max_size=8))
def test_what_was_handed_over_is_never_begun_again(state: str, tried: list[str]) -> None:
    for one in tried:
        assert not may_begin(state, handed=True)
        if one != "accepted" and may_move(state, one, handed=True):  # accepted: the provider did not take it
            assert one not in {"sending", "captured", "refused"}
            state = one


@given(st.sampled_from(["captured", "refused", "accepted"]), st.lists(HEARD, max_size=5))
def test_what_never_left_is_not_changed_by_what_is_heard_of_it(state: str, heard: list[str]) -> None:
    found = after(state, heard, handed=False)
    assert found == state or (state == "accepted" and found == "undelivered")


def test_only_what_is_being_sent_can_be_given_back() -> None:
    assert [state for state in STATES if may_move(state, "accepted", handed=True)] == ["sending"]
