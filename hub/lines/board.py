"""The lines held in memory: a call finds its own without a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.customers import read_number
from hub.db import Database
from hub.db.held import Held
from hub.lines.models import Line
from hub.lines.reading import LineRules, Rule, read_on, same_trunk

MOST = 200
KEEP_MOST = 10_000
_MESSAGES = "\0message"  # in the place of a trunk: no trunk is called that


class Lines(Held):
    """The active lines of the organisation; kept up to date by ``start``."""

    channel = "lines"

    def __init__(self, db: Database) -> None:
        super().__init__(db)
        self._lines: tuple[LineRules, ...] = ()
        self._found: dict[tuple[str, str | None, str | None], LineRules | None] = {}

    async def read(self) -> None:
        """Read the lines as they stand."""
        table: Any = Line.__table__
        query = sa.select(table).where(table.c.active.is_(True)).order_by(table.c.position, table.c.id)
        async with self._db.read() as session:
            self.hold([rules_of(row) for row in (await session.execute(query.limit(MOST))).mappings()])

    def hold(self, lines: Sequence[LineRules]) -> None:
        """Work with these lines."""
        if (held := tuple(lines)) != self._lines:
            self._lines, self._found = held, {}

    def find(self, account: str, dialled: str | None = None, endpoint: str | None = None) -> LineRules | None:
        """The line that a call is on: by the number that was dialled, the trunk, or as the account's first."""
        key = account, dialled, endpoint
        if key not in self._found:
            if len(self._found) >= KEEP_MOST:
                self._found.clear()
            self._found[key] = choose_line(self._lines, account, dialled, endpoint)
        return self._found[key]

    def of_message(self, account: str, own: str | None) -> UUID | None:
        """The line of a message to this number of the organisation; else the account's own, if it has no number."""
        key = account, own, _MESSAGES
        if key not in self._found:
            mine = [line for line in self._lines if line.account == account]
            shared = [line for line in self._lines if line.account is None]
            by_number = [line for line in [*mine, *shared] if own and is_number_of(line, own)]
            general = [line for line in mine if not line.number and not line.trunk]
            if len(self._found) >= KEEP_MOST:
                self._found.clear()
            self._found[key] = next(iter([*by_number, *general]), None)
        found = self._found[key]
        return found.id if found else None


def choose_line(
    lines: Sequence[LineRules], account: str, dialled: str | None, endpoint: str | None
) -> LineRules | None:
    """The line for a call of ``account``: one of its own before one of every account, then in the lines' order."""
    mine = [line for line in lines if line.account == account] + [line for line in lines if line.account is None]
    by_number = [line for line in mine if dialled and is_number_of(line, dialled)]
    by_trunk = [line for line in mine if same_trunk(line, endpoint)]
    both = [line for line in by_number if line in by_trunk]
    catching = [line for line in by_trunk if not line.number]
    general = [line for line in mine if not line.number and not line.trunk]
    return next(iter([*both, *by_number, *catching, *by_trunk, *general, *mine]), None)


def is_number_of(line: LineRules, dialled: str) -> bool:
    """True where the dialled number is the line's own, however either is written."""
    if not line.number:
        return False
    address = read_on(line, dialled).address
    own = read_number(line.number, line.region, line.area_code)
    return dialled == line.number or (own is not None and address is not None and own.value == address.value)


def rules_of(row: Any) -> LineRules:
    """A stored line (a mapping of its columns) as it is worked with."""
    return LineRules(
        region=row["region"], area_code=row["area_code"], id=row["id"], name=row["name"], brand=row["brand"],
        account=row["account"], number=row["number"], trunk=row["trunk"],
        rules=tuple(Rule(**rule) for rule in row["rules"]),
        ranges=tuple((span["first"], span["last"]) for span in row["internal_ranges"]),
        form=row["outbound"].get("format", "national"), prefix=row["outbound"].get("prefix", ""),
        name_prefixes=tuple(row["name_prefixes"]), record=row["record"],
    )  # fmt: skip
