"""What a row changes of a customer that there is already. Pure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hub.imports.lookup import Person, Standing
from hub.imports.making import Maker
from hub.imports.outcomes import CHANGEABLE, Change, Outcome
from hub.imports.wanted import Problem, Wanted


class Changer(Maker):
    """Updates and merges, each with the way back."""

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
