"""Create, change and delete lines."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.channels import removed_accounts
from hub.customers import display, read_number
from hub.db import Reader, Tx, new_id
from hub.lines.board import MOST
from hub.lines.models import Line
from hub.lines.schemas import LineIn, LineOut
from hub.teams import Item
from hub.web import Conflict, FieldError, Invalid, NotFound, Stale

_NEEDED = frozenset({"name", "region", "rules", "internal_ranges", "outbound", "name_prefixes", "record", "active"})


async def list_lines(session: AsyncSession) -> list[LineOut]:
    """All lines, also those that are switched off, in their order."""
    query = sa.select(Line).order_by(Line.position, Line.id).limit(MOST)
    return [present(line) for line in await session.scalars(query)]


async def list_items(reader: Reader) -> list[Item]:
    """All lines, as a team may own them; those of an account that was removed have no calls."""
    there = sa.or_(Line.account.is_(None), Line.account.not_in(removed_accounts()))
    query = sa.select(Line.id, Line.name, Line.number).where(there).order_by(Line.position, Line.id).limit(MOST)
    return [Item(row.id, row.name, display(row.number) if row.number else None) for row in await reader.execute(query)]


async def get_line(session: AsyncSession, line_id: UUID, *, lock: bool = False) -> Line:
    """The line. Raises ``NotFound``."""
    line = await session.get(Line, line_id, with_for_update=lock or None)
    if line is None:
        raise NotFound("There is no such line.")
    return line


async def add_line(tx: Tx, wanted: LineIn) -> LineOut:
    """Add a line at the end. Raises ``Invalid``, or ``Conflict`` for a number that is another line's."""
    count = await tx.session.scalar(sa.select(sa.func.count()).select_from(Line)) or 0
    if count >= MOST:
        raise Conflict(f"There may be {MOST} lines at most.", code="too_many_lines")
    values = columns_of(wanted)
    line = Line(id=new_id(), position=count, created_at=tx.now, updated_at=tx.now, version=1, **values)
    await _check_free(tx, line)
    tx.session.add(line)
    await tx.session.flush()
    return present(line)


async def change_line(tx: Tx, line_id: UUID, changes: dict[str, Any], version: int | None) -> LineOut:
    """Change a line. Raises ``NotFound``, ``Invalid``, ``Conflict``, or ``Stale`` when ``version`` is an old one."""
    line = await get_line(tx.session, line_id, lock=True)
    if version is not None and version != line.version:
        raise Stale(present(line), _differing(line, changes), version=line.version)
    position = changes.pop("position", None)
    if missing := [name for name in _NEEDED & changes.keys() if changes[name] is None]:
        raise Invalid([FieldError(field=f"body.{name}", code="missing", detail="Give a value.") for name in missing])
    for name, value in changes.items():
        setattr(line, name, value)
    line.number = _own_number(line.number, line.region, line.area_code)
    await _check_free(tx, line)
    if position is not None:
        await _move(tx, line, position)
    line.updated_at, line.version = tx.now, line.version + 1
    await tx.session.flush()
    return present(line)


async def delete_line(tx: Tx, line_id: UUID) -> None:
    """Forget a line; calls that came over it stay. Raises ``NotFound``."""
    await tx.session.delete(await get_line(tx.session, line_id, lock=True))


def columns_of(wanted: LineIn) -> dict[str, Any]:
    """The columns that a whole line fills. Raises ``Invalid`` for a number that nobody could dial."""
    values = wanted.model_dump()
    return values | {"number": _own_number(wanted.number, wanted.region, wanted.area_code)}


def present(line: Line) -> LineOut:
    """The line as the API gives it."""
    names = set(LineOut.model_fields) - {"display"}
    shown = {name: getattr(line, name) for name in names}
    shown["rules"] = [{"length": None} | rule for rule in line.rules]
    shown["outbound"] = {"format": "national", "prefix": ""} | line.outbound
    return LineOut(**shown, display=display(line.number) if line.number else None)


def _own_number(number: str | None, region: str, area_code: str | None) -> str | None:
    """The line's number as it is kept: E.164 where it is one."""
    if number is None:
        return None
    address = read_number(number, region, area_code)
    if address is None:
        raise Invalid.field("body.number", "phone", "This is not a number that can be dialled.")
    return address.value


async def _check_free(tx: Tx, line: Line) -> None:
    """One number through one trunk of an account is one line."""
    if line.number is None and line.trunk is None:
        return
    same = sa.select(Line.id).where(
        Line.id != line.id, Line.account.is_not_distinct_from(line.account),
        Line.number.is_not_distinct_from(line.number), Line.trunk.is_not_distinct_from(line.trunk),
    )  # fmt: skip
    with tx.session.no_autoflush:
        if (await tx.session.execute(same.limit(1))).first():
            raise Conflict("Another line has this number and trunk.", code="line_taken")


async def _move(tx: Tx, line: Line, position: int) -> None:
    query = sa.select(Line).order_by(Line.position, Line.id).limit(MOST)
    others = [other for other in await tx.session.scalars(query) if other.id != line.id]
    others.insert(position, line)
    for place, other in enumerate(others):
        other.position = place


def _differing(line: Line, changes: dict[str, Any]) -> list[str]:
    shown = present(line).model_dump()
    return [name for name, value in changes.items() if name in shown and shown[name] != value]
