"""The store's clock, so that a node with a wrong wall clock neither steals nor keeps what is not its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from hub.db.base import UTCDateTime


class StoreNow(FunctionElement[datetime]):
    """The time by the store's clock when the statement runs, plus ``seconds`` (may be negative)."""

    type = UTCDateTime()
    inherit_cache = True

    def __init__(self, seconds: float = 0) -> None:
        super().__init__(sa.literal(float(seconds), sa.Float()))


@compiles(StoreNow, "postgresql")
def _postgresql(element: StoreNow, compiler: SQLCompiler, **kw: Any) -> str:
    # clock_timestamp(), since now() stands still within a transaction
    return f"(clock_timestamp() + make_interval(secs => {compiler.process(element.clauses, **kw)}))"


@compiles(StoreNow, "sqlite")
def _sqlite(element: StoreNow, compiler: SQLCompiler, **kw: Any) -> str:
    # six decimals, as the column type writes them: SQLite compares text
    seconds = compiler.process(element.clauses, **kw)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', ({seconds}) || ' seconds')"
