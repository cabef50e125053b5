"""Actions on many customers in the store: asked for, told of while they go on, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events, jobs
from hub.accounts import User, user_refs
from hub.customers import Customer, Frame, Selection, Tag, ensure_tags, load_catalogue, read_filter
from hub.db import Tx, new_id
from hub.imports.export_columns import DEFAULT, check_columns
from hub.imports.models import BulkRun
from hub.imports.schemas_bulk import MOST_COLUMNS, MOST_IDS, MOST_TAGS, BulkRunOut, BulkSelection, FileOut, NewBulkRun
from hub.text import fold
from hub.web import Conflict, Invalid, NotFound, Principal

KIND = "customers.bulk"
JOB_LANE = "bulk"
MOST_AT_ONCE = 5  # unfinished ones of one user
ACTIVE = frozenset({"waiting", "running"})


class BulkJob(BaseModel):
    """Which run to go on with."""

    run_id: UUID


async def begin(tx: Tx, user: Principal, wanted: NewBulkRun, region: str | None = None) -> BulkRun:
    """Keep what is asked for, and have it done. Raises ``Invalid``, or ``Conflict`` for too much at once.

    ``region`` is the country whose numbers a search takes without a country code.
    """
    unfinished = sa.select(sa.func.count()).where(BulkRun.created_by == user.id, BulkRun.state.in_(ACTIVE))
    if (await tx.session.scalar(unfinished) or 0) >= MOST_AT_ONCE:
        raise Conflict(f"{MOST_AT_ONCE} actions of yours are at work: wait for one to end.", code="too_many_runs")
    options = await _options(tx, user, wanted)
    selection = await keep_selection(tx.session, user, wanted.selection, tx.now, region)
    run = BulkRun(
        id=new_id(), action=wanted.action, selection=selection, options=options, state="waiting",
        total=len(selection.get("ids", ())), done=0, failed=0, created_by=user.id, created_at=tx.now, version=1,
    )  # fmt: skip
    tx.session.add(run)
    await tx.session.flush()
    await continue_later(tx, run.id)
    return run


async def continue_later(tx: Tx, run_id: UUID) -> None:
    """Have the run gone on with; one job at a time."""
    await jobs.enqueue(tx, KIND, BulkJob(run_id=run_id), lane=JOB_LANE, key=f"{KIND}:{run_id}")


async def _options(tx: Tx, user: Principal, wanted: NewBulkRun) -> dict[str, Any]:
    options, place = wanted.options, "body.options"
    stored = await tx.session.get(User, user.id)
    kept: dict[str, Any] = {
        "language": options.language or user.language,
        "zone": user.time_zone,
        "calendar": options.calendar or (stored.calendar if stored else "gregorian"),
    }
    if wanted.action in {"tag", "untag"}:
        return kept | {"tags": await _tags(tx, options.tags or [], make=wanted.action == "tag")}
    if wanted.action == "owner":
        if "owner_id" not in options.model_fields_set:
            raise Invalid.field(f"{place}.owner_id", "missing", "Say who, or null for nobody.")
        if options.owner_id and not await user_refs(tx.session, {options.owner_id}):
            raise Invalid.field(f"{place}.owner_id", "not_found", "There is no such user.")
        return kept | {"owner_id": str(options.owner_id) if options.owner_id else None}
    columns = list(options.columns if options.columns is not None else DEFAULT)
    if not 1 <= len(columns) <= MOST_COLUMNS:
        raise Invalid.field(f"{place}.columns", "columns", f"Choose 1 to {MOST_COLUMNS} columns.")
    check_columns(columns, await load_catalogue(tx.session), f"{place}.columns")
    return kept | {"format": options.format, "columns": list(dict.fromkeys(columns)), "sort": options.sort}


async def _tags(tx: Tx, names: Sequence[str], *, make: bool) -> list[str]:
    """The ids of the tags, the new ones made."""
    place = "body.options.tags"
    if not names:
        raise Invalid.field(place, "missing", "Name a tag.")
    if len(names) > MOST_TAGS:
        raise Invalid.field(place, "too_many", f"One action takes {MOST_TAGS} tags at most.")
    if make:
        return [str(tag) for tag in await ensure_tags(tx, names, place)]
    query = sa.select(Tag.folded, Tag.id).where(Tag.folded.in_([fold(name) for name in names]))
    known = {row[0]: row[1] for row in await tx.session.execute(query)}
    for position, name in enumerate(names):
        if fold(name) not in known:
            raise Invalid.field(f"{place}.{position}", "not_found", "There is no such tag.")
    return [str(tag) for tag in known.values()]


async def keep_selection(
    session: AsyncSession, user: Principal, given: BulkSelection, now: datetime, region: str | None = None
) -> dict[str, Any]:
    """What is kept of a selection: the ids of those that are shown, or what the list was asked. Raises ``Invalid``.

    ``region`` is the country whose numbers a search takes without a country code.
    """
    place = "body.selection"
    others = given.model_dump(mode="json", exclude={"ids"}, exclude_defaults=True)
    if given.ids is not None:
        if others:
            raise Invalid.field(f"{place}.ids", "both", "Give ids, or what a list is narrowed by; not both.")
        return {"ids": await _roots(session, given.ids, f"{place}.ids")}
    if given.filter is not None:
        read_filter(given.filter, await load_catalogue(session), f"{place}.filter")
    zone = ZoneInfo(user.time_zone)
    kept = others | {"zone": user.time_zone, "today": now.astimezone(zone).date().isoformat()}
    return kept | {"region": region} if "q" in kept else kept


async def _roots(session: AsyncSession, ids: Sequence[UUID], place: str) -> list[str]:
    if not ids:
        raise Invalid.field(place, "missing", "Choose a customer.")
    if len(ids) > MOST_IDS:
        raise Invalid.field(place, "too_many", f"{MOST_IDS} customers at most; choose all that the list finds instead.")
    rows = await session.scalars(sa.select(Customer.root_id).where(Customer.id.in_(ids)).distinct())
    roots = sorted(rows)
    if not roots:
        raise Invalid.field(place, "not_found", "There are no such customers.")
    return [str(root) for root in roots]


async def selection_of(reader: AsyncSession, run: BulkRun, dialect: str) -> tuple[Selection, Frame]:
    """What the run is about, as it was asked for. Raises ``Invalid`` when it cannot be read any more."""
    return await read_selection(reader, run.selection, dialect, run.created_by, run.created_at)


async def read_selection(
    reader: AsyncSession, kept: Mapping[str, Any], dialect: str, by: UUID, at: datetime
) -> tuple[Selection, Frame]:
    """A selection that was kept. Raises ``Invalid`` when it cannot be read any more."""
    if "ids" in kept:
        ids = tuple(UUID(one) for one in kept["ids"])
        return Selection(ids=ids), Frame(dialect, ZoneInfo("UTC"), at.date(), by)
    filter_ = kept.get("filter")
    wanted = Selection(
        q=kept.get("q"), kind=kept.get("kind"), tags=tuple(kept.get("tags", ())),
        owner_id=_uuid(kept.get("owner_id")), organisation_id=_uuid(kept.get("organisation_id")),
        filter=read_filter(filter_, await load_catalogue(reader), "filter") if filter_ is not None else None,
    )  # fmt: skip
    zone, today = ZoneInfo(kept["zone"]), date.fromisoformat(kept["today"])
    return wanted, Frame(dialect, zone, today, by, kept.get("region"))


async def get_run(session: AsyncSession, user_id: UUID, run_id: UUID) -> BulkRun:
    """A run of this user. Raises ``NotFound``, also for somebody else's."""
    run = await session.get(BulkRun, run_id)
    if run is None or run.created_by != user_id:
        raise NotFound("There is no such action.")
    return run


async def lock_run(tx: Tx, run_id: UUID) -> BulkRun | None:
    """The run, held until the transaction ends; None when it is over."""
    run = await tx.session.get(BulkRun, run_id, with_for_update=True, populate_existing=True)
    return run if run is not None and run.state in ACTIVE else None


async def end(tx: Tx, run: BulkRun, state: str, error: str | None = None) -> None:
    """The run is over, for better or worse."""
    run.state, run.error, run.finished_at = state, error, tx.now
    await push(tx, run)


async def push(tx: Tx, run: BulkRun) -> None:
    """A new version, shown to whoever asked for it."""
    run.version += 1
    await tx.session.flush()
    await events.append(
        tx, events.user_room(run.created_by), events.Kind.BULK, run.id, run.version, present(run, tx.now)
    )


def present(run: BulkRun, now: datetime) -> BulkRunOut:
    """The run as the API gives it."""
    return BulkRunOut(
        id=run.id, action=run.action, state=run.state, total=run.total, done=run.done, failed=run.failed,
        file=_file(run, now), error=run.error, created_at=run.created_at, finished_at=run.finished_at,
        version=run.version,
    )  # fmt: skip


def _file(run: BulkRun, now: datetime) -> FileOut | None:
    kept = run.options.get("file")
    if run.blob_id is None or not kept or datetime.fromisoformat(kept["expires_at"]) <= now:
        return None
    return FileOut(url=f"/api/bulk/{run.id}/file", **kept)


async def purge_runs(tx: Tx, before: datetime, limit: int = 500) -> int:
    """Forget some that ended before this moment; returns how many."""
    old = sa.select(BulkRun.id).where(BulkRun.created_at < before, BulkRun.state.not_in(ACTIVE)).limit(limit)
    result: Any = await tx.session.execute(sa.delete(BulkRun).where(BulkRun.id.in_(old)))
    return int(result.rowcount)


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
