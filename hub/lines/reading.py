"""Pure: what a received number is on a line, and what is dialled there for one; with every step on the way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from hub.customers import Address, dial_number, is_extension, read_number, tidy

LOCAL = range(6, 10)  # digits of a number without its area code


@dataclass(frozen=True, slots=True)
class Rule:
    """Received numbers that begin with ``prefix``, and are ``length`` long where that is given, lose and gain some."""

    prefix: str
    strip: int = 0
    add: str = ""
    length: int | None = None

    def apply(self, number: str) -> str | None:
        """The number as changed, or None where the rule is not for it."""
        if not number.startswith(self.prefix) or (self.length and len(number) != self.length):
            return None
        return self.add + number[self.strip :]


@dataclass(frozen=True, slots=True)
class LineRules:
    """A line as it is worked with; without an id, what holds where there is no line."""

    region: str
    area_code: str | None = None
    id: UUID | None = None
    name: str = ""
    brand: str | None = None
    account: str | None = None
    number: str | None = None
    trunk: str | None = None
    rules: tuple[Rule, ...] = ()
    ranges: tuple[tuple[str, str], ...] = ()
    form: str = "national"
    prefix: str = ""
    name_prefixes: tuple[str, ...] = ()
    record: str = "never"  # the consent that recordings rest on: never, always or with_notice

    @property
    def ref(self) -> dict[str, Any] | None:
        """The line as calls keep it."""
        return {"id": str(self.id), "name": self.name, "brand": self.brand} if self.id else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: tidied, rule (with its place), internal, area, read, sender, unreadable, form or prefix."""

    code: str
    before: str
    after: str
    rule: int | None = None


@dataclass(slots=True)
class Reading:
    """What a number is. ``internal``: one of the organisation's own; ``dial``: what the exchange is asked for."""

    address: Address | None = None
    internal: bool = False
    dial: str | None = None
    steps: list[Step] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def read_on(line: LineRules, raw: str) -> Reading:
    """A number as received on the line; not to be changed by who gets it."""
    found = Reading()
    number = _tidied(found, raw)
    number = _by_rules(found, line.rules, number)
    if _in_ranges(number, line.ranges):
        return _own(found, number)
    found.address = read_number(number, line.region, line.area_code)
    if found.address is None:
        found.steps.append(Step("unreadable", number, ""))
    elif found.address.kind == "sender":
        found.steps.append(Step("sender", number, found.address.value))
    else:
        _tell_read(found, line, number, found.address.value)
    return found


@lru_cache(maxsize=20_000)
def read_dialled_on(line: LineRules, raw: str) -> Reading:
    """A number that was dialled on the line, perhaps with what is dialled before it to get out."""
    plain = replace(line, rules=())
    if line.prefix and raw.startswith(line.prefix):
        found = read_on(plain, raw.removeprefix(line.prefix))
        if found.address is not None and found.address.kind == "phone":
            return found
    return read_on(plain, raw)


def dial_on(line: LineRules, text: str) -> Reading:
    """What is dialled on the line for what a person typed or stored; ``dial`` is None where it is no number to call."""
    found = Reading()
    number = _tidied(found, text)
    if is_extension(number) or _in_ranges(number, line.ranges):
        found.dial = number
        return _own(found, number)
    found.address = read_number(number, line.region, line.area_code)
    if found.address is None or found.address.kind != "phone":
        found.steps.append(Step("unreadable", number, ""))
        return found
    _tell_read(found, line, number, found.address.value)
    found.dial = dial_number(found.address.value, line.region, line.form)
    found.steps.append(Step("form", found.address.value, found.dial))
    if line.prefix:
        found.steps.append(Step("prefix", found.dial, line.prefix + found.dial))
        found.dial = line.prefix + found.dial
    return found


def clean_name(line: LineRules, name: str | None) -> str | None:
    """The caller's name without what the exchange puts before it, such as ``Sales:``."""
    name = (name or "").strip()
    while found := next((cut for cut in line.name_prefixes if name.casefold().startswith(cut.casefold())), None):
        name = name[len(found) :].lstrip(" :-–")
    return name or None


def fits_range(first: str, last: str) -> bool:
    """True for ends of one length, in order."""
    return len(first) == len(last) and first <= last


def same_trunk(line: LineRules, endpoint: str | None) -> bool:
    """True where the line is reached through this endpoint, named with or without its technology."""
    if not line.trunk or not endpoint:
        return False
    return line.trunk.casefold() in {endpoint.casefold(), endpoint.casefold().partition("/")[2]}


def _tidied(found: Reading, raw: str) -> str:
    number = tidy(raw)
    if number != raw:
        found.steps.append(Step("tidied", raw, number))
    return number


def _by_rules(found: Reading, rules: Sequence[Rule], number: str) -> str:
    """The first rule that is for the number changes it."""
    if any(char.isalpha() for char in number):
        return number
    for place, rule in enumerate(rules):
        changed = rule.apply(number)
        if changed is not None:
            found.steps.append(Step("rule", number, changed, place))
            return changed
    return number


def _in_ranges(number: str, ranges: Sequence[tuple[str, str]]) -> bool:
    return any(len(number) == len(first) and first <= number <= last for first, last in ranges)


def _own(found: Reading, number: str) -> Reading:
    found.internal, found.address = True, Address("extension", number, None, number, number)
    found.steps.append(Step("internal", number, number))
    return found


def _tell_read(found: Reading, line: LineRules, number: str, value: str) -> None:
    area = re.sub(r"^0", "", line.area_code or "")
    if area and len(number) in LOCAL and number[0] != "0" and value.endswith(area + number):
        found.steps.append(Step("area", number, area + number))
        number = area + number
    found.steps.append(Step("read", number, value))
