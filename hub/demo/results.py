"""What came of the demo's calls: a list of results on two levels, and one for most calls that were answered."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from hub.demo.calls import Past
from hub.demo.dice import SEED, Dice
from hub.demo.rows import Rows

# key, Persian, English, and those in it
RESULTS: Final[tuple[tuple[str, str, str, tuple[tuple[str, str, str], ...]], ...]] = (
    ("sales", "فروش", "Sales", (
        ("ordered", "سفارش داد", "Ordered"),
        ("quote", "پیش‌فاکتور خواست", "Wants a quote"),
        ("thinking", "خبر می‌دهد", "Will think it over"),
        ("declined", "منصرف شد", "Not interested"),
    )),
    ("support", "پشتیبانی", "Support", (
        ("solved", "در تماس حل شد", "Solved on the call"),
        ("visit", "اعزام سرویس‌کار", "Visit booked"),
        ("passed_on", "ارجاع به واحد فنی", "Passed on to the workshop"),
        ("delivery", "پیگیری مرسوله", "Asked about a delivery"),
    )),
    ("billing", "مالی", "Billing", (
        ("promised", "قول پرداخت داد", "Promised to pay"),
        ("disputed", "به صورت‌حساب معترض است", "Disputes the invoice"),
    )),
    ("back", "دوباره تماس می‌گیریم", "To be called back", ()),
    ("wrong", "شمارهٔ اشتباه", "Wrong number", ()),
)  # fmt: skip
OF: Final = {  # what may come of the calls of each step
    "call_quote": ("quote", "ordered", "thinking", "quote", "declined"),
    "call_where": ("delivery", "delivery", "solved"),
    "call_fault": ("visit", "solved", "passed_on"),
    "call_invoice": ("promised", "promised", "disputed"),
    "call_book": ("visit",),
    "call_back": ("solved", "quote", "back"),
    "call_general": ("solved", "quote", "thinking"),
    "": ("wrong", "solved", "back"),
}
GIVEN: Final = 0.8  # of the calls that somebody took


class Results:
    """The list, added to ``rows``; ``of`` gives calls theirs."""

    def __init__(self, dice: Dice, rows: Rows) -> None:
        self._dice = Dice(dice.now, SEED + 1)
        self._rows, self._since = rows, dice.now
        self._ids: dict[str, UUID] = {}
        for key, fa, en, leaves in RESULTS:
            self._add(key, fa, en, None)
            for leaf, leaf_fa, leaf_en in leaves:
                self._add(leaf, leaf_fa, leaf_en, self._ids[key])

    def _add(self, key: str, fa: str, en: str, parent: UUID | None) -> None:
        self._ids[key] = self._dice.id(self._since)
        self._rows.add(
            "disposition", id=self._ids[key], parent_id=parent, names={"fa": fa, "en": en},
            position=len(self._ids) - 1, archived_at=None, created_at=self._since, version=1,
        )  # fmt: skip

    def of(self, step: str, past: Past) -> dict[str, Any]:
        """The columns of a call that say what came of it."""
        if not past.talks or not self._dice.chance(GIVEN):
            return {"disposition_id": None, "disposition_by": None, "disposition_at": None}
        chosen = self._ids[self._dice.pick(OF[step])]
        return {"disposition_id": chosen, "disposition_by": past.talks[-1][0].id, "disposition_at": past.ended_at}
