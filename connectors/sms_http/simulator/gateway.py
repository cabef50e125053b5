"""The simulated gateway itself: what it was sent, what becomes of it, and what is left to send with."""

from __future__ import annotations

import asyncio
import hmac
import itertools
import secrets
from collections import OrderedDict
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from connectors.sms_http.simulator.described import DEMO_KEY
from connectors.sms_http.simulator.hub import HubAddress
from connectors.sms_http.simulator.people import SAID, Fate, fate_of

MOST: Final = 10_000  # messages that are remembered
MOST_LINES: Final = 100
FIRST_STEP, LAST_STEP = 0.8, 2.0  # seconds until the operator has it, and from there to its end
ANSWER_AFTER: Final = 3.0
OPERATORS: Final = {"91": "همراه اول", "99": "همراه اول", "93": "ایرانسل", "90": "ایرانسل", "92": "رایتل"}
PRICES: Final = {"IRR": Decimal(1195), "GBP": Decimal("0.0412")}
CREDITS: Final = {"IRR": Decimal(12_500_000), "GBP": Decimal(180)}


class NotTakenError(Exception):
    """A request that is not answered as asked: a stable ``code``, and one sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(slots=True)
class Sent:
    """A message that it was sent; ``state`` is sent, delivered, or why it was not."""

    id: str
    account: str
    to: str
    sender: str
    text: str
    parts: int
    price: Decimal
    state: str = "accepted"


@dataclass
class SimulatedGateway:
    """One gateway, with the accounts that it has: where each is told what happens, and whose ``lines`` are.

    ``pace`` 0 lets everything happen at once, for tests.
    """

    currency: str = "IRR"
    pace: float = 1.0
    key: str = DEMO_KEY
    credit: Decimal = field(init=False)
    price: Decimal = field(init=False)
    hubs: dict[str, HubAddress] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    sent: OrderedDict[str, Sent] = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self.count_in(self.currency)
        self._boot, self._count = secrets.token_hex(4), itertools.count(1)
        self._at_work: set[asyncio.Task[None]] = set()
        self._known: OrderedDict[str, str] = OrderedDict()

    def count_in(self, currency: str) -> None:
        """Begin with a credit in this currency."""
        self.currency = currency
        self.credit, self.price = CREDITS.get(currency, Decimal(100)), PRICES.get(currency, Decimal("0.05"))

    async def close(self) -> None:
        """Forget what was under way."""
        for task in tuple(self._at_work):
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        for hub in self.hubs.values():
            await hub.close()

    def open(self, account: str, lines: Sequence[str]) -> str:
        """Let an account in that has these numbers; its key."""
        self.hubs.setdefault(account, HubAddress())
        self.lines |= dict.fromkeys(lines, account)
        return f"{self.key}:{account}"

    def account_of(self, key: str) -> str | None:
        """Whose key it is; empty: the one by which people write. None: nobody's."""
        account = key.removeprefix(self.key).removeprefix(":")
        known = account in self.hubs or not account
        right = f"{self.key}:{account}" if account else self.key
        return account if hmac.compare_digest(key.encode("utf-8", "replace"), right.encode()) and known else None

    def take(self, account: str, to: str, sender: str, text: str, reference: str) -> Sent:
        """Take a message, once by its reference. Raises ``NotTakenError``."""
        if (known := self.sent.get(self._known.get(f"{account}:{reference}", ""))) is not None:
            return known
        fate = fate_of(to)
        if fate.busy:
            raise NotTakenError("busy", "Too many messages just now; try again.")
        parts = parts_of(text)
        if self.credit < (price := self.price * parts):
            raise NotTakenError("no_credit", "The account has no credit left.")
        self.credit -= price
        one = Sent(self._name(), account, to, sender, text, parts, price)
        self.sent[one.id] = one
        if sender.removeprefix("+").isdigit() and len(self.lines) < MOST_LINES:
            self.lines.setdefault(sender, account)  # whoever gets it may answer there
        self._known[f"{account}:{reference}"] = one.id
        for kept in (self.sent, self._known):
            while len(kept) > MOST:
                kept.popitem(last=False)
        self._begin(self._follow(one, fate))
        return one

    def write(self, sender: str, to: str, text: str, account: str | None = None) -> str:
        """A person writes to one of the lines; the message's id. Raises ``NotTakenError``."""
        account = account or self.lines.get(to)
        if account is None:
            raise NotTakenError("bad_line", f"Nobody has the line {to}; there are {', '.join(self.lines)}.")
        name = self._name()
        self._begin(self._post(account, "inbound", {"id": name, "from": sender, "to": to, "text": text}))
        return name

    async def _follow(self, one: Sent, fate: Fate) -> None:
        """What becomes of a message, step by step."""
        await asyncio.sleep(FIRST_STEP * self.pace)
        await self._tell(one, "sent")
        await asyncio.sleep(LAST_STEP * self.pace)
        await self._tell(one, fate.state)
        if fate.answer is not None:
            await asyncio.sleep(ANSWER_AFTER * self.pace)
            self.write(one.to, one.sender, fate.answer, one.account)

    async def _tell(self, one: Sent, state: str) -> None:
        one.state = state
        said = {"id": one.id, "state": state, "detail": SAID.get(state), "operator": operator_of(one.to)}
        await self._post(one.account, "status", said)

    async def _post(self, account: str, path: str, said: Mapping[str, Any]) -> None:
        await self.hubs[account].post(path, {**said, "at": datetime.now(UTC).isoformat()})

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    def _name(self) -> str:
        return f"{self._boot}-{next(self._count)}"


def parts_of(text: str) -> int:
    """How many parts a text takes: 70 letters, or 67 of each of several; 160 and 153 where it is all ASCII."""
    one, several = (160, 153) if text.isascii() else (70, 67)
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= one else -(-length // several)


def operator_of(number: str) -> str | None:
    """Whose number it seems to be."""
    digits = number.removeprefix("+98").removeprefix("0")
    return OPERATORS.get(digits[:2]) if digits.startswith("9") else None
