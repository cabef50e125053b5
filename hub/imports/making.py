"""Adding to a batch's plan: new customers, organisations, identities and links. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.db import new_id
from hub.imports.lookup import Known, Person, Standing
from hub.imports.outcomes import PLAIN, Plan
from hub.imports.wanted import Ready, Terms, Wanted
from hub.text import fold, sort_key


class Maker:
    """Holds the plan of a batch and what the store knew when it began."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def begin(
        self,
        now: datetime,
        known: dict[str, Known],
        standing: dict[UUID, Standing],
        organisations: dict[str, UUID],
        tags: dict[str, UUID],
        room_for_tags: int,
        shared: Collection[str] = (),
    ) -> None:
        """Start a batch with what the store knows, and the addresses that several of its rows have."""
        self.plan = Plan()
        self._now, self._known, self._standing = now, known, standing
        self._organisations, self._tags, self._room = dict(organisations), tags, room_for_tags
        self._fresh: dict[UUID, dict[str, Any]] = {}
        self._carried: dict[UUID, set[str]] = {}
        self._shared = shared

    def _take(self, made: Ready, wanted: Wanted) -> UUID | None:
        """Take somebody whose rows are ready, and whom no other row of the batch can mean; the id where it matters."""
        self.plan.ready.append((made, self._organisation(wanted.organisation)))
        if not (wanted.problems or wanted.tags):
            return None
        customer = UUID(made.id)
        self.plan.tags += [(customer, folded) for folded in wanted.tags]
        return customer

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
            self.plan.identities.append((known.id, kind, value, wanted.written.get(value), region))
        known.users.append(person)
        return known.id

    def _link(self, customer: UUID, identity: UUID, label: str | None, primary: bool = False) -> UUID:
        made = new_id()
        self.plan.links.append((made, customer, identity, label, primary))
        return made
