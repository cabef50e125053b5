"""A store with customers, merged sets, shared addresses and what was said there; a plain, slow model of the rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import strategies as st

from hub.consent import REACHED, Policy, Said, record_many
from hub.consent.models import Suppression
from hub.customers import Customer, CustomerIdentity, Identity
from hub.db import Tx, new_id

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
VALUES = {
    "phone": ["+989121234567", "+989351234567", "+982188881234"],
    "email": ["sara@example.com", "omid@example.com", "sara@elsewhere.example"],
    "sender": ["BANK"],
}
ADDRESSES = [(kind, value) for kind, values in VALUES.items() for value in values]
PEOPLE = 4
OPT_OUTS = {"denied", "withdrawn"}


@dataclass
class Word:
    """Something said at an address (by its place in ``ADDRESSES``) by a customer (by number) or nobody named."""

    address: int
    channel: str
    purpose: str
    state: str
    minute: int
    customer: int | None


@dataclass
class World:
    """``sets[n]``: the number of the survivor that customer n stands under."""

    sets: list[int]
    links: set[tuple[int, int]]  # customer, address
    ended: set[tuple[int, int]]
    words: list[Word]
    suppressed: list[dict[str, Any]]
    ids: dict[Any, UUID] = field(default_factory=dict)
    taken: list[Word] = field(default_factory=list)  # what was not refused
    refusals: list[str | None] = field(default_factory=list)

    def users(self, address: int) -> set[int]:
        """The sets that use the address."""
        return {self.sets[who] for who, where in self.links if where == address}

    def undoes(self, grant: Word, opt_out: Word) -> bool:
        """Whether a consent may undo an opt-out at its address."""
        users = self.users(grant.address)
        if grant.minute <= opt_out.minute:
            return False
        if len(users) <= 1:
            return True
        if opt_out.customer is None:
            return grant.customer is None
        if self.sets[opt_out.customer] not in users:
            return True
        return grant.customer is not None and self.sets[grant.customer] == self.sets[opt_out.customer]

    def stands(self, address: int, channel: str, purpose: str) -> str | None:
        """granted, an opt-out, or None: from all that was taken, whatever its order."""
        said = [one for one in self.taken if (one.address, one.channel, one.purpose) == (address, channel, purpose)]
        grants = [one for one in said if one.state == "granted"]
        refusals = [one for one in said if one.state in OPT_OUTS]
        if any(not any(self.undoes(grant, one) for grant in grants) for one in refusals):
            return "refused"
        return "granted" if grants else None

    def said_by(self, word: Word) -> int | None:
        """The set of whoever said it; of nobody named, the one that uses the address alone."""
        if word.customer is not None:
            return self.sets[word.customer]
        users = self.users(word.address)
        return min(users) if len(users) == 1 else None

    def persons_own(self, person: int, kind: str, channel: str, purpose: str) -> bool:
        """Whether somebody has an opt-out of their own, at any address of the kind, that they did not take back."""
        about = channel, purpose, kind
        return any(
            self.said_by(one) == person and not self._taken_back(one)
            for one in self.taken
            if one.state in OPT_OUTS and (one.channel, one.purpose, ADDRESSES[one.address][0]) == about
        )

    def _taken_back(self, opt_out: Word) -> bool:
        key = opt_out.address, opt_out.channel, opt_out.purpose
        return any(
            self.undoes(one, opt_out) and (opt_out.customer is None or self.said_by(one) == self.said_by(opt_out))
            for one in self.taken
            if one.state == "granted" and (one.address, one.channel, one.purpose) == key
        )

    def verdict(self, address: int, channel: str, purpose: str, policy: Policy) -> tuple[bool, str]:
        """What the rule says, by going through everything."""
        kind, value = ADDRESSES[address]
        if channel not in REACHED[kind]:
            return False, "wrong_channel"
        if any(_fits(one, kind, value, channel, purpose) for one in self.suppressed):
            return False, "suppressed"
        stands = self.stands(address, channel, purpose)
        if stands == "refused":
            return False, "opted_out"
        if any(self.persons_own(who, kind, channel, purpose) for who in self.users(address)):
            return False, "opted_out_elsewhere"
        if stands == "granted":
            return True, "granted"
        return policy.allows(purpose), "silence"

    async def store(self, tx: Tx) -> None:
        """Put it into the store, and say every word there."""
        self.ids = {("person", number): new_id() for number in range(len(self.sets))}
        self.ids |= {place: new_id() for place in range(len(ADDRESSES))}
        roots_first = sorted(enumerate(self.sets), key=lambda pair: pair[0] != pair[1])
        await tx.connection.execute(sa.insert(Customer), [self._customer(*pair) for pair in roots_first])
        await tx.connection.execute(sa.insert(Identity), [
            {"id": self.ids[place], "kind": kind, "namespace": "", "value": value, "region": None,
             "first_seen_at": NOON, "last_seen_at": NOON}
            for place, (kind, value) in enumerate(ADDRESSES)
        ])  # fmt: skip
        links = [self._link(*pair) for pair in [*self.links, *self.ended]]
        if links:
            await tx.connection.execute(sa.insert(CustomerIdentity), links)
        for one in self.suppressed:
            tx.session.add(Suppression(**one, reason="manual", source="agent", since=NOON, created_at=NOON))
        await tx.session.flush()

    def _customer(self, number: int, survivor: int) -> dict[str, Any]:
        root = self.ids["person", survivor]
        return {
            "id": self.ids["person", number], "kind": "person", "name": "x", "sort_key": "x", "search": "x",
            "root_id": root, "merged_into": None if number == survivor else root, "fields": {},
            "created_at": NOON, "updated_at": NOON, "version": 1,
        }  # fmt: skip

    def _link(self, who: int, where: int) -> dict[str, Any]:
        return {
            "id": new_id(), "customer_id": self.ids["person", who], "identity_id": self.ids[where], "label": None,
            "verified": False, "primary": False, "valid_from": NOON, "chosen_at": None,
            "valid_to": NOON if (who, where) in self.ended else None,
        }  # fmt: skip

    async def speak(self, tx: Tx, *, at_once: bool) -> None:
        """Say the words, one by one or all by one call."""
        said = [self.said(word) for word in self.words]
        outcomes = await record_many(tx, said) if at_once else [(await record_many(tx, [one]))[0] for one in said]
        self.refusals = [None if isinstance(one, UUID) else one for one in outcomes]
        self.taken = [word for word, refusal in zip(self.words, self.refusals, strict=True) if refusal is None]

    def said(self, word: Word) -> Said:
        """The word as the area takes it."""
        return Said(
            identity_id=self.ids[word.address], channel=word.channel, purpose=word.purpose, state=word.state,
            source="agent", at=NOON + timedelta(minutes=word.minute),
            customer_id=None if word.customer is None else self.ids["person", word.customer],
        )  # fmt: skip


def _fits(one: dict[str, Any], kind: str, value: str, channel: str, purpose: str) -> bool:
    if one["kind"] != kind or one["channel"] not in {"", channel} or one["purpose"] not in {"", purpose}:
        return False
    if one["match"] == "value":
        return bool(one["value"] == value)
    return value.endswith("@" + one["value"]) if one["match"] == "domain" else value.startswith(one["value"])


_people = st.integers(0, PEOPLE - 1)
_places = st.integers(0, len(ADDRESSES) - 1)
_words = st.builds(
    lambda address, pick, purpose, state, minute, customer: Word(
        address, REACHED[ADDRESSES[address][0]][pick % len(REACHED[ADDRESSES[address][0]])], purpose, state, minute,
        customer,
    ),
    st.sampled_from([0, 0, 1, 1, 2, 3, 4]), st.just(0) | st.integers(0, 1), st.just("marketing") | st.just("service"),
    st.sampled_from(["granted", "granted", "withdrawn", "denied", "pending"]), st.integers(0, 6), st.none() | _people,
)  # fmt: skip
_suppressions = st.sampled_from([
    {"kind": "email", "match": "domain", "value": "example.com", "channel": "", "purpose": ""},
    {"kind": "phone", "match": "prefix", "value": "+9893", "channel": "sms", "purpose": ""},
    {"kind": "phone", "match": "value", "value": "+989121234567", "channel": "", "purpose": "marketing"},
])  # fmt: skip


@st.composite
def worlds(draw: Any) -> World:
    """Any world: people in merged sets, who use addresses now or used to, and words in any order."""
    sets = [0]
    for number in range(1, PEOPLE):
        into = draw(st.sampled_from([number, number, *range(number)]))
        sets.append(sets[into] if into != number else number)
    links = draw(st.sets(st.tuples(_people, _places), max_size=8))
    ended = draw(st.sets(st.tuples(_people, _places), max_size=3)) - links
    return World(sets, links, ended, draw(st.lists(_words, max_size=7)), draw(st.lists(_suppressions, max_size=1)))
