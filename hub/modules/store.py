"""Read and switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from hub.db import Reader, Tx
from hub.modules.models import ModuleSwitch

_TABLE: Any = ModuleSwitch.__table__
_ALL = sa.select(_TABLE.c.key, _TABLE.c.on, _TABLE.c.version).limit(1000)


@dataclass(frozen=True, slots=True)
class Switches:
    """What was said of modules on the page. Of two the one of the higher ``age`` is the newer."""

    said: dict[str, bool]
    age: int


async def read_switches(reader: Reader) -> Switches:
    """What the page says; each switch makes it one older."""
    rows = await read_versions(reader)
    return Switches({key: on for key, (on, _) in rows.items()}, sum(version for _, version in rows.values()))


async def read_versions(reader: Reader) -> dict[str, tuple[bool, int]]:
    """What was said of each on the page, with its version."""
    return {row.key: (row.on, row.version) for row in await reader.execute(_ALL)}


async def keep_switch(tx: Tx, key: str, on: bool) -> int:
    """Store it; returns the new version."""
    row = await tx.session.get(ModuleSwitch, key)
    if row is None:
        row = ModuleSwitch(key=key, on=on, version=0, updated_at=tx.now)
        tx.session.add(row)
    row.on, row.version, row.updated_at = on, row.version + 1, tx.now
    await tx.session.flush()
    return row.version


async def one_at_a_time(tx: Tx) -> None:
    """Of two switched at once neither may miss that the other needs it."""
    if tx.dialect == "postgresql":
        await tx.session.execute(sa.text("LOCK TABLE module_switch IN SHARE ROW EXCLUSIVE MODE"))
