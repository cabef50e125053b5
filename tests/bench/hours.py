"""How long "open now?" takes, beside what asks the week itself each time, and beside a mere look at the clock.

``python -m tests.bench.hours``: an Iranian week with 60 special days, asked for moments of two years.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.hours import Calendar, Hours, SpecialDay, open_at, open_now
from hub.hours.days import by_date
from hub.hours.spans import Week
from tests.bench.figures import Row, load, report

PROMISE, ASKED, RUNS = 20.0, 20_000, 5
ZONE = ZoneInfo("Asia/Tehran")
WEEK: Week = (((540, 1020),), ((540, 1020),), ((540, 1020),), ((540, 780),), (), ((540, 1020),), ((540, 1020),))


def calendar() -> Calendar:
    """Nowruz of every year, and single dates."""
    yearly = [SpecialDay("Nowruz", (), "jalali", month=1, day=day) for day in range(1, 5)]
    single = [SpecialDay(f"Day {place}", (), on=date(2026, 1, 10) + timedelta(9 * place)) for place in range(56)]
    return Calendar(ZONE, WEEK, (*yearly, *single))


def naive(asked: Calendar, at: datetime) -> tuple[bool, datetime | None]:
    """Open then, and when that ends: by the week, day after day, as one would write it at first."""
    local = at.astimezone(asked.zone)
    today = local.date()
    special = by_date(asked.days, today, today + timedelta(30))
    for day in (today + timedelta(place) for place in range(30)):
        for start, end in asked.spans_on(day, special):
            midnight = datetime(day.year, day.month, day.day, tzinfo=asked.zone)
            first, last = midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)
            if local < last:
                return (True, last) if first <= local else (False, first)
    return False, None


def main() -> int:
    """Measure, and report."""
    asked = calendar()
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=place * 52) for place in range(ASKED)]
    began = time.perf_counter()
    asked.window(2026)
    compiling = (time.perf_counter() - began) * 1000
    assert all((open_at(asked, at).open, open_at(asked, at).until) == naive(asked, at) for at in moments[::500])
    board = Hours(None)  # type: ignore[arg-type]  # nothing is loaded
    board.hold({UUID(int=1): asked}, default=UUID(int=1))
    rows = [
        Row("open now? p50 of the runs' means", _each(lambda at: open_at(asked, at), moments), PROMISE, "µs"),
        Row("the same for a line, as callers ask", _each(lambda at: open_now(board, line_id=LINE, at=at), moments),
            PROMISE, "µs"),
        Row("without compiling: the week asked day after day", _each(lambda at: naive(asked, at), moments), unit="µs"),
        Row("a time converted to its zone, and no more", _each(lambda at: at.astimezone(ZONE), moments), unit="µs"),
        Row("compiling two years of it", compiling),
        Row("load of the machine meanwhile", load(), unit=""),
    ]  # fmt: skip
    return report(rows)


LINE = UUID(int=7)


def _each(ask: Callable[[datetime], object], moments: list[datetime]) -> float:
    """Microseconds for one."""
    found = []
    for _ in range(RUNS):
        began = time.perf_counter()
        for at in moments:
            ask(at)
        found.append((time.perf_counter() - began) / len(moments) * 1e6)
    return median(found)


if __name__ == "__main__":
    sys.exit(main())
