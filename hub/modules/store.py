"""Read and switch."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from hub.db import Reader, Tx
from hub.modules.models import ModuleSwitch

_TABLE: Any = ModuleSwitch.__table__
_ALL = sa.select(_TABLE.c.key, _TABLE.c.on, _TABLE.c.version).limit(1000)


async def read_switches(reader: Reader) -> dict[str, bool]:
    """What was said of modules on the page."""
    return {row.key: row.on for row in await reader.execute(_ALL)}


async def read_versions(reader: Reader) -> dict[str, tuple[bool, int]]:
    """The same, each with its version."""
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
