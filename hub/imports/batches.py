"""An import's records, in batches that the store takes in a short time, decided and written."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import User
from hub.customers import load_fields
from hub.db import Database, Reader
from hub.imports import lookup
from hub.imports.files import Files
from hub.imports.plan import Planner
from hub.imports.reading import read_wanted
from hub.imports.wanted import Terms, Wanted
from hub.settings import Settings
from hub.text import fold, sort_key

MOST_TAGS = 1_000  # in the whole hub, as customers.ensure_tags has it
MOST_PEOPLE = 5_000
SHOWING = 10  # a row that changes somebody takes so many times as long: their profile is pushed to who looks at it
SLICE = 50  # rows between two looks at what else the loop has to do
AIMS = {"sqlite": (0.05, 20, 500), "postgresql": (0.2, 50, 1_000)}  # seconds of a transaction, least and most rows


class Pace:
    """How many rows the next transaction takes, so that it lasts about as long as it should."""

    def __init__(self, dialect: str, policy: str) -> None:
        self._aim, self._least, self._most = AIMS[dialect]
        if policy != "skip":
            self._most = max(self._least, self._most // SHOWING)
        self.rows = min(250, self._most)

    def took(self, rows: int, seconds: float) -> None:
        """Learn from a batch; grow by half at most."""
        fitting = rows * self._aim / max(seconds, 0.001)
        self.rows = int(max(self._least, min(self._most, fitting, self.rows * 1.5 + 1)))


async def terms_of(reader: Reader, row: Mapping[str, Any], settings: Settings) -> tuple[Terms, dict[str, Any]]:
    """What holds for all rows, and what the process that reads them must know."""
    options, place = row["options"], settings.organisation
    fields = {key: field for key, field in (await load_fields(reader)).items() if field.archived_at is None}
    people = await _people(reader)
    region = options.get("region") or place.region
    terms = Terms(
        import_id=row["id"], policy=row["policy"], kind=options["kind"], region=region,
        headers=tuple(column["header"] or str(column["index"] + 1) for column in row["mapping"]),
        area_code=place.area_code if region == place.region else None, match=frozenset(options["match"]),
        match_name=options["match_name"], lenient=options["lenient"], tags=tuple(options["tags"]),
        owner_id=UUID(options["owner_id"]) if options["owner_id"] else None,
        applies_to={key: field.applies_to for key, field in fields.items()},
    )  # fmt: skip
    recorder = {
        "columns": [_column(column, row["reading"]) for column in row["mapping"] if column["target"]],
        "fields": {key: {"kind": field.kind, "options": field.options} for key, field in fields.items()},
        "people": people, "region": region, "lenient": terms.lenient,
    }  # fmt: skip
    return terms, recorder


def _column(column: Mapping[str, Any], reading: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in column["options"].items() if value is not None}
    wide = {"calendar": reading["calendar"]}
    if reading["date_order"] != "auto":
        wide["order"] = reading["date_order"]
    return {"index": column["index"], "target": column["target"], "options": wide | own}


async def _people(reader: Reader) -> dict[str, str]:
    """Users' ids by how their mail addresses and names fold; a name that two have is nobody's."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for user, name, email in await reader.execute(sa.select(User.id, User.name, User.email).limit(MOST_PEOPLE)):
        folded = fold(name)
        if folded in found:
            twice.add(folded)
        found[folded], found[fold(email)] = str(user), str(user)
    return {key: user for key, user in found.items() if key not in twice}


async def batches(
    db: Database, files: Files, row: Mapping[str, Any], terms: Terms, recorder: dict[str, Any], pace: Pace
) -> AsyncGenerator[list[Wanted]]:
    """What is wanted by the rows behind those that are done, as many at a time as ``pace`` says."""
    kept: list[Wanted] = []
    reading = read_wanted(files, row, terms, recorder, db.dialect)
    try:
        async for some in reading:
            kept += some
            while len(kept) >= pace.rows:
                count = pace.rows
                yield kept[:count]
                kept = kept[count:]
    finally:
        await reading.aclose()
    if kept:
        yield kept


async def decide(
    reader: Reader, db: Database, planner: Planner, wanted: Sequence[Wanted], now: Any, *, lock: bool
) -> None:
    """Plan what becomes of the batch, by what the store knows at this moment."""
    good = [one for one in wanted if not one.is_wrong]
    await lookup.prefer_indexes(reader, db.dialect)
    addresses = {(address[0], value) for one in good for value, address in one.addresses.items()}
    known = await lookup.find_known(reader, db.dialect, addresses)
    people = {person.id for found in known.values() for person in found.users}
    standing = await lookup.load_standing(reader, people, lock=lock) if planner.terms.policy != "skip" else {}
    names = {one.organisation for one in good if one.organisation}
    organisations = await lookup.find_organisations(reader, {sort_key(name) for name in names})
    tags = await lookup.find_tags(reader) if any(one.tags for one in good) else {}
    planner.begin(now, known, standing, organisations, tags, MOST_TAGS - len(tags), _shared(good))
    for start in range(0, len(wanted), SLICE):
        planner.decide(wanted[start : start + SLICE])
        await asyncio.sleep(0)


def _shared(wanted: Iterable[Wanted]) -> set[str]:
    """Addresses that several rows have."""
    once: set[str] = set()
    twice: set[str] = set()
    for one in wanted:
        twice.update(once.intersection(one.addresses))
        once.update(one.addresses)
    return twice


class Clock:
    """True at most four times a second."""

    def __init__(self, every: float = 0.25) -> None:
        self._every, self._last = every, 0.0

    def due(self) -> bool:
        """Whether so much time has passed since it last was."""
        now = time.monotonic()
        if now - self._last < self._every:
            return False
        self._last = now
        return True
