"""What becomes of a batch of records, decided by what the store knows. Pure: nothing is read or written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.customers import read_number
from hub.db import new_id
from hub.imports.lookup import Known, Person, Standing
from hub.text import fold, sort_key

MOST_ADDRESSES = 20
PLAIN = ("job_title", "language", "time_zone", "city", "country", "stage", "note")
CHANGEABLE = ("name", *PLAIN, "organisation_id", "owner_id")
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

    @property
    def is_wrong(self) -> bool:
        """True when the row is refused."""
        return any(problem[3] for problem in self.problems)


@dataclass(slots=True)
class Change:
    """What one row changes of a stored customer, and how to take it back."""

    number: int
    customer_id: UUID
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    links: list[UUID] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)  # how they fold


@dataclass(slots=True)
class Outcome:
    """What becomes of a row."""

    number: int
    name: str  # create, update, merge, skip or fail
    customer_id: UUID | None
    problems: list[Problem]
    change: Change | None = None


@dataclass(slots=True)
class Plan:
    """What to write for a batch."""

    customers: list[dict[str, Any]] = field(default_factory=list)
    identities: list[tuple[UUID, str, str, str | None]] = field(default_factory=list)
    links: list[tuple[UUID, UUID, UUID, str | None, bool]] = field(default_factory=list)  # its id, customer, identity
    tags: list[tuple[UUID, str]] = field(default_factory=list)  # customer, how the tag folds
    tag_names: dict[str, str] = field(default_factory=dict)  # new ones
    changed: dict[UUID, Standing] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    addresses: dict[UUID, list[tuple[str, str]]] = field(default_factory=dict)  # of new customers
    organisations: dict[UUID, str] = field(default_factory=dict)  # names, by their ids


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
    for value, label in mails:
        addresses.setdefault(value, ("email", None, label))
    wanted = Wanted(
        number, values, search, key, values.pop("kind", terms.kind), _fields(values), addresses,
        {folded: tag for tag in (*tags, *terms.tags) if (folded := fold(tag))}, organisation, problems,
    )  # fmt: skip
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


class Planner:
    """Decides batch after batch. ``seen`` is kept in a dry run only: who would have been made by earlier rows."""

    def __init__(self, terms: Terms, *, dry: bool = False) -> None:
        self.terms = terms
        self._seen: dict[int, int] | None = {} if dry else None

    def begin(
        self,
        now: datetime,
        known: dict[str, Known],
        standing: dict[UUID, Standing],
        organisations: dict[str, UUID],
        tags: dict[str, UUID],
        room_for_tags: int,
    ) -> None:
        """Start a batch with what the store knows."""
        self.plan = Plan()
        self._now, self._known, self._standing = now, known, standing
        self._organisations, self._tags, self._room = dict(organisations), tags, room_for_tags
        self._fresh: dict[UUID, dict[str, Any]] = {}
        self._carried: dict[UUID, set[str]] = {}

    def decide(self, wanted: Iterable[Wanted]) -> None:
        """Add these rows, in their order, to the plan."""
        for one in wanted:
            self.plan.outcomes.append(self._decide(one))

    def _decide(self, wanted: Wanted) -> Outcome:
        problems = wanted.problems[:]  # its own: a transaction may be planned twice
        new = {folded: name for folded, name in wanted.tags.items() if folded not in self._tags}
        if new and len(self.plan.tag_names.keys() | new.keys()) > self._room:
            problems.append([None, "too_many_tags", "، ".join(new.values())[:200], True])
        if any(problem[3] for problem in problems):
            return Outcome(wanted.number, "fail", None, problems)
        people = self._people(wanted)
        if len(people) > 1:
            return self._ambiguous(wanted, people, problems)
        if people:
            return self._existing(wanted, people[0], problems)
        row = self._seen_before(wanted)
        if row:
            problems.append([None, "same_as_row", str(row), False])
            return Outcome(wanted.number, self.terms.policy, None, problems)
        self.plan.tag_names |= new
        return Outcome(wanted.number, "create", self._create(wanted), problems)

    def _people(self, wanted: Wanted) -> list[Person]:
        found: dict[UUID, Person] = {}
        for value, (kind, _, _) in wanted.addresses.items():
            known = self._known.get(value) if kind in self.terms.match else None
            if known is not None:
                for person in known.users:
                    if person.kind == wanted.kind:
                        found[person.id] = person
        people = list(found.values())
        if people and (self.terms.match_name or len(people) > 1):
            named = [person for person in people if person.search == wanted.search]
            people = named if named or self.terms.match_name else people
        return people

    def _ambiguous(self, wanted: Wanted, people: list[Person], problems: list[Problem]) -> Outcome:
        skips = self.terms.policy == "skip"
        problems.append([None, "exists" if skips else "ambiguous", "", not skips])
        return Outcome(wanted.number, "skip" if skips else "fail", people[0].id if skips else None, problems)

    def _seen_before(self, wanted: Wanted) -> int | None:
        if self._seen is None:
            return None
        marks = self._marks(wanted)
        row = next((self._seen[mark] for mark in marks if mark in self._seen), None)
        if row is None:
            self._seen |= dict.fromkeys(marks, wanted.number)
        return row

    def _marks(self, wanted: Wanted) -> list[int]:
        name = wanted.search if self.terms.match_name else ""
        values = (value for value, (kind, _, _) in wanted.addresses.items() if kind in self.terms.match)
        return [hash((value, wanted.kind, name)) for value in values]

    def _create(self, wanted: Wanted) -> UUID:
        made = self._new_customer(wanted.values["name"], wanted.search, wanted.sort_key, wanted.kind)
        values = wanted.values
        for name in PLAIN:
            made[name] = values.get(name)
        made["owner_id"] = UUID(values["owner_id"]) if "owner_id" in values else self.terms.owner_id
        made["organisation_id"] = self._organisation(wanted.organisation)
        made["fields"] = wanted.fields
        customer: UUID = made["id"]
        self._fresh[customer] = made
        person = Person(customer, wanted.search, wanted.kind)
        primary = True
        for value in wanted.addresses:
            self._link(customer, self._identity(value, wanted, person), wanted.addresses[value][2], primary)
            primary = False
        self.plan.addresses[customer] = [(kind, value) for value, (kind, _, _) in wanted.addresses.items()]
        self._carried[customer] = set(wanted.tags)
        self.plan.tags += [(customer, folded) for folded in wanted.tags]
        return customer

    def _new_customer(self, name: str, search: str, key: str, kind: str) -> dict[str, Any]:
        customer = new_id()
        made = {
            "id": customer, "kind": kind, "name": name, "search": search, "sort_key": key, "root_id": customer,
            "import_id": self.terms.import_id, "created_at": self._now, "updated_at": self._now, "version": 1,
        }  # fmt: skip
        self.plan.customers.append(made)
        return made

    def _organisation(self, name: str | None) -> UUID | None:
        """The organisation of this name, made when there is none."""
        if not name or not (folded := fold(name)[:600]):
            return None
        found = self._organisations.get(folded)
        if found is None:
            made = self._new_customer(name, folded, sort_key(name), "organisation")
            made |= dict.fromkeys(PLAIN) | {"owner_id": None, "organisation_id": None, "fields": {}}
            found = self._organisations[folded] = made["id"]
        self.plan.organisations[found] = name
        return found

    def _identity(self, value: str, wanted: Wanted, person: Person) -> UUID:
        known = self._known.get(value)
        if known is None:
            kind, region, _ = wanted.addresses[value]
            known = self._known[value] = Known(new_id())
            self.plan.identities.append((known.id, kind, value, region))
        known.users.append(person)
        return known.id

    def _link(self, customer: UUID, identity: UUID, label: str | None, primary: bool = False) -> UUID:
        made = new_id()
        self.plan.links.append((made, customer, identity, label, primary))
        return made

    def _existing(self, wanted: Wanted, person: Person, problems: list[Problem]) -> Outcome:
        policy = self.terms.policy
        if policy == "skip":
            problems.append([None, "exists", "", False])
            return Outcome(wanted.number, "skip", person.id, problems)
        fresh = self._fresh.get(person.id)
        standing = Standing(fresh) if fresh is not None else self._standing[person.id]
        change = Change(wanted.number, person.id)
        self._change_values(change, standing, wanted)
        self._change_fields(change, standing, wanted)
        self._add_addresses(change, standing, wanted, person)
        self._add_tags(change, standing, wanted)
        if not (change.after or change.links or change.tags):
            problems.append([None, "no_change", "", False])
            return Outcome(wanted.number, "skip", person.id, problems)
        if fresh is None:
            self.plan.changed[person.id] = standing
        return Outcome(wanted.number, policy, person.id, problems, change if fresh is None else None)

    def _takes(self, current: Any, value: Any) -> bool:
        return value != current and (self.terms.policy == "update" or current is None or current == "")

    def _change_values(self, change: Change, standing: Standing, wanted: Wanted) -> None:
        given = {name: wanted.values[name] for name in CHANGEABLE if name in wanted.values}
        if any(problem[1] == "name_missing" for problem in wanted.problems):
            del given["name"]  # it is the number: better keep the name that there is
        if "owner_id" in given:
            given["owner_id"] = UUID(given["owner_id"])
        if wanted.organisation and self._takes(standing.values["organisation_id"], wanted.organisation):
            given["organisation_id"] = self._organisation(wanted.organisation)
        for name, value in given.items():
            if self._takes(standing.values[name], value):
                change.before[name], change.after[name] = _plain(standing.values[name]), _plain(value)
                standing.values[name] = value
        if "name" in change.after:
            standing.values |= {"search": wanted.search, "sort_key": wanted.sort_key}

    def _change_fields(self, change: Change, standing: Standing, wanted: Wanted) -> None:
        current = standing.values["fields"]
        taken = {key: value for key, value in wanted.fields.items() if self._takes(current.get(key), value)}
        if taken:
            change.before["fields"] = {key: current.get(key) for key in taken}
            change.after["fields"] = taken
            standing.values["fields"] = current | taken

    def _add_addresses(self, change: Change, standing: Standing, wanted: Wanted, person: Person) -> None:
        for value, (_, _, label) in wanted.addresses.items():
            known = self._known.get(value)
            if known is not None and (known.id in standing.identities or person.id in {u.id for u in known.users}):
                continue
            identity = self._identity(value, wanted, person)
            standing.identities.add(identity)
            change.links.append(self._link(person.id, identity, label))
            if person.id in self.plan.addresses:
                self.plan.addresses[person.id].append((wanted.addresses[value][0], value))

    def _add_tags(self, change: Change, standing: Standing, wanted: Wanted) -> None:
        carried = self._carried.setdefault(change.customer_id, set())
        for folded, name in wanted.tags.items():
            known = self._tags.get(folded)
            if folded in carried or known in standing.tags:
                continue
            carried.add(folded)
            if known is None:
                self.plan.tag_names[folded] = name
            self.plan.tags.append((change.customer_id, folded))
            change.tags.append(folded)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
