"""The jobs of an import: the dry run, and the run itself, which goes on where it was killed."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import aclosing
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog

from hub import jobs
from hub.db import Database, Lane, Tx
from hub.imports import store
from hub.imports.batches import Clock, Pace, batches, decide, terms_of
from hub.imports.files import Files
from hub.imports.outcomes import Outcome
from hub.imports.plan import Planner
from hub.imports.undo import undo
from hub.imports.wanted import Terms, Wanted
from hub.imports.write import describe_problem, write_plan
from hub.jobs.imports import AT_WORK, Imports, Stopped
from hub.settings import Settings
from hub.sheets import Refusal

log = structlog.get_logger(__name__)
CHECK, RUN, UNDO = "imports.check", "imports.run", "imports.undo"
TIMEOUT = 6 * 3600.0
EXAMPLES = 5  # of each outcome
AGAIN = {"23505", "23503"}  # somebody stored the same number, or took away an organisation, at this very moment
TRIES = 5
ASKED = ("reading", "mapping", "policy", "options")  # what a dry run is about
COUNTS = {"create": "created", "update": "updated", "merge": "updated", "skip": "skipped", "fail": "failed"}


def register(handlers: jobs.Handlers, settings: Settings) -> None:
    """Let the workers check, carry out and undo imports."""
    IMPORTS.register(handlers, settings, {CHECK: check, RUN: carry_out, UNDO: undo}, timeout=TIMEOUT)
    IMPORTS.purge_daily(handlers, "imports.purge")


async def fail(tx: Tx, import_id: UUID, words: str) -> None:
    """The import came to an end that it should not have."""
    row = await store.lock_import(tx, import_id)
    if row["state"] in AT_WORK:
        await store.change_import(tx, import_id, {"state": "failed", "error": words[:500], "finished_at": tx.now})


IMPORTS = Imports(store.TABLE, store.OWNER, fail)  # files are kept for the rows that failed to be downloaded


async def check(db: Database, settings: Settings, import_id: UUID) -> None:
    """The dry run: everything but the writing. Raises ``Refusal`` or ``Stopped``."""
    async with db.read() as session:
        row = await store.get_import(session, import_id)
        terms, recorder = await terms_of(session, row, settings)
    if row["state"] != "checking":
        return
    planner, pace, clock, done = Planner(terms, dry=True), Pace(db.dialect, "skip"), Clock(), 0
    summary = Summary(terms)
    async with aclosing(batches(db, Files(db, settings), row, terms, recorder, pace)) as found:
        async for wanted in found:
            async with db.read() as session:
                await decide(session, db, planner, wanted, row["created_at"], lock=False)
            summary.add(wanted, planner.plan.outcomes)
            done += len(wanted)
            if clock.due():
                await advance(db, row, {"done": done})
    found_out = {"check": summary.as_json()}
    await advance(db, row, {"state": "checked", "done": 0, "preview": found_out, "error": None})


async def advance(db: Database, row: store.Values, changes: dict[str, Any]) -> None:
    """Tell how far the dry run of ``row`` has come. Raises ``Stopped`` where it is not the one asked for now."""

    async def work(tx: Tx) -> None:
        now = await store.lock_import(tx, row["id"])
        if now["state"] != "checking" or any(now[name] != row[name] for name in ASKED):
            raise Stopped
        await store.change_import(tx, row["id"], changes)

    await db.write(work, lane=Lane.BULK)


class Summary:
    """What a dry run found: counts, and some examples of each outcome."""

    def __init__(self, terms: Terms) -> None:
        self._headers = terms.headers
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[dict[str, Any]]] = {}

    def add(self, wanted: list[Wanted], outcomes: list[Outcome]) -> None:
        """Count a batch."""
        for one, outcome in zip(wanted, outcomes, strict=True):
            self._counts[outcome.name] += 1
            warned = outcome.name != "fail" and bool(outcome.problems)
            self._counts["warn"] += warned
            some = self._examples.setdefault(f"{outcome.name}{warned}", [])
            if len(some) < EXAMPLES:
                problems = [describe_problem(problem, self._headers) for problem in outcome.problems]
                some.append({
                    "number": one.number, "outcome": outcome.name, "values": _shown(one), "problems": problems,
                })  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the import."""
        examples = sorted((one for some in self._examples.values() for one in some), key=lambda one: one["number"])
        return dict(self._counts) | {"examples": examples}


def _shown(one: Wanted) -> dict[str, Any]:
    by_kind = {"phone": "phones", "email": "emails"}
    values = dict(one.values) | ({"fields": one.fields} if one.fields else {})
    for value, (kind, _, _) in one.addresses.items():
        values.setdefault(by_kind[kind], []).append(value)
    if one.tags:
        values["tags"] = list(one.tags.values())
    return values | ({"organisation": one.organisation} if one.organisation else {})


async def carry_out(db: Database, settings: Settings, import_id: UUID) -> None:
    """Write all rows that are not written yet. Raises ``Refusal`` or ``Stopped``."""
    async with db.read() as session:
        row = dict(await store.get_import(session, import_id))
        terms, recorder = await terms_of(session, row, settings)
    if row["state"] != "running":
        return
    batch, pace, files = Batches(db, terms, Clock()), Pace(db.dialect, terms.policy), Files(db, settings)
    while True:
        began = row["done"]
        try:
            async with aclosing(batches(db, files, row, terms, recorder, pace)) as found:
                async for wanted in found:
                    await _write(batch, pace, row, wanted)
        except Refusal as refusal:  # the process that reads was killed: another one goes on, if this one got anywhere
            if refusal.code != "too_heavy" or began == row["done"]:
                raise
            log.warning("import_reads_again", import_id=str(import_id), done=row["done"])
        else:
            break
    await db.write(lambda tx: _finish(tx, import_id, row["done"]), lane=Lane.BULK)


async def _write(batch: Batches, pace: Pace, row: dict[str, Any], wanted: list[Wanted]) -> None:
    began = time.monotonic()
    await batch.write(wanted, row["done"])
    row["done"] += len(wanted)
    pace.took(len(wanted), time.monotonic() - began)


async def _finish(tx: Tx, import_id: UUID, done: int) -> None:
    row = await store.lock_import(tx, import_id)
    if (row["state"], row["done"]) != ("running", done):
        raise Stopped
    await store.change_import(tx, import_id, {"state": "done", "finished_at": tx.now, "total": done})


class Batches:
    """Writes batches, each with the place that the import has come to: killed at any moment, nothing is doubled."""

    def __init__(self, db: Database, terms: Terms, clock: Clock) -> None:
        self._db, self._terms, self._clock = db, terms, clock

    async def write(self, wanted: list[Wanted], done: int) -> None:
        """One transaction. Raises ``Stopped`` when it is not ours to go on."""
        told = self._clock.due()
        for attempt in range(TRIES):
            try:
                await self._db.write(lambda tx: self._work(tx, wanted, done, told), lane=Lane.BULK)
            except Exception as error:
                origin = getattr(error, "orig", None) or error
                if getattr(origin, "sqlstate", None) not in AGAIN or attempt + 1 == TRIES:
                    raise
            else:
                return

    async def _work(self, tx: Tx, wanted: list[Wanted], done: int, told: bool) -> None:
        planner = Planner(self._terms)
        await decide(tx.connection, self._db, planner, wanted, tx.now, lock=True)
        await write_plan(tx, planner.plan, self._terms)
        await self._move_on(tx, planner.plan.outcomes, done, told)

    async def _move_on(self, tx: Tx, outcomes: list[Outcome], done: int, told: bool) -> None:
        table = store.TABLE
        counts = Counter(COUNTS[one.name] for one in outcomes)
        counts["warned"] = sum(bool(one.problems) and one.name not in {"fail", "skip"} for one in outcomes)
        values = {name: table.c[name] + count for name, count in counts.items()} | {"done": done + len(outcomes)}
        values["version"] = table.c.version + 1
        where = (table.c.id == self._terms.import_id, table.c.state == "running", table.c.done == done)
        change = sa.update(table).where(*where).values(values).returning(table)
        row = (await tx.connection.execute(change)).mappings().first()
        if row is None:
            raise Stopped
        if told:
            await store.push(tx, row, await store.describe(tx.connection, row))
