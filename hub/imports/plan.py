"""What becomes of a batch of records, decided by what the store knows. Pure: nothing is read or written here."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from hub.imports.changing import Changer
from hub.imports.lookup import Person
from hub.imports.outcomes import Outcome
from hub.imports.wanted import Problem, Terms, Wanted


class Planner(Changer):
    """Decides batch after batch. ``seen`` is kept in a dry run only: who would have been made by earlier rows."""

    def __init__(self, terms: Terms, *, dry: bool = False) -> None:
        super().__init__(terms)
        self._seen: dict[int, int] | None = {} if dry else None

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
        alone = not any(value in self._known or value in self._shared for value in wanted.addresses)
        customer = self._take(wanted.ready, wanted) if wanted.ready and alone else self._create(wanted)
        return Outcome(wanted.number, "create", customer, problems)

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
