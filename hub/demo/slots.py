"""Fill the texts' slots: order numbers, days, amounts, as they fit a customer and a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hub.demo.dice import WEEKENDS, Dice
from hub.demo.people import Somebody
from hub.demo.words import Words

QUANTITIES = (2, 3, 4, 6, 8, 12, 16, 20, 24, 36, 48)
ORDERS_A_DAY = 3.5
NEWEST_ORDER, NEWEST_QUOTE, NEWEST_INVOICE = 4821, 918, 31_240


class Story:
    """What stays the same while an episode goes on."""

    def __init__(self, dice: Dice, words: Words, person: Somebody, start: datetime) -> None:
        self._dice, self._words, self._person = dice, words, person
        days = (dice.now - start).days
        number = words.digits
        self._fixed = {
            "company": words["company"],
            "name": person.called,
            "city": person.city,
            "product": dice.pick(words["products"]),
            "qty": number(dice.pick(QUANTITIES)),
            "order": number(NEWEST_ORDER - int(days * ORDERS_A_DAY) - dice.whole(0, 3)),
            "quote": number(NEWEST_QUOTE - days - dice.whole(0, 2)),
            "invoice": number(NEWEST_INVOICE - days * 9 - dice.whole(0, 8)),
            "serial": number(48_000 + dice.whole(0, 999)),
            "amount": person.currency.format(number(f"{self._amount():,}")),
        }

    def fill(self, template: str, at: datetime, agent: str) -> str:
        """The text as it was written at ``at`` by, or to, the agent of that given name."""
        words = self._words
        return template.format(
            **self._fixed, agent=agent, day=self._day(at), slot=self._dice.pick(words["slots"]),
            time=self._dice.pick(words["times"]),
        )  # fmt: skip

    def _amount(self) -> int:
        if self._words.language == "fa":
            return self._dice.whole(4, 240) * 10
        return self._dice.whole(18, 2400) * 10

    def _day(self, at: datetime) -> str:
        """A working day soon after."""
        day = at.astimezone(ZoneInfo(self._person.time_zone)) + timedelta(days=self._dice.whole(1, 4))
        while day.weekday() in WEEKENDS[self._words.language]:
            day += timedelta(days=1)
        name: str = self._words["weekdays"][day.weekday()]
        return name
