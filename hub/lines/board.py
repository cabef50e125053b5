"""The lines held in memory: a call finds its own without a query."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import structlog

from hub.customers import read_number
from hub.db import Database
from hub.db.notify import Signals
from hub.lines.models import Line
from hub.lines.reading import LineRules, Rule, read_on, same_trunk

log = structlog.get_logger(__name__)
CHANNEL = "lines"
MOST = 200
POLL_SECONDS = 30.0  # a signal may get lost
KEEP_MOST = 10_000


class Lines:
    """The active lines of the organisation; kept up to date by ``start``."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._signals: Signals | None = None
        self._lines: tuple[LineRules, ...] = ()
        self._found: dict[tuple[str, str | None, str | None], LineRules | None] = {}
        self._stale = asyncio.Event()
        self._loading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def use(self, signals: Signals) -> None:
        """Hear of other processes' changes by these signals; before they are started."""
        self._signals = signals
        signals.on(CHANNEL, lambda _text: self._stale.set())

    async def start(self) -> None:
        """Load the lines, and follow their changes from now on."""
        await self.load()
        self._task = asyncio.create_task(self._follow(), name="lines")

    async def stop(self) -> None:
        """Follow no more."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def load(self) -> None:
        """Read the lines as they stand."""
        async with self._loading:
            table: Any = Line.__table__
            query = sa.select(table).where(table.c.active.is_(True)).order_by(table.c.position, table.c.id)
            async with self._db.read() as session:
                self.hold([rules_of(row) for row in (await session.execute(query.limit(MOST))).mappings()])

    async def changed(self) -> None:
        """Lines were changed here: work with them at once, and tell the other processes."""
        await self.load()
        if self._signals is not None:
            await self._signals.send(CHANNEL, "")

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

    async def _follow(self) -> None:
        while True:
            try:
                async with asyncio.timeout(POLL_SECONDS):
                    await self._stale.wait()
            except TimeoutError:
                pass
            self._stale.clear()
            try:
                await self.load()
            except Exception as error:  # the store is away: the lines of before do until it is back
                log.warning("lines_not_read", error=str(error))


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
