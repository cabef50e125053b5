"""Whatever is typed: never an error, and the same hits on both stores."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hub import search
from hub.db import Database
from hub.search.conditions import verified
from hub.search.documents import grams_of_lines, lines_of, text_of
from hub.search.grams import grams_of
from hub.search.query import keys, parse
from hub.text import fold, other_keyboard
from tests.hub.search.conftest import Shelf

NAMES = [
    "علی کاظمی",
    "می‌نا 100% Shop",
    "a_b 'x' \"y\" \\ *",
    "O'Brien & Söhne",
    "İpek Straße",
    "محمد رضایی ۱۲ ۳۴",
    "😀 Joy",
]
LETTERS = "عليیکكظمآ۱2٣0+-_%'\"\\*():|&!<>^~@./ \u200c\u0640\u064eaAbİßé😀\t\n"
TYPED = st.one_of(st.text(max_size=30), st.text(LETTERS, max_size=12), st.sampled_from(NAMES).map(lambda one: one[2:9]))


@pytest.fixture
async def shelves(sqlite_url: str, postgresql_url: str) -> AsyncIterator[list[Shelf]]:
    made = [Shelf(await Database.open(url)) for url in (sqlite_url, postgresql_url)]
    for shelf in made:
        for index, name in enumerate(NAMES):
            await shelf.customer(name, f"0912123456{index}", f"joy{index}@example.org")
            await shelf.message(f"{name} wrote this", age=index)
    yield made
    for shelf in made:
        await shelf.db.close()


async def answers(shelf: Shelf, text: str) -> Any:
    """Who and what is found, by name, and in which order."""
    hits = sorted((one.tier, one.text) for one in await shelf.hits(text))
    async with shelf.db.read() as session:
        ids, more = await search.find_messages(session, shelf.db.dialect, search.wanted_words(text), 50)
    return hits, len(ids), more


async def test_whatever_is_typed_both_stores_agree(shelves: list[Shelf]) -> None:
    found: list[str] = []

    @given(TYPED)
    @example("\x00\x1f")
    @example('" OR "a')
    @example("NEAR(a b)")
    @example("12 34")
    @example("1 2")
    @example("00")
    @example("0")
    @example("+")
    @example("100%")
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    for text in found:
        one, other = [await answers(shelf, text) for shelf in shelves]
        assert one == other, text


@given(st.lists(st.text(max_size=20), min_size=3, max_size=6), TYPED)
def test_what_is_in_a_text_is_among_its_keys(lines: list[str], typed: str) -> None:
    """The index never misses what looking at the text would find."""

    folded = [fold(line) for line in lines]
    query, text, indexed = parse(typed, "IR"), text_of(folded), set(grams_of_lines(folded))
    assert lines_of(text) == folded
    for term in query.terms if query else ():
        for part in term.parts:
            if part in text:
                assert {gram for key in keys(part) for gram in grams_of(key)} <= indexed


@given(st.text(max_size=40))
def test_the_other_keyboard_always_answers(text: str) -> None:
    assert all(one != text for one in other_keyboard(text))
    assert len(other_keyboard(text)) <= 4


def test_every_term_is_looked_at_again() -> None:
    query = parse("ali 0912 رضا")
    assert query
    assert len(verified("sqlite", query)) == len(query.terms) == 3
