"""Rows by table, in the order in which they may be inserted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from hub.db import Base, Tx

ORDER: Final = (
    "line", "custom_field", "disposition",
    "extension", "tag", "identity", "customer", "customer_identity", "customer_tag", "interaction", "participant",
    "timeline_entry", "call", "call_leg", "talk_segment",
)  # fmt: skip


class Rows:
    """What will be stored."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in ORDER}

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """One row; returned so that what is learnt later can be filled in."""
        self.tables[table].append(values)
        return values

    async def insert(self, tx: Tx, *, only: Collection[str] = ORDER, without: Collection[str] = ()) -> None:
        """Store the rows of these tables."""
        connection = await tx.session.connection()
        for name, rows in self.tables.items():
            if rows and name in only and name not in without:
                await connection.execute(Base.metadata.tables[name].insert(), rows)
