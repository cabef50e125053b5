"""Which line a call is on, and that every process learns of changes."""

from __future__ import annotations

from uuid import UUID

import pytest

from hub.db import Database, Tx
from hub.db.notify import Signals
from hub.lines import LineRules, Lines
from hub.lines.board import choose_line
from hub.lines.schemas import LineIn
from hub.lines.store import add_line
from tests.support.waiting import until

A = LineRules("IR", "21", UUID(int=1), "Tehran", number="+982191001000", account="pbx")
B = LineRules("IR", "21", UUID(int=2), "Sales", number="+982191001003", account="pbx", trunk="PJSIP/sales")
C = LineRules("IR", "51", UUID(int=3), "Mashhad", trunk="mashhad", account="pbx")
D = LineRules("DE", "30", UUID(int=4), "Berlin", account="berlin")
E = LineRules("IR", None, UUID(int=5), "Everywhere")
LINES = (A, B, C, D, E)


@pytest.mark.parametrize(
    ("account", "dialled", "endpoint", "expected"),
    [("pbx", "02191001000", "PJSIP/trunk", A), ("pbx", "91001000", None, A), ("pbx", "+982191001003", None, B),
     ("pbx", "0051 1", "PJSIP/mashhad", C), ("pbx", None, "pjsip/MASHHAD", C),
     ("pbx", "02191001000", "PJSIP/mashhad", A),
     ("pbx", "1000", "PJSIP/trunk", E), ("berlin", "02191001000", None, D), ("other", None, None, E)],
)  # fmt: skip
def test_by_number_then_trunk_then_the_first_that_takes_all(
    account: str, dialled: str | None, endpoint: str | None, expected: LineRules
) -> None:
    assert choose_line(LINES, account, dialled, endpoint) is expected


def test_an_accounts_only_line_takes_all_its_calls() -> None:
    assert choose_line((A, D), "pbx", "555", "PJSIP/any") is A
    assert choose_line((D,), "pbx", "555", None) is None


async def test_another_process_works_with_a_new_line_soon(postgresql_url: str) -> None:
    here, there = await Database.open(postgresql_url), await Database.open(postgresql_url)
    signals = [Signals(here), Signals(there)]
    boards = [Lines(here), Lines(there)]
    try:
        for board, signal in zip(boards, signals, strict=True):
            board.use(signal)
            await signal.start()
            await board.start()

        async def heard() -> bool:
            await boards[0].changed()
            return boards[1].find("pbx") is not None

        async def work(tx: Tx) -> None:
            await add_line(tx, LineIn(name="Tehran", region="IR"))

        assert boards[1].find("pbx") is None
        await here.write(work)
        await until(heard, 10, "the line in the other process")
    finally:
        for board, signal in zip(boards, signals, strict=True):
            await board.stop()
            await signal.stop()
        await here.close()
        await there.close()
