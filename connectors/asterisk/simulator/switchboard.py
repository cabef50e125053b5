"""Who has which number: the configuration of a simulated exchange."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from connectors.asterisk.simulator.model import Endpoint, Member, Queue

STATION_CONTEXT = "from-agents"
TRUNK_CONTEXT = "from-trunk"
INTERNAL_CONTEXT = "from-internal"

_NUMBER = re.compile(r"[+*#0-9][*#0-9]{0,31}\Z")


@dataclass(frozen=True, slots=True)
class Outside:
    """A number that is reached over the trunk."""

    number: str


Destination = Endpoint | Queue | Outside


@dataclass(slots=True)
class Switchboard:
    """Phones, one trunk, queues, and the numbers that lead to them."""

    stations: dict[str, Endpoint] = field(default_factory=dict)  # by extension
    queues: dict[str, Queue] = field(default_factory=dict)  # by name
    numbers: dict[str, Endpoint | Queue] = field(default_factory=dict)  # by canonical number
    trunk: Endpoint = field(default_factory=lambda: Endpoint("PJSIP/trunk", None, "", TRUNK_CONTEXT))
    country: str = "98"

    def add_station(self, extension: str, name: str) -> Endpoint:
        """A phone PJSIP/<extension>."""
        endpoint = Endpoint(f"PJSIP/{extension}", extension, name, STATION_CONTEXT)
        self.stations[extension] = endpoint
        return endpoint

    def add_queue(self, name: str, label: str, extensions: list[str]) -> Queue:
        """A queue with static members."""
        queue = self.queues[name] = Queue(name, label)
        now = int(time.time())
        for endpoint in (self.stations[extension] for extension in extensions):
            queue.members[endpoint.address] = Member(endpoint, endpoint.name, now)
        return queue

    def add_number(self, number: str, destination: Endpoint | Queue) -> None:
        """Let a number, as outside callers dial it, lead somewhere."""
        self.numbers[self.canonical(number)] = destination

    def canonical(self, number: str) -> str:
        """Digits in one shape: ``+98 21…``, ``009821…`` and ``021…`` become ``9821…``."""
        digits = re.sub(r"\D", "", number)
        if digits.startswith("00"):
            return digits[2:]
        return self.country + digits[1:] if digits.startswith("0") else digits

    def station_at(self, address: str) -> Endpoint | None:
        """The phone at ``PJSIP/…``."""
        technology, _, extension = address.partition("/")
        return self.stations.get(extension) if technology == "PJSIP" else None

    def resolve(self, number: str, *, may_leave: bool) -> Destination | None:
        """Where a number leads; numbers of others only when the call ``may_leave`` over the trunk."""
        if found := self.stations.get(number) or self.numbers.get(self.canonical(number)):
            return found
        return Outside(number) if may_leave and is_number(number) and len(number) > len("1000") else None


def is_number(text: str) -> bool:
    """Whether this can be dialled: digits, ``*``, ``#``, and ``+`` in front; at most 32 characters."""
    return _NUMBER.match(text) is not None


DEMO_EXTENSIONS = ("101", "102", "103", "104", "105", "106")


def demo_switchboard() -> Switchboard:
    """Extensions 101–106, the queues support and sales, and numbers +98 21 9100 1xxx that lead to them."""
    board = Switchboard()
    for extension in DEMO_EXTENSIONS:
        board.add_number(f"+9821910011{extension[1:]}", board.add_station(extension, f"Desk {extension}"))
    support = board.add_queue("support", "پشتیبانی", ["101", "102", "103", "104"])
    sales = board.add_queue("sales", "فروش", ["101", "102", "105", "106"])
    for short, destination in (("1000", support), ("1001", board.stations["101"]), ("1003", sales)):
        board.add_number(short, destination)
        board.add_number(f"+98219100{short}", destination)
    return board
