"""A simulated exchange with a hundred calls, which writes its records as Asterisk does."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.asterisk.simulator import Habits, SimulatedCall, SimulatedPbx, Switchboard
from connectors.asterisk.simulator.calls import HangUp
from tests.support.telephony.simulated import LONG, SimulatedExchange
from tests.support.waiting import until

PHONES = 140
ZONE = ZoneInfo("Asia/Tehran")  # what the records' times are in
HABITS = Habits(desk_ring=0.05)


@dataclass
class Placed:
    """A call that somebody placed: the caller, the phone, and since when."""

    number: str
    phone: str
    call: SimulatedCall
    began: datetime


class BusyExchange(SimulatedExchange):
    """Every phone has a number of its own, and every caller too."""

    def __init__(self, records: Path) -> None:
        super().__init__()
        self.records = records
        self.records.touch()
        self.placed: dict[str, Placed] = {}
        self._pbx = SimulatedPbx(_phones(), port=0, habits=HABITS)

    def options(self, port: int) -> dict[str, Any]:
        """With records that are looked for soon."""
        more = {"cdr": str(self.records), "cdr_delay": 0.3, "cdr_patience": 2.0, "ping_interval": 0.2}
        return super().options(port) | more

    async def begin(self, numbers: range) -> None:
        """Callers, by their number: each is answered at a phone and talks on."""
        for number in numbers:
            phone = str(200 + number)
            caller = f"0912{number:07d}"
            call = await self._pbx.call(caller, phone, ring_seconds=0.05, talk_seconds=LONG, answered_by=phone)
            self.placed[caller] = Placed(caller, phone, call, datetime.now(UTC))

    async def end(self, numbers: range) -> None:
        """Those callers hang up, and their records are written."""
        ending = [self.placed.pop(f"0912{number:07d}") for number in numbers]
        for one in ending:
            channel = self._pbx.exchange.channels[one.call.channel]
            channel.call.post(HangUp(channel))
        await until(lambda: not any(one.call.channel in self._pbx.exchange.channels for one in ending), what="the end")
        with self.records.open("a", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(_record(one) for one in ending)

    async def talking(self) -> None:
        """Wait until every call is answered."""
        await until(lambda: all(self._is_up(one) for one in self.placed.values()), 30, "talk")

    async def start(self) -> None:
        """Start it, with nothing known of an earlier life."""
        if self._pbx.port:
            port = self._pbx.port
            started_at = int(self._pbx.exchange.started_at.timestamp())
            await until(lambda: int(datetime.now(UTC).timestamp()) > started_at)
            self._pbx = SimulatedPbx(_phones(), port=port, habits=HABITS)
            self.placed.clear()
        await self._pbx.start()

    def _is_up(self, one: Placed) -> bool:
        return self._pbx.exchange.channels[one.call.channel].bridge is not None


def _phones() -> Switchboard:
    board = Switchboard()
    for number in range(PHONES):
        extension = str(200 + number)
        board.add_number(extension, board.add_station(extension, f"Desk {extension}"))
    return board


def _record(one: Placed) -> list[str]:
    """A line of cdr_csv with loguniqueid and newcdrcolumns."""
    began, ended = (f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}" for at in (one.began, datetime.now(UTC)))
    return [
        "", one.number, one.phone, "from-trunk", f'"" <{one.number}>', one.call.channel, f"PJSIP/{one.phone}-0000000a",
        "Dial", f"PJSIP/{one.phone},20", began, began, ended, "9", "9", "ANSWERED", "DOCUMENTATION", one.call.uniqueid,
        "", one.call.uniqueid, "1",
    ]  # fmt: skip
