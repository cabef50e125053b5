"""The jobs of an import of consents: the dry run, the run, which goes on where it was killed, and the taking back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hub import jobs
from hub.consent.imports import store, weigh
from hub.consent.imports.reading import batches, blobs_of, terms_of
from hub.consent.imports.replay import next_keys, replay
from hub.consent.imports.rows import Row
from hub.consent.load import load
from hub.consent.record import Heard, hear, write_down
from hub.db import Database, Lane, Tx, new_id, utc_now
from hub.jobs.imports import AT_WORK, Imports, Stopped
from hub.settings import Settings

CHECK, RUN, UNDO = "consent.check", "consent.import", "consent.undo"
TIMEOUT = 2 * 3600.0
SHOWN = 200  # refused rows that are told one by one
AT_ONCE = {"sqlite": 500, "postgresql": 1_000}  # rows of a transaction
TOLD_EVERY = 0.25  # seconds


def register(handlers: jobs.Handlers, settings: Settings) -> None:
    """Let the workers check, carry out and take back imports."""
    steps = {CHECK: check, RUN: carry_out, UNDO: take_back}
    IMPORTS.register(handlers, settings, steps, timeout=TIMEOUT)
    IMPORTS.purge_daily(handlers, "consent.files")


async def fail(tx: Tx, import_id: UUID, words: str) -> None:
    """It came to an end that it should not have."""
    row = await store.get(tx.connection, import_id, lock=True)
    if row["state"] in AT_WORK:
        await store.change(tx, import_id, {"state": "failed", "error": words[:500], "finished_at": tx.now})


IMPORTS = Imports(store.TABLE, store.OWNER, fail)


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    added: int = 0
    known: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, row: store.Values) -> Tally:
        """As it stands with the import."""
        return cls(row["added"], row["known"], row["refused"], Counter(row["reasons"]), list(row["rows"]))

    def count(self, rows: Sequence[Row], outcomes: Sequence[str | None]) -> None:
        """Add a batch: None was said, ``known`` stands already, else why it was refused."""
        for row, code in zip(rows, outcomes, strict=True):
            if code is None:
                self.added += 1
            elif code == "known":
                self.known += 1
            else:
                self.refused += 1
                self.reasons[code] += 1
                if len(self.rows) < SHOWN:
                    self.rows.append({"row": row.number, "text": row.text, "code": code})

    def values(self) -> dict[str, Any]:
        """As it is kept with the import."""
        return {
            "added": self.added, "known": self.known, "refused": self.refused, "reasons": dict(self.reasons),
            "rows": self.rows,
        }  # fmt: skip


async def check(db: Database, settings: Settings, import_id: UUID) -> None:
    """The dry run: everything but the writing. Raises ``Refusal`` or ``Stopped``."""
    async with db.read() as session:
        row = await store.get(session, import_id)
    if row["state"] != "checking":
        return
    tally, earlier, done, told = Tally(), weigh.Earlier(), 0, time.monotonic()
    reading = batches(blobs_of(db, settings), row, terms_of(row, settings), AT_ONCE[db.dialect], 0)
    async with aclosing(reading) as found:
        async for rows in found:
            tally.count(rows, await _look(db, row, rows, earlier))
            done += len(rows)
            if time.monotonic() - told > TOLD_EVERY:
                told = time.monotonic()
                await _advance(db, import_id, "checking", {"done": done})
    await _advance(db, import_id, "checking", {"state": "checked", "done": 0, **tally.values()})


async def _look(db: Database, about: store.Values, rows: Sequence[Row], earlier: weigh.Earlier) -> list[str | None]:
    good = [row for row in rows if row.address]
    async with db.read() as session:
        ids = await weigh.find(session, [row.address for row in good if row.address])
        found = await load(session, ids.values(), (), hold=False)
        before = await weigh.said_before(session, ids.values(), good)
    for row in good:
        if row.key[:2] not in ids:  # it would be made
            ids[row.key[:2]] = made = new_id()
            found.kinds[made] = row.key[0]
    outcomes: list[str | None] = []
    for row in rows:
        code = row.wrong or earlier.refuses(row, row.at or about["created_at"])
        said = None if code else weigh.to_say(row, ids, about, found, before)
        if said is not None:
            (one,) = hear(found, [said], utc_now()).outcomes
            code = one if isinstance(one, str) else None
        outcomes.append(code if code or said else "known")
    return outcomes


async def _advance(db: Database, import_id: UUID, state: str, changes: dict[str, Any]) -> None:
    async def work(tx: Tx) -> None:
        if (await store.get(tx.connection, import_id, lock=True))["state"] != state:
            raise Stopped
        await store.change(tx, import_id, changes)

    await db.write(work, lane=Lane.BULK)


async def carry_out(db: Database, settings: Settings, import_id: UUID) -> None:
    """Write down all rows that are not yet. Raises ``Refusal`` or ``Stopped``."""
    async with db.read() as session:
        row = await store.get(session, import_id)
    if row["state"] != "running":
        return
    told = 0.0
    reading = batches(blobs_of(db, settings), row, terms_of(row, settings), AT_ONCE[db.dialect], row["done"])
    async with aclosing(reading) as found:
        async for rows in found:
            tell = time.monotonic() - told > TOLD_EVERY
            told = time.monotonic() if tell else told
            row = await _write(db, row, rows, tell=tell)
    await _advance(db, import_id, "running", {"state": "done", "finished_at": utc_now()})


async def _write(db: Database, about: dict[str, Any], rows: Sequence[Row], *, tell: bool) -> dict[str, Any]:
    """One transaction, with the place that it has come to. Raises ``Stopped`` when it is not ours to go on."""

    async def work(tx: Tx) -> dict[str, Any]:
        row = await store.get(tx.connection, about["id"], lock=True)
        if row["state"] != "running" or row["done"] != about["done"]:
            raise Stopped
        tally = Tally.of(row)
        tally.count(rows, await _say(tx, row, rows))
        changes = {"done": row["done"] + len(rows), **tally.values()}
        return await store.change(tx, row["id"], changes, tell=tell)

    return await db.write(work, lane=Lane.BULK)


async def _say(tx: Tx, about: store.Values, rows: Sequence[Row]) -> list[str | None]:
    good = [row for row in rows if row.address]
    ids = await weigh.find_or_make(tx, [row.address for row in good if row.address])
    found = await load(tx.connection, ids.values(), ())
    before = await weigh.said_before(tx.connection, ids.values(), good)
    heard = Heard()
    outcomes: list[str | None] = []
    for row in rows:
        said = None if row.wrong else weigh.to_say(row, ids, about, found, before)
        if said is None:
            outcomes.append(row.wrong or "known")
            continue
        one = hear(found, [said], tx.now)
        heard.events |= one.events
        heard.touched |= one.touched
        outcomes.append(next((code for code in one.outcomes if isinstance(code, str)), None))
    await write_down(tx, found, heard)
    return outcomes


async def take_back(db: Database, _settings: Settings, import_id: UUID) -> None:
    """Let its addresses stand as if it had never been. Raises ``Stopped``."""

    async def work(tx: Tx) -> bool:
        row = await store.get(tx.connection, import_id, lock=True)
        if row["state"] != "undoing":
            raise Stopped
        keys, last = await next_keys(tx, import_id, row["position"], AT_ONCE[db.dialect])
        if not keys:
            await store.change(tx, import_id, {"state": "undone", "finished_at": tx.now})
            return False
        await replay(tx, keys)
        await store.change(tx, import_id, {"position": last}, tell=False)
        return True

    while await db.write(work, lane=Lane.BULK):
        pass
