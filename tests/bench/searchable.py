"""Customers and messages to search: names in two scripts, common and rare ones, as lists of them are."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import asyncpg
import sqlalchemy as sa

from hub.db import engines, migrate
from hub.search.documents import grams_of_lines, text_of
from hub.text import fold, sort_key


def _split(text: str) -> list[str]:
    return text.split()


GIVEN = _split("""محمد علی فاطمه حسین زهرا رضا مریم مهدی امیر حسن زینب احمد سارا محمدرضا نرگس پریسا بهرام شیرین کامران
ژاله John Maria Peter Anna Michael Laura Daniel Emma Ahmed Priya Carlos Sofia Jürgen Zoë Wali""")
FAMILY = _split("""محمدی حسینی احمدی رضایی کریمی موسوی جعفری قاسمی رحیمی کاظمی صادقی نوری شریفی طاهری دهقان زارعی بهرامی
Smith Müller Garcia Johnson Khan Nguyen Rossi Novak Silva O'Brien Green Yilmaz Schneider Patel""")
ENDINGS = ["", "", "", " نژاد", "زاده", " اصفهانی", " تهرانی", "-Jones", " Jr", "پور"]
CITIES = _split("تهران تهران تهران اصفهان شیراز مشهد تبریز Berlin London Austin")
WORDS = _split("""سلام سفارش شماره پیگیری لطفا ممنون قیمت ارسال فاکتور تماس فردا امروز خدمات گارانتی تحویل پرداخت the
order please invoice thanks delivery price call tomorrow we you it is not received and for battery warranty payment""")
SYLLABLES = _split("ba de fo gu ka le mi no pu ra se ti va zo shi cha با دی فو گو کا لی می نو پا را")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHUNK = 20_000
Table = tuple[str, tuple[str, ...]]
CUSTOMER: Table = ("customer", ("id", "kind", "name", "sort_key", "search", "root_id", "fields", "last_contact_at",
                                "created_at", "updated_at", "version"))  # fmt: skip
INDEXED: Table = ("customer_search", ("id", "customer_id", "text", "grams"))
MESSAGES: Table = ("message_search", ("id", "interaction_id", "occurred_at", "words"))


def skewed(dice: random.Random, size: int) -> int:
    """A place in a list of ``size`` whose first are much the most common."""
    return min(int(size ** dice.random()) - 1, size - 1)


def rare_word(number: int) -> str:
    """A word that only few messages have: there are 200,000 of them."""
    return "".join(SYLLABLES[number // 26**place % 26] for place in range(4)) + "x"


def key(number: int, kind: int) -> uuid.UUID:
    """The id of the so-manyth row."""
    return uuid.UUID(int=(kind << 64) + number)


def lines(number: int) -> list[str]:
    """The searched lines of a customer, not folded."""
    dice = random.Random(number)
    given, family = (names[skewed(dice, len(names))] for names in (GIVEN, FAMILY))
    name = f"{given} {family}{dice.choice(ENDINGS)}"
    mail = f"{rare_word(dice.randrange(200_000))}{number % 97}@{dice.choice(['gmail.com', 'yahoo.com', 'example.org'])}"
    works = f"شرکت {rare_word(number % 5_000)}" if number % 3 == 0 else ""
    return [name, works, dice.choice(CITIES), f"989{10**8 + number * 7919 % 899_999_999}", mail]


def words(number: int) -> list[str]:
    """The words of a message: mostly common ones."""
    dice = random.Random(-number)
    return list({WORDS[skewed(dice, len(WORDS))] for _ in range(14)} | {rare_word(dice.randrange(200_000))})


def people(start: int, end: int, *, sqlite: bool) -> tuple[list[Any], list[Any]]:
    """Rows of customers and of their index."""
    ones, others = [], []
    for number in range(start, end):
        made = lines(number)
        folded, who = [fold(line) for line in made], key(number, 1)
        heard = NOON - timedelta(minutes=number * 7919 % 1_000_003) if number % 4 else None
        plain = (_id(who, sqlite=sqlite), "person", made[0], sort_key(made[0]), folded[0])
        ones.append((*plain, plain[0], "{}", _at(heard, sqlite=sqlite), *[_at(NOON, sqlite=sqlite)] * 2, 1))
        others.append((number + 1, plain[0], text_of(folded), None if sqlite else grams_of_lines(folded)))
    return ones, others


def messages(start: int, end: int, *, sqlite: bool) -> list[Any]:
    """Rows of the messages' index, the oldest first."""
    return [
        (number + 1, _id(key(number, 2), sqlite=sqlite), _at(NOON + timedelta(seconds=number), sqlite=sqlite),
         " ".join(words(number)))
        for number in range(start, end)
    ]  # fmt: skip


def _id(value: uuid.UUID, *, sqlite: bool) -> Any:
    return value.hex if sqlite else value


def _at(value: datetime | None, *, sqlite: bool) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if value and sqlite else value


def chunks(count: int) -> Iterator[tuple[int, int]]:
    """Ranges that fit in memory."""
    return ((start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))


async def fill_sqlite(url: str, customers: int, written: int) -> None:
    """A migrated SQLite store with so many of each."""
    await migrate.upgrade(url)
    reader, writer = engines.create(url)
    async with writer.connect() as connection:
        for (start, end), kind in [*((one, 1) for one in chunks(customers)), *((one, 2) for one in chunks(written))]:
            tables = (CUSTOMER, INDEXED) if kind == 1 else (MESSAGES,)
            made = people(start, end, sqlite=True) if kind == 1 else (messages(start, end, sqlite=True),)
            for (name, columns), rows in zip(tables, made, strict=True):
                marks = ", ".join("?" * len(columns))
                await connection.exec_driver_sql(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)
            await connection.commit()
        await connection.execute(sa.text("ANALYZE"))
        await connection.commit()
    await reader.dispose()
    await writer.dispose()


async def fill_postgresql(url: str, customers: int, written: int) -> None:
    """The same on PostgreSQL, made on all processors; its indexes are built at the end, which is quicker."""
    await migrate.upgrade(url)
    driver = await asyncpg.connect(url)
    await driver.execute("DROP INDEX ix_customer_search_grams, ix_message_search_words")
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for copy, count in ((_copy_people, customers), (_copy_messages, written)):
            await asyncio.gather(*(loop.run_in_executor(pool, copy, url, *one) for one in chunks(count)))
    await asyncio.gather(
        _index(url, "CREATE INDEX ix_customer_search_grams ON customer_search USING gin (grams)"),
        _index(url, "CREATE INDEX ix_message_search_words ON message_search USING gin (words)"),
    )
    await driver.execute("VACUUM ANALYZE", timeout=3_600)
    await driver.close()


async def _index(url: str, statement: str) -> None:
    driver = await asyncpg.connect(url)
    await driver.execute("SET maintenance_work_mem = '512MB'")
    await driver.execute(statement, timeout=3_600)
    await driver.close()


def _copy_people(url: str, start: int, end: int) -> None:
    """In a process of its own."""

    async def copy() -> None:
        driver = await asyncpg.connect(url)
        for (name, columns), rows in zip((CUSTOMER, INDEXED), people(start, end, sqlite=False), strict=True):
            await driver.copy_records_to_table(name, records=rows, columns=columns)
        await driver.close()

    asyncio.run(copy())


def _copy_messages(url: str, start: int, end: int) -> None:
    """In a process of its own. A tsvector cannot be copied from an array, so it is made there."""

    async def copy() -> None:
        driver = await asyncpg.connect(url)
        await driver.execute(
            "CREATE TEMP TABLE raw (id bigint, interaction_id uuid, occurred_at timestamptz, words text)"
        )
        await driver.copy_records_to_table("raw", records=messages(start, end, sqlite=False))
        await driver.execute("INSERT INTO message_search SELECT id, interaction_id, occurred_at, "
                             "array_to_tsvector(string_to_array(words, ' ')) FROM raw")  # fmt: skip
        await driver.close()

    asyncio.run(copy())
