"""A row of the file made ready: its addresses read, what is wrong with it collected. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from hub.customers import read_number
from hub.text import fold, small

MOST_ADDRESSES = 20
Problem = list[Any]  # [column's index or None, code, value, is an error]
Record = list[Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all rows of an import."""

    import_id: UUID
    policy: str  # skip, update or merge
    headers: tuple[str, ...] = ()
    kind: str = "person"
    region: str = "IR"
    area_code: str | None = None
    match: frozenset[str] = frozenset({"phone", "email"})
    match_name: bool = False
    lenient: bool = False
    tags: tuple[str, ...] = ()
    owner_id: UUID | None = None
    applies_to: Mapping[str, str] = field(default_factory=dict)  # of custom fields, by key


class Ready(NamedTuple):
    """The rows of a new customer as lines for the store (``hub.db.lines``), for when nothing stands against it."""

    id: str
    customer: str
    identities: list[str]
    links: list[str]
    search: str


@dataclass(slots=True)
class Wanted:
    """A record made ready: its addresses read, what is wrong collected."""

    number: int
    values: dict[str, Any]
    search: str
    sort_key: str
    kind: str
    fields: dict[str, Any]
    addresses: dict[str, tuple[str, str | None, str | None]]  # value: kind, region, label
    tags: dict[str, str]  # names by how they fold
    organisation: str | None
    problems: list[Problem]
    written: dict[str, str] = field(default_factory=dict)  # mail addresses by value, where they have capitals
    ready: Ready | None = None

    @property
    def is_wrong(self) -> bool:
        """True when the row is refused."""
        return any(problem[3] for problem in self.problems)


def prepare(record: Record, terms: Terms) -> Wanted:
    """Read what the other process could not: numbers of all kinds, and what depends on the hub's settings."""
    number, problems, values, search, key, phones, mails, tags, organisation = record
    addresses: dict[str, tuple[str, str | None, str | None]] = {}
    for value, region, label, column in phones:
        if region:
            addresses.setdefault(value, ("phone", region, label))
            continue
        read = read_number(value, terms.region, terms.area_code)
        if read is None or read.kind != "phone":
            problems.append([column, "phone", value, not terms.lenient])
        else:
            addresses.setdefault(read.value, ("phone", read.region, label))
    for written, label in mails:
        addresses.setdefault(small(written), ("email", None, label))
    wanted = Wanted(
        number, values, search, key, values.pop("kind", terms.kind), _fields(values), addresses,
        {folded: tag for tag in (*tags, *terms.tags) if (folded := fold(tag))}, organisation, problems,
    )  # fmt: skip
    wanted.written = {value: written for written, _ in reversed(mails) if (value := small(written)) != written}
    _judge(wanted, terms)
    return wanted


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    return {name[7:]: values.pop(name) for name in list(values) if name.startswith("fields.")}


def _judge(wanted: Wanted, terms: Terms) -> None:
    for key in [key for key in wanted.fields if terms.applies_to.get(key, "both") not in {"both", wanted.kind}]:
        wanted.problems.append([None, "not_applicable", str(wanted.fields.pop(key)), not terms.lenient])
    if len(wanted.addresses) > MOST_ADDRESSES:
        wanted.problems.append([None, "too_many_addresses", str(len(wanted.addresses)), True])
    if "name" not in wanted.values and not wanted.is_wrong:
        wanted.problems.append([None, "name_missing", "", True])
    if wanted.kind == "organisation":
        wanted.organisation = None  # an organisation belongs to nobody
