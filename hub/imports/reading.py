"""What the rows of a file want, read by another process, so that a pop need not wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import asdict
from typing import Any

from hub import sheets
from hub.imports.files import Files, bare
from hub.imports.wanted import Ready, Terms, Wanted, prepare

MANY = 1_000  # rows for which it pays to start a process that knows more than to read sheets
SLICE = 20  # rows between two looks at what else the loop has to do
CHILD = "hub.imports"


async def read_wanted(
    files: Files, row: Mapping[str, Any], terms: Terms, recorder: dict[str, Any], dialect: str
) -> AsyncGenerator[list[Wanted]]:
    """Some rows at a time, from those that are not done on. Raises ``Refusal``."""
    many = row["total"] - row["done"] > MANY
    more = {"terms": _as_json(terms), "dialect": dialect} if many else None
    reading = sheets.read_records(
        files.content(row["blob_id"]), bare(row["reading"]), row["reading"]["header_row"], recorder, row["done"],
        further=(CHILD, more) if more else None,
    )  # fmt: skip
    async with aclosing(reading) as found:
        async for items in found:
            for start in range(0, len(items), SLICE):
                some = items[start : start + SLICE]
                yield [_wanted(item) for item in some] if many else [prepare(record, terms) for record in some]
                await asyncio.sleep(0)


def _as_json(terms: Terms) -> dict[str, Any]:
    values = asdict(terms) | {"match": sorted(terms.match), "import_id": str(terms.import_id), "headers": ()}
    return values | {"owner_id": str(terms.owner_id) if terms.owner_id else None}


def _wanted(item: list[Any]) -> Wanted:
    item[-1] = Ready(*item[-1]) if item[-1] else None
    return Wanted(*item)
