"""Phone numbers of the demo: from ranges kept for fiction where a country has one, else with a fictional look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hub.customers import Address, read_number
from hub.demo.dice import Dice

# Prefix and how many digits follow. GB: Ofcom's drama numbers; DE: Bundesnetzagentur's; US: 555-01xx.
MOBILE: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "IR": tuple((f"+98{code}5550", 3) for code in (912, 919, 921, 935, 902, 901, 933)),
    "GB": (("+44207946", 4), ("+44161496", 4), ("+44117496", 4), ("+44131496", 4)),
    "US": (("+121255501", 2), ("+131255501", 2), ("+161755501", 2), ("+151255501", 2)),
    "DE": (("+4917139200", 2), ("+493023125", 3), ("+498999998", 3)),
    "AE": (("+971505550", 3), ("+971555550", 3)),
}
DESK: Final[Mapping[str, str]] = {
    "تهران": "+982155550", "کرج": "+98263555", "مشهد": "+98513555", "اصفهان": "+98313555", "شیراز": "+98713555",
    "تبریز": "+98413555", "رشت": "+98133555", "بندرعباس": "+98763555",
    "London": "+44207946", "Manchester": "+44161496", "Bristol": "+44117496", "Edinburgh": "+44131496",
    "New York": "+121255501", "Chicago": "+131255501", "Boston": "+161755501", "Austin": "+151255501",
    "Berlin": "+493023125", "Munich": "+498999998", "Hamburg": "+494066969",
    "Dubai": "+9714555", "Abu Dhabi": "+9712555",
}  # fmt: skip
_DESK_DIGITS: Final = {"IR": 4, "GB": 4, "US": 2, "DE": 3, "AE": 4}


class Lines:
    """Hands every number out once."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._taken: set[str] = set()

    def personal(self, country: str) -> Address:
        """Somebody's own number."""
        prefix, digits = self._dice.pick(MOBILE[country])
        return self._new(prefix, digits)

    def desk(self, city: str, country: str) -> Address:
        """A number in a city."""
        prefix = DESK[city]
        return self._new(prefix, 3 if city == "تهران" else _DESK_DIGITS[country])

    def fixed(self, value: str) -> Address:
        """This very number."""
        self._taken.add(value)
        return _read(value)

    def _new(self, prefix: str, digits: int) -> Address:
        while True:
            value = f"{prefix}{self._dice.whole(0, 10**digits - 1):0{digits}}"
            if value not in self._taken:
                return self.fixed(value)


def _read(value: str) -> Address:
    address = read_number(value)
    if address is None or address.kind != "phone":
        raise ValueError(f"{value} is not a phone number")
    return address


def as_dialled(value: str, region: str) -> str:
    """An E.164 number as a PBX in ``region`` receives it: national, or international with ``00``."""
    address = read_number(value, region)
    if address is None or address.region != region:
        return "00" + value.removeprefix("+")
    return "".join(char for char in address.national if char.isdigit())
