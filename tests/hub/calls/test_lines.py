"""Calls on lines: the line's rules read the number, its name is on the card, colleagues are no customers."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from hub.calls import Numbering
from hub.calls.commands import dialable
from hub.calls.lists import live_calls, open_pops
from hub.db import Database
from hub.lines import LineRules, Lines, Rule
from hub.ports import LegParty, LegRef, LegRinging, LegStarted, Party
from hub.web import Invalid
from tests.hub.calls.conftest import Office
from tests.hub.calls.recordings import AT

SALES = LineRules(
    "IR", "21", id=UUID(int=7), name="Sales", brand="Nova", account="pbx", number="+982191001003", prefix="9",
    rules=(Rule("8", strip=1),), ranges=(("4000", "4999"),), name_prefixes=("Sales:",),
)  # fmt: skip
GENERAL = LineRules("DE", "30", id=UUID(int=8), name="General", account="pbx")


@pytest.fixture
def on_lines(office: Office, database: Database) -> Office:
    """An office whose exchange has two lines."""
    lines = Lines(database)
    lines.hold([SALES, GENERAL])
    office.board.numbering = Numbering("IR", "21", lines)
    return office


async def ring(office: Office, number: str, dialled: str, name: str | None = None) -> None:
    """Somebody calls ``dialled``, and agent A's phone rings."""
    caller, phone = LegRef("b", uuid4().hex), LegRef("b", uuid4().hex)
    await office.hear([
        LegStarted(caller, AT, caller, Party.OUTSIDE, "PJSIP/trunk", True, number, name, dialled),
        LegStarted(phone, AT, caller, Party.STATION, "PJSIP/101", False), LegRinging(phone, AT, caller),
    ], batch=3)  # fmt: skip


async def test_the_number_is_read_by_the_line_that_was_called(on_lines: Office) -> None:
    sara = await on_lines.customer("Sara", "02188881234")
    await ring(on_lines, "888881234", "91001003", "Sales: Sara Amini")
    call, interaction = await on_lines.one("call"), await on_lines.one("interaction")
    assert (call.customer_id, call.caller_name, interaction.line_id) == (sara, "Sara Amini", SALES.id)
    async with on_lines.db.read() as session:
        (card,) = await open_pops(session, on_lines.agents["A"], on_lines.board.numbering)
        (live,) = await live_calls(session, on_lines.reader("calls:read_all"), on_lines.board.numbering)
    for shown in (card, live):
        assert shown.line is not None
        assert shown.number is not None
        assert (shown.line.name, shown.line.brand) == ("Sales", "Nova")
        assert (shown.number.value, shown.number.raw) == ("+982188881234", "888881234")


async def test_other_calls_are_on_the_accounts_general_line(on_lines: Office) -> None:
    await ring(on_lines, "901820", "1000")
    call = await on_lines.one("call")
    assert (call.caller["line"]["name"], call.caller["read"]["value"]) == ("General", "+4930901820")


async def test_a_past_call_keeps_how_it_was_read(on_lines: Office) -> None:
    await ring(on_lines, "888881234", "91001003")
    lines = on_lines.board.numbering.lines
    assert lines is not None
    lines.hold([replace(SALES, rules=(), area_code=None)])
    async with on_lines.db.read() as session:
        (live,) = await live_calls(session, on_lines.reader("calls:read_all"), on_lines.board.numbering)
    assert live.number is not None
    assert live.number.value == "+982188881234"


async def test_a_colleague_on_the_trunk_is_no_customers_contact(on_lines: Office) -> None:
    await ring(on_lines, "4021", "91001003")
    call = await on_lines.one("call")
    assert (call.identity_id, call.interaction_id, call.caller["read"]["internal"]) == (None, None, True)
    assert await on_lines.rows("interaction") == []
    on_lines.board.drop()
    leg = (await on_lines.rows("leg"))[0]
    await on_lines.hear([LegParty(LegRef("b", leg.ref), AT, "4021", "Branch")])
    assert await on_lines.rows("interaction") == [], "nor after a restart"


def test_what_is_dialled_follows_the_line() -> None:
    assert dialable("0912 123 4567", SALES, "body.number") == "909121234567"
    assert dialable("4021", SALES, "body.number") == "4021"
    assert dialable("+4930901820", GENERAL, "body.number") == "030901820"
    with pytest.raises(Invalid):
        dialable("DIGIKALA", SALES, "body.number")
