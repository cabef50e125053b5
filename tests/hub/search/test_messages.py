"""Finding messages by their words, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from hub import search
from hub.db import Tx, new_id
from hub.search.models import MessageSearch, SearchPending
from hub.search.pending import put_off
from hub.timeline import Interaction, update_interaction
from tests.hub.search.conftest import Shelf

TEXT = "سلام، می‌خواهم سفارش شماره ۱۲۳ را پیگیری کنم. My O'Brien order, naïve straße #42"


FOUND = (
    "سلام", "سلا", "سفارش شماره", "شماره سف", "۱۲۳", "123", "پيگيري", "می‌خواهم", "خواهم", "ORDER", "naive",
    "STRASSE", "#42", "o'brien", "brien", "my order", "را ک",
)  # fmt: skip
NOT_FOUND = ("لام", "سفارش خرید", "s", "", "&", "''", "order | else", "NOT order else", "rder")


async def test_the_beginnings_of_words_find_and_nothing_else_does(shelf: Shelf) -> None:
    note = await shelf.message(TEXT)
    await shelf.message("something else")
    assert [text for text in FOUND if await shelf.messages(text) != [note]] == []
    assert [text for text in NOT_FOUND if await shelf.messages(text)] == []


async def test_a_subject_counts_as_text(shelf: Shelf) -> None:
    mail = await shelf.message("Hello", subject="Invoice 77", channel="email")
    assert await shelf.messages("invoice hello") == [mail]


async def test_the_newest_come_first_and_old_ones_keep_their_place_when_indexed_late(shelf: Shelf) -> None:
    ages = [3, 1, 4, 0, 2]
    notes = {age: await shelf.message(f"blue bicycle {age}", age=age) for age in ages}
    assert await shelf.messages("bicycle") == [notes[age] for age in sorted(ages)]
    assert await shelf.messages("bicycle", 2) == [notes[0], notes[1]]

    async def again(tx: Tx) -> None:
        await tx.connection.execute(sa.delete(MessageSearch))
        await put_off(tx, "message", sa.select(Interaction.id))

    await shelf.write(again)
    newest = await shelf.message("blue bicycle, newest")
    await search.index_pending(shelf.db)
    assert await shelf.messages("bicycle", 3) == [newest, notes[0], notes[1]]
    async with shelf.db.read() as session:
        assert (await session.execute(sa.select(SearchPending))).all() == []


async def test_of_common_words_the_newest_are_found_and_it_is_told_that_there_are_more(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.search.messages.MOST", 5)
    monkeypatch.setattr("hub.search.messages.NEWEST", 10)
    rare = await shelf.message("rare bicycle", age=60)
    notes = [await shelf.message("common bicycle", age=age) for age in reversed(range(12))]
    assert await shelf.messages("common", 5) == notes[:-6:-1]
    assert await shelf.messages("rare") == [rare]
    async with shelf.db.read() as session:
        _, more = await search.find_messages(session, shelf.db.dialect, ["bicycle"], 50)
        assert more


async def test_common_words_beside_rare_ones_are_looked_for_in_what_the_rare_ones_find(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.search.messages.NEWEST", 3)
    monkeypatch.setattr("hub.search.messages.FAR", 2)
    both = await shelf.message("rare common bicycle", age=60)
    await shelf.message("rare alone", age=50)
    notes = [await shelf.message("common bicycle", age=age) for age in reversed(range(12))]
    assert await shelf.messages("comm rar") == await shelf.messages("rare bicycle common") == [both]
    assert await shelf.messages("common bicy") == [*reversed(notes), both]
    assert await shelf.messages("rare common car") == await shelf.messages("common nothing") == []


async def test_what_is_written_anew_is_found_as_it_is_now(shelf: Shelf) -> None:
    note = await shelf.message("a blue bicycle")
    await shelf.write(lambda tx: update_interaction(tx, note, text="a red car"))
    assert await shelf.messages("bicycle") == []
    assert await shelf.messages("red") == [note]
    await shelf.write(lambda tx: update_interaction(tx, note, state="read"))
    assert await shelf.messages("red") == [note]
    await shelf.write(lambda tx: update_interaction(tx, note, text=None))
    assert await shelf.messages("red") == []


async def test_a_call_without_a_text_is_not_indexed(shelf: Shelf) -> None:
    await shelf.message("")
    async with shelf.db.read() as session:
        assert (await session.execute(sa.select(MessageSearch.id))).all() == []


async def test_long_texts_and_words_are_cut_not_refused(shelf: Shelf) -> None:
    note = await shelf.message("x" * 5_000 + " bicycle " + "word " * 30_000 + "end")
    assert await shelf.messages("x" * 70) == await shelf.messages("bicycle") == [note]
    assert await shelf.messages("end") == []


async def test_several_are_indexed_at_once(shelf: Shelf) -> None:
    ids, at = [new_id() for _ in range(3)], datetime(2026, 1, 1, tzinfo=UTC)
    await shelf.write(lambda tx: search.index_messages(tx, [
        (ids[0], at, "one", None), (ids[1], at, None, "two"), (ids[2], at, None, " "),
    ]))  # fmt: skip
    assert (await shelf.messages("one"), await shelf.messages("two")) == ([ids[0]], [ids[1]])
