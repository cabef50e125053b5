"""The search as the page asks for it: who may find what, where it matched, and text of the other keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from hub import search
from hub.customers.finding import Finder
from hub.customers.schemas_search import SearchOut
from hub.db import Database, Tx
from hub.search import snippet
from hub.timeline import Touch, add_interaction
from tests.hub.search.conftest import Shelf


async def find(db: Database, text: str, kinds: str = "customers,messages") -> SearchOut:
    return await Finder(db, "IR", kinds.split(","), 8).find(text)


async def test_customers_and_messages_are_found_with_what_matched(shelf: Shelf) -> None:
    works = await shelf.customer("Green Works", kind="organisation")
    ann = await shelf.customer("Ann Brown", "09121234567", "Ann@example.org", organisation_id=works)
    note = await shelf.message("please send Green's invoice")
    both = await find(shelf.db, "green")
    assert [(hit.id, hit.matched.kind, hit.matched.text) for hit in both.customers] == [
        (works, "name", "Green Works"), (ann, "organisation", "Green Works"),
    ]  # fmt: skip
    assert [(hit.interaction_id, hit.snippet, hit.marks) for hit in both.messages] == [
        (note, "please send Green's invoice", [(12, 17)])
    ]
    assert (both.layout, both.partial) == (None, False)
    (hit,) = (await find(shelf.db, "0912 123", kinds="customers")).customers
    assert (hit.matched.kind, hit.matched.text) == ("number", "+98 912 123 4567")
    (hit,) = (await find(shelf.db, "n@exam")).customers
    assert (hit.matched.kind, hit.matched.text) == ("email", "ann@example.org")
    assert (await find(shelf.db, "green", kinds="messages")).customers == []
    assert (await find(shelf.db, "green", kinds="customers")).messages == []


@pytest.mark.parametrize(
    ("name", "typed", "tried"), [("Wali", "صشمه", "wali"), ("علی", "ugd", "علی"), ("ژاله", "Chgi", "ژاله")]
)
async def test_what_was_typed_on_the_other_keyboard_is_found(shelf: Shelf, name: str, typed: str, tried: str) -> None:
    wanted = await shelf.customer(name)
    found = await find(shelf.db, typed)
    assert [hit.id for hit in found.customers] == [wanted]
    assert found.layout
    assert found.layout.tried == tried
    assert (await find(shelf.db, tried)).layout is None
    assert (await find(shelf.db, "qqqq")).layout is None


async def test_notes_of_calls_are_found_as_they_stand_on_timelines(shelf: Shelf) -> None:
    async def work(tx: Tx) -> None:
        await add_interaction(tx, Touch("call", "in", "done", tx.now, text="a secret bicycle"), [], "none")

    await shelf.write(work)
    note = await shelf.message("a bicycle for all")
    messages = (await find(shelf.db, "bicycle")).messages
    assert len(messages) == 2
    assert note in {hit.interaction_id for hit in messages}


async def test_a_search_that_takes_too_long_is_given_up_and_the_store_still_answers(database: Database) -> None:
    slow = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000) SELECT count(*) FROM n"
    with pytest.raises(search.TooSlow):
        async with search.timeboxed(database, 0.1) as session:
            await session.execute(sa.text(slow))
    async with search.timeboxed(database, 0.1) as session:
        assert await session.scalar(sa.text("SELECT 1")) == 1
    async with database.read() as session:
        assert await session.scalar(sa.text("SELECT count(*) FROM customer")) == 0


async def test_it_is_told_that_there_was_no_time(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_slow(*_: object) -> None:
        raise search.TooSlow

    await shelf.customer("Ann")
    await shelf.message("Ann wrote")
    monkeypatch.setattr(search, "find_messages", too_slow)
    found = await find(shelf.db, "ann")
    assert (len(found.customers), found.messages, found.partial) == (1, [], True)


def test_a_snippet_shows_the_words_where_they_are() -> None:
    long = "word " * 100 + "😀 می‌خواهمَ Bicycle! " + "tail " * 100
    found = snippet(long, ["bicyc", "خواهم"])
    units = found.text.encode("utf-16-le")
    shown = [units[2 * one : 2 * two].decode("utf-16-le") for one, two in found.marks]
    assert shown == ["خواهمَ", "Bicycle"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= 162
    assert snippet("nothing here", ["x"]) == replace(snippet("nothing here", ["x"]), marks=[])
    assert snippet("", ["x"]).text == ""
