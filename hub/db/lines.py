"""Rows made ready as text, by another process perhaps: the hub only hands them to the store, many at once.

A line is COPY's text format on PostgreSQL and a JSON array on SQLite, each without its end: what all rows share, such
as the time of the transaction, is put behind every line when it is written.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
import uuid_utils
from sqlalchemy.engine import Dialect

from hub.db.database import Tx
from hub.db.driver import on_postgresql
from hub.db.prepared import prepared

AT_ONCE = 500  # lines in a statement, or between two turns of the loop
_ESCAPE = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Plain = str | int | float | bool | None


def new_hex() -> str:
    """A new id (``hub.db.new_id``) as lines have it."""
    return uuid_utils.uuid7().hex


def line_of(dialect: str, values: Sequence[Plain]) -> str:
    """One row, ids as 32 hexadecimal digits and JSON as text."""
    if dialect == "postgresql":
        return "\t".join(["\\N" if value is None else _cell(value) for value in values])
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))[:-1]


def and_then(dialect: str, line: str, value: Plain) -> str:
    """The line with one more value."""
    if dialect == "postgresql":
        return f"{line}\t{_cell(value)}"
    return f"{line},{json.dumps(value)}"


def _cell(value: Plain) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    return text.translate(_ESCAPE) if "\\" in text or not text.isprintable() else text


async def insert_lines(
    tx: Tx, model: Any, names: tuple[str, ...], lines: Sequence[str], shared: Mapping[str, Any]
) -> None:
    """Insert ``lines``, whose values are those of ``names``; each row has the ``shared`` values too."""
    if not lines:
        return
    table: sa.Table = model.__table__
    columns = (*names, *shared)
    if tx.dialect == "postgresql":
        end = "".join(f"\t{_cell(value)}" for value in shared.values()) + "\n"
        await on_postgresql(
            tx.connection,
            lambda opened: opened.copy_to_table(table.name, source=_in_turns(lines, end), columns=columns),
            f"COPY {table.name}",
        )
        return
    statement, values = _picked(table, names, tuple(shared)), _kept(table, shared, tx.connection.dialect)
    for start in range(0, len(lines), AT_ONCE):
        await tx.connection.exec_driver_sql(statement, (f"[{'],'.join(lines[start : start + AT_ONCE])}]]", *values))


async def _in_turns(lines: Sequence[str], end: str) -> AsyncIterator[bytes]:
    for start in range(0, len(lines), AT_ONCE):
        yield (end.join(lines[start : start + AT_ONCE]) + end).encode()
        await asyncio.sleep(0)


@lru_cache(maxsize=64)
def _picked(table: sa.Table, names: tuple[str, ...], shared: tuple[str, ...]) -> str:
    """SQLite reads the array itself, without the interpreter: nothing else waits for it."""
    columns = ", ".join(f'"{name}"' for name in (*names, *shared))
    cells = [f"json_extract(value, '$[{place}]')" for place in range(len(names))]  # ->> is of SQLite 3.38
    marks = [f"?{place}" for place in range(2, 2 + len(shared))]
    return f"INSERT INTO {table.name} ({columns}) SELECT {', '.join(cells + marks)} FROM json_each(?1)"  # noqa: S608


def _kept(table: sa.Table, shared: Mapping[str, Any], dialect: Dialect) -> list[Any]:
    kept = list(shared.values())
    for place, processor in prepared(table, tuple(shared), dialect)[1]:
        kept[place] = processor(kept[place])
    return kept
