"""The whole demo as rows: who is there, and what has happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from hub.demo.calls import ACCOUNT, Agent
from hub.demo.cast import TONES, UNKNOWN, make_cast
from hub.demo.dice import Dice
from hub.demo.histories import DESKS, Histories
from hub.demo.house import House
from hub.demo.lines import Lines
from hub.demo.people import Somebody
from hub.demo.rows import Rows
from hub.demo.words import words
from hub.text import fold, sort_key

EXTENSIONS: Final = ("101", "102", "103", "104", "105", "106")
SEATS: Final = {"sara@demo.example": "101", "tom@demo.example": "102", "narges@demo.example": "103",
                "kamran@demo.example": "104", "alex@demo.example": "105"}  # fmt: skip
WITHHELD_CALLS: Final = 7


class Scene:
    """Everything that the demo loads, made of ``now`` and the demo's users (id and name by email)."""

    def __init__(
        self, now: datetime, users: Mapping[str, tuple[UUID, str]], region: str = "IR", language: str = "en"
    ) -> None:
        self.rows = Rows()
        self._dice = Dice(now)
        self._lines = Lines(self._dice)
        self._agents = {email: Agent(*users[email], number) for email, number in SEATS.items()}
        house = self._house = House(self._dice, self.rows, self._agents, region, language)
        self._identities: dict[str, dict[str, Any]] = {}
        users_of: dict[str, list[Somebody]] = {}
        self._histories = Histories(self._dice, self.rows, self._agents, self._identities, users_of, region, house)
        for number in EXTENSIONS:
            self.rows.add("extension", id=self._dice.id(now), account=ACCOUNT, endpoint=f"PJSIP/{number}",
                          number=number, label=f"Desk {number}")  # fmt: skip
        self.people = make_cast(self._dice, self._lines)
        self._introduce(users_of)
        self._live()

    @property
    def unsure(self) -> list[tuple[dict[str, Any], list[UUID]]]:
        """Rows of calls that may be of several customers, and who they are."""
        return self._histories.unsure

    def _introduce(self, users_of: dict[str, list[Somebody]]) -> None:
        for person in self.people:
            for line in person.lines:
                self._identity(line.address.kind, line.address.value, line.address.region)
                if line.until is None:
                    users_of.setdefault(line.address.value, []).append(person)
        for value in UNKNOWN:
            self._identity("phone", value, self._lines.fixed(value).region)

    def _identity(self, kind: str, value: str, region: str | None) -> None:
        """Sighted never yet: the histories move both times on."""
        if value not in self._identities:
            self._identities[value] = self.rows.add(
                "identity", id=self._dice.id(self._dice.now), kind=kind, namespace="", value=value, region=region,
                first_seen_at=self._dice.now, last_seen_at=datetime.min.replace(tzinfo=self._dice.now.tzinfo),
            )  # fmt: skip

    def _live(self) -> None:
        tags: dict[str, UUID] = {}
        for person in self.people:
            spoken = words(person.language)
            first = self._histories.write(person, spoken)[0]
            self._histories.campaigns(person, spoken, first)
            self._customer(person, first - timedelta(days=self._dice.between(0, 3)), tags)
        for value in UNKNOWN:
            self._histories.unknown(value, self._dice.whole(1, 4))
        self._histories.unknown("", WITHHELD_CALLS)

    def _customer(self, person: Somebody, created: datetime, tags: dict[str, UUID]) -> None:
        dice, rows = self._dice, self.rows
        owner = self._agents[dice.pick(DESKS[person.language])] if dice.chance(0.8) else None
        contacts = self._histories.contacts.get(person.id, [])
        rows.add(
            "customer", id=person.id, kind=person.kind, name=person.name, sort_key=sort_key(person.name),
            search=fold(person.name), job_title=person.title,
            organisation_id=person.organisation.id if person.organisation else None,
            owner_id=owner.id if owner else None, language=person.language, time_zone=person.time_zone,
            city=person.city, country=person.country, stage=self._house.stage(person), note=person.note,
            merged_into=None, last_contact_at=max(contacts, default=None), created_at=created, updated_at=created,
            version=1,
            fields=self._house.values(person, created.date().isoformat()),
        )  # fmt: skip
        for line in person.lines:
            identity = self._identities[line.address.value]
            if identity["last_seen_at"] < identity["first_seen_at"]:
                identity["first_seen_at"] = identity["last_seen_at"] = created
            rows.add(
                "customer_identity", id=dice.id(created), customer_id=person.id, identity_id=identity["id"],
                label=line.label, verified=line.primary, primary=line.primary, valid_from=line.since or created,
                valid_to=line.until,
            )  # fmt: skip
        for name in dict.fromkeys(person.tags):
            if name not in tags:
                tags[name] = rows.add("tag", id=dice.id(created), name=name, tone=_TONE.get(name, "neutral"))["id"]
            rows.add("customer_tag", customer_id=person.id, tag_id=tags[name])


_TONE: Final = {name: tone for special in TONES.values() for name, tone, _ in special}
