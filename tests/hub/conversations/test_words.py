"""Words by which people opt out and in, however they are written; and no sentence that holds one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.conversations.loop import MOST, SILENCE, WINDOW, silenced
from hub.conversations.words import Words

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("STOP", "stop"), (" stop! ", "stop"), ("Stop all.", "stop"), ("OPT-OUT", "stop"), ("«لغو»", "stop"),
        ("لغو۱۱", "stop"), ("لغو ١١", "stop"), ("لغو11", "stop"), ("إنصراف", "stop"), ("انصراف", "stop"),
        ("پیام‌ ندهید", "stop"), ("پيام نده", "stop"), ("quit\n", "stop"), ("START", "start"), ("شروع", "start"),
        ("فعال‌سازی", "start"), ("unstop", "start"), ("Help?", "help"), ("راهنما", "help"), ("info", "help"),
        ("please do not stop my order", None), ("لغو سفارش ۱۲ را می‌خواهم", None), ("when does it end?", None),
        ("start at 8", None), ("", None), ("!!!", None), (None, None), ("stop " * 30, None),
    ],
)  # fmt: skip
def test_the_whole_message_is_the_word(text: str | None, asks: str | None) -> None:
    assert Words().asks(text) == asks


AROUND = st.text(st.sampled_from(list(" .,!؟،«»\"'\n\t\u200c\u200f-")), max_size=5)


@given(AROUND, st.sampled_from(["stop", "لغو", "انصراف", "UNSUBSCRIBE", "لغو۱۱"]), AROUND)
def test_what_stands_around_makes_no_difference(before: str, word: str, after: str) -> None:
    assert Words().asks(before + word + after) == "stop"


def test_the_settings_have_more_words() -> None:
    words = Words.of(stop=["نمی‌خواهم", "BASTA"], start=["دوباره"])
    assert [words.asks(text) for text in ("نمی خواهم", "basta!", "دوباره", "stop")] == ["stop", "stop", "start", "stop"]


def test_a_loop_is_stopped_for_an_hour_and_people_never_are() -> None:
    step = WINDOW / MOST
    loop = [NOON + place * step for place in range(MOST)]
    assert not silenced(loop[:-1], loop[-1])
    assert silenced(loop, loop[-1])
    assert silenced(loop, loop[-1] + SILENCE - step)
    assert not silenced(loop, loop[-1] + SILENCE)
    slowly = [NOON + place * timedelta(seconds=2) for place in range(100)]
    assert not silenced(slowly, slowly[-1])
