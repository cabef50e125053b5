"""How one channel and purpose stand at one address, from what was said there in any order. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from hub.consent.terms import OPT_OUTS

Refusal = Literal["older_than_opt_out", "somebody_elses_opt_out"]


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was said; ``customer`` is who said it, None where only the address is known."""

    event: UUID
    state: str
    at: datetime
    customer: UUID | None
    here: bool = True  # of an opt-out: it stands at the address, not only for its person


@dataclass(frozen=True, slots=True)
class Users:
    """Who uses the address now (roots of merged sets), and for everybody who is named, the root of their set."""

    roots: frozenset[UUID]
    root_of: Mapping[UUID, UUID]

    def of(self, customer: UUID | None) -> UUID | None:
        """The set that somebody belongs to; of nobody, the one that uses the address alone."""
        if customer is not None:
            return self.root_of.get(customer, customer)
        return next(iter(self.roots)) if len(self.roots) == 1 else None


@dataclass(slots=True)
class Standing:
    """The opt-outs that stand, the last consent of each person, and the last word."""

    opt_outs: list[Word] = field(default_factory=list)
    grants: list[Word] = field(default_factory=list)
    last: Word | None = None  # what is shown; pending while a confirmation is awaited

    @property
    def decides(self) -> Word | None:
        """The word that counts: the latest opt-out that stands here, else the latest consent."""
        here = [word for word in self.opt_outs if word.here]
        return max(here or self.grants, key=lambda word: word.at, default=None)

    def hear(self, word: Word, users: Users) -> Refusal | None:
        """Take a word in; a consent that may not undo what stands is refused, and nothing changes."""
        if word.state == "granted":
            refusal = self._grant(word, users)
            if refusal:
                return refusal
        elif word.state in OPT_OUTS:
            self._opt_out(word, users)
        waiting = self.last if self.last and self.last.state == "pending" else None
        if word.state == "pending" and (self.last is None or word.at >= self.last.at):
            waiting = word
        decides = self.decides
        self.last = waiting if waiting and (decides is None or waiting.at > decides.at) else decides
        return None

    def _grant(self, word: Word, users: Users) -> Refusal | None:
        for said in self.opt_outs:
            if said.here and (refusal := refused(said, word, users)):
                return refusal
        self.opt_outs = [left for said in self.opt_outs if (left := _left(said, word, users)) is not None]
        self.grants = [*(one for one in self.grants if one.customer != word.customer), self._later(word)]
        return None

    def _later(self, word: Word) -> Word:
        same = [one for one in self.grants if one.customer == word.customer]
        return max([*same, word], key=lambda one: one.at)

    def _opt_out(self, word: Word, users: Users) -> None:
        for grant in self.grants:
            if refused(word, grant, users) is None:  # it was undone since
                left = _left(word, grant, users)
                if left is None:
                    return
                word = left
        same = [one for one in self.opt_outs if one.customer == word.customer]
        if not any(one.here >= word.here and one.at >= word.at for one in same):
            self.opt_outs = [*(one for one in self.opt_outs if one not in same), word]


def _left(opt_out: Word, grant: Word, users: Users) -> Word | None:
    """What is left of an opt-out after a consent: nothing, or, of somebody who has left the address, their own."""
    if opt_out.customer is None or (users.of(opt_out.customer) == users.of(grant.customer) and opt_out.at < grant.at):
        return None
    return replace(opt_out, here=False)


def refused(opt_out: Word, grant: Word, users: Users) -> Refusal | None:
    """Why a consent cannot undo an opt-out: it is not the later one, or not theirs to undo."""
    if opt_out.at >= grant.at:
        return "older_than_opt_out"
    if len(users.roots) <= 1:
        return None
    if opt_out.customer is None:
        return None if grant.customer is None else "somebody_elses_opt_out"
    theirs = users.of(opt_out.customer)
    if theirs not in users.roots:
        return None  # the number changed hands
    mine = users.of(grant.customer) if grant.customer is not None else None
    return None if mine == theirs else "somebody_elses_opt_out"
