from __future__ import annotations

from hub.ports import Backoff


def test_pauses_double_up_to_the_longest_and_begin_anew() -> None:
    backoff = Backoff(1, 30)
    pauses = [backoff.next() for _ in range(8)]
    for pause, step in zip(pauses, [1, 2, 4, 8, 16, 30, 30, 30], strict=True):
        assert step / 2 <= pause <= step
    backoff.reset()
    assert backoff.next() <= 1
