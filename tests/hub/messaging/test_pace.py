"""Nobody goes before the turn, and no turn is given twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.messaging import Bucket, Paces
from hub.messaging.pace import AT_ONCE, TOGETHER


@given(st.floats(0.5, 500), st.lists(st.floats(0, 2), min_size=1, max_size=60))
def test_no_more_go_than_the_rate_allows(rate: float, pauses: list[float]) -> None:
    bucket, now, turns = Bucket(rate), 100.0, []
    for pause in pauses:
        now += pause
        turns.append(now + bucket.take(now))
    assert turns == sorted(turns)
    for index, first in enumerate(turns):
        for more, last in enumerate(turns[index:], start=1):
            assert more <= (last - first) * rate + max(1.0, AT_ONCE * rate) + 1e-6


@given(st.floats(0.5, 500), st.lists(st.floats(0, 2), min_size=1, max_size=40))
def test_a_batch_is_held_to_the_same(rate: float, pauses: list[float]) -> None:
    bucket, now, gone = Bucket(rate), 100.0, 0
    for pause in pauses:
        now += pause
        gone += bucket.spare(now, 1_000)
        assert gone <= (now - 100.0) * rate + max(1.0, TOGETHER * rate) + 1 + 1e-6
    assert bucket.spare(now + 10, 1_000) >= 1


def test_who_asks_before_the_turn_keeps_it() -> None:
    now = [0.0]
    paces = Paces(clock=lambda: now[0])
    assert paces.wait("way", 1.0, "a") == 0.0
    assert paces.wait("way", 1.0, "b") == 1.0
    assert paces.wait("way", 1.0, "c") == 2.0
    now[0] = 0.5
    assert paces.wait("way", 1.0, "b") == 0.5
    now[0] = 1.0
    assert paces.wait("way", 1.0, "b") == 0.0
    assert paces.wait("way", 1.0, "c") == 1.0
    assert paces.wait("way", None, "d") == 0.0
