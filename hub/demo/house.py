"""What the demo's organisation has set up for itself: its lines, and its own fields of customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from hub.demo.calls import ACCOUNT, QUEUES, Agent, Past
from hub.demo.dice import Dice
from hub.demo.people import Somebody
from hub.demo.rows import Rows

LINES: Final[tuple[dict[str, Any], ...]] = (
    {"name": "تهران · Tehran", "brand": "پیوند", "number": QUEUES["support"], "area_code": "21",
     "rules": [{"prefix": "9", "strip": 1, "add": "", "length": 9}],
     "internal_ranges": [{"first": "101", "last": "106"}], "name_prefixes": ["Support:", "پشتیبانی:"]},
    {"name": "نووا · Nova", "brand": "Nova", "number": QUEUES["sales"], "area_code": None, "rules": [],
     "internal_ranges": [], "name_prefixes": ["Sales:", "فروش:"]},
)  # fmt: skip
LEVELS: Final = {"fa": ("طلایی", "نقره‌ای", "برنزی"), "en": ("Gold", "Silver", "Bronze")}
STAGES: Final = {
    "fa": ("سرنخ", "مشتری", "مشتری", "مشتری", "پیشین"),
    "en": ("Lead", "Customer", "Customer", "Customer", "Former"),
}
# key, kind, label in each language, and whom it is for
FIELDS: Final = (
    ("level", "choice", {"fa": "سطح خدمات", "en": "Service level"}, "both"),
    ("contract", "text", {"fa": "شمارهٔ قرارداد", "en": "Contract no."}, "both"),
    ("customer_since", "date", {"fa": "مشتری از", "en": "Customer since"}, "both"),
    ("seats", "number", {"fa": "شمار کاربران", "en": "Seats"}, "organisation"),
    ("website", "link", {"fa": "وب‌گاه", "en": "Website"}, "organisation"),
    ("advisor", "person", {"fa": "کارشناس فنی", "en": "Technical advisor"}, "both"),
)  # fmt: skip


class House:
    """Adds the rows; what a customer has follows from the id, so that nothing else in the demo changes by it."""

    def __init__(self, dice: Dice, rows: Rows, agents: Mapping[str, Agent], region: str, language: str) -> None:
        self._language = language
        self._agents = list(agents.values())
        now = dice.now
        self._lines = [
            rows.add(
                "line", id=dice.id(now), account=ACCOUNT, trunk=None, region=region, position=place, active=True,
                outbound={"format": "national", "prefix": ""}, created_at=now, updated_at=now, version=1, **line,
            )
            for place, line in enumerate(LINES)
        ]  # fmt: skip
        for place, (key, kind, labels, applies_to) in enumerate(FIELDS):
            options = list(LEVELS[language]) if kind == "choice" else []
            rows.add(
                "custom_field", id=dice.id(now), key=key, label=labels[language], kind=kind, options=options,
                applies_to=applies_to, position=place, archived_at=None, created_at=now, version=1,
            )  # fmt: skip

    def line_of(self, past: Past) -> dict[str, Any]:
        """The line that a call was on."""
        return next((line for line in self._lines if line["number"] == past.dialled), self._lines[0])

    def stage(self, person: Somebody) -> str:
        """How far things are with a customer, in their language as the agents write it."""
        return STAGES[person.language][_lot(person.id, 1, 5)]

    def values(self, person: Somebody, since: str) -> dict[str, Any]:
        """A customer's own fields; not everybody has all."""
        lot, found = person.id, dict[str, Any]()
        if _lot(lot, 2, 10) < 6:
            found["level"] = LEVELS[self._language][_lot(lot, 3, 3)]
        if _lot(lot, 4, 10) < 5:
            found["contract"] = f"C-{1400 + _lot(lot, 5, 6)}/{_lot(lot, 6, 9000) + 1000}"
        if _lot(lot, 7, 10) < 7:
            found["customer_since"] = since
        if _lot(lot, 8, 10) < 3:
            found["advisor"] = str(self._agents[_lot(lot, 9, len(self._agents))].id)
        if person.kind == "organisation":
            found["seats"] = (_lot(lot, 10, 40) + 1) * 5
            if person.domain:
                found["website"] = f"https://www.{person.domain}"
        return found


def _lot(key: UUID, place: int, sides: int) -> int:
    """One of ``sides``, always the same for the same key and place."""
    return (key.int >> place) * 2_654_435_761 % 4_294_967_291 % sides
