"""The data themselves, without a store."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from hub.accounts import DEMO_ACCOUNTS
from hub.demo.dice import Dice
from hub.demo.episodes import EPISODES
from hub.demo.scene import Scene
from hub.demo.words import words

NOW = datetime(2026, 2, 28, 21, 40, tzinfo=UTC)
USERS = {one.email: (uuid5(UUID(int=1), one.email), one.name) for one in DEMO_ACCOUNTS}


def test_the_same_present_gives_the_same_data() -> None:
    assert Scene(NOW, USERS).rows.tables == Scene(NOW, USERS).rows.tables


@pytest.mark.parametrize("now", [NOW, datetime(2028, 2, 29, 3, 0, tzinfo=UTC), datetime(2026, 1, 2, 8, 0, tzinfo=UTC)])
def test_dates_follow_the_present(now: datetime) -> None:
    times = [row["occurred_at"] for row in Scene(now, USERS).rows.tables["interaction"]]
    assert max(times) <= now
    assert max(times) > now - timedelta(days=4)
    assert min(times) > now - timedelta(days=541)
    assert len([at for at in times if at > now - timedelta(days=60)]) > len(times) / 5  # 60 of 540 days


@pytest.mark.parametrize("days", range(6))
def test_no_agent_talks_twice_at_once_whatever_day_it_is(days: int) -> None:
    legs = Scene(NOW + timedelta(days=days, hours=days * 7), USERS).rows.tables["call_leg"]
    talked = [leg for leg in legs if leg.get("user_id") and leg["answered_at"]]
    talked.sort(key=lambda leg: (str(leg["user_id"]), leg["started_at"]))
    for one, other in itertools.pairwise(talked):
        if one["user_id"] == other["user_id"] and one["call_id"] != other["call_id"]:
            assert one["ended_at"] <= other["started_at"]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_there_are_many_different_sentences(language: str) -> None:
    spoken = words(language)
    parts = [part for key in spoken["texts"] for text in spoken.texts(key) for part in text if part]
    sentences = {one.strip() for part in parts for one in re.split(r"(?<=[.?!؟])\s+", part)}
    assert len(sentences) >= 150
    if language == "fa":
        assert not [one for one in parts if re.search("[يك0-9]", one.replace("{", ""))]


def test_both_languages_tell_the_same_stories() -> None:
    keys = {step.key for _, steps in EPISODES for step in steps} | {"campaign"}
    for language in ("fa", "en"):
        assert set(words(language)["texts"]) == keys
    for key in keys:
        assert len(words("fa").texts(key)) == len(words("en").texts(key)), key


def test_work_waits_for_the_office_to_open() -> None:
    dice = Dice(NOW)
    friday = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
    opened = dice.at_work(friday, "Asia/Tehran", "fa")
    assert opened.astimezone(UTC).date() == datetime(2026, 2, 28, tzinfo=UTC).date()
    assert dice.at_work(friday, "Europe/London", "en") == friday
    assert dice.at_work(opened, "Asia/Tehran", "fa") == opened
