"""Who the demo's customers are: people and organisations, and what they are reached by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hub.customers import Address
from hub.demo.dice import Dice
from hub.demo.lines import Lines
from hub.demo.words import Words
from hub.text import fold


@dataclass(slots=True)
class Line:
    """A number or mail address in somebody's use; ``until`` is set where it went on to somebody else."""

    address: Address
    label: str
    primary: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Somebody:
    """A customer of the demo. ``called`` is how texts address them, such as "Ms Bennett"."""

    id: UUID
    kind: str
    name: str
    called: str
    language: str
    country: str
    city: str
    time_zone: str
    currency: str
    title: str | None = None
    organisation: Somebody | None = None
    domain: str | None = None
    note: str | None = None
    known_since: datetime | None = None
    tags: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def phone(self, at: datetime) -> Line:
        """The number that contacts went over at that time; one given up since then comes first."""
        phones = [line for line in self.lines if line.address.kind == "phone"]
        earlier = (line for line in phones if line.until is not None and at < line.until)
        return next(earlier, None) or next(line for line in phones if line.until is None)

    @property
    def email(self) -> Line | None:
        """The mail address."""
        return next((line for line in self.lines if line.address.kind == "email"), None)


class Cast:
    """Invents people and organisations of one language, no name twice."""

    def __init__(self, dice: Dice, words: Words, lines: Lines) -> None:
        self._dice, self._words, self._lines = dice, words, lines
        self._names: set[str] = set()
        self._mails: set[str] = set()
        self._fa = words.language == "fa"

    def organisations(self) -> Iterator[Somebody]:
        """Each organisation of the words."""
        for item in self._words["organisations"]:
            made = self._somebody("organisation", item["name"], item["name"], item.get("country", "IR"), item["city"])
            made.domain, made.tags = f"{item['domain']}.example", [item["tag"]]
            made.note = self._dice.pick(self._words["organisation_notes"]) if self._dice.chance(0.6) else None
            number = self._lines.desk(made.city, made.country)
            made.lines = [
                Line(number, "مرکز تماس" if self._fa else "switchboard", primary=True),
                Line(_mail("info", made.domain), "عمومی" if self._fa else "general"),
            ]
            yield made

    def person(self, organisation: Somebody | None, country: str) -> Somebody:
        """Somebody, at work in ``organisation`` or on their own."""
        name, latin, called = self._name(country)
        city = organisation.city if organisation else self._dice.pick(self._cities(country))
        made = self._somebody("person", name, called, country, city)
        made.organisation = organisation
        made.title = self._dice.pick(self._words["titles"]) if organisation or self._dice.chance(0.3) else None
        made.note = self._dice.pick(self._words["person_notes"]) if self._dice.chance(0.12) else None
        made.tags = list(organisation.tags) if organisation else []
        if self._dice.chance(0.18):
            made.tags.append(self._dice.pick(self._words["plain_tags"]))
        label = ("همراه" if country == "IR" else "مستقیم") if self._fa else "direct"
        made.lines = [Line(self._lines.personal(country), label, primary=True)]
        if self._dice.chance(0.9 if organisation else 0.7):
            domain = organisation.domain if organisation else None
            made.lines.append(Line(self._own_mail(latin, domain or "post.example"), "کاری" if self._fa else "work"))
        return made

    def _own_mail(self, local: str, domain: str) -> Address:
        value, count = f"{local}@{domain}", 1
        while value in self._mails:
            value, count = f"{local}{count + 1}@{domain}", count + 1
        self._mails.add(value)
        return _mail(*value.split("@"))

    def _name(self, country: str) -> tuple[str, str, str]:
        """Name, Latin name for mail, and polite form."""
        while True:
            found = self._persian() if self._fa else self._western(country)
            if found[0] not in self._names:
                self._names.add(found[0])
                return found

    def _persian(self) -> tuple[str, str, str]:
        woman = self._dice.chance(0.48)
        given, latin = self._dice.pick(self._words["women" if woman else "men"]).split()
        family, latin_family = self._dice.pick(self._words["families"]).split()
        return f"{given} {family}", f"{latin[0]}.{latin_family}", f"{'خانم' if woman else 'آقای'} {family}"

    def _western(self, country: str) -> tuple[str, str, str]:
        names = self._words["countries"][country]
        woman = self._dice.chance(0.48)
        given, family = self._dice.pick(names["women" if woman else "men"]), self._dice.pick(names["families"])
        latin = f"{fold(given)[0]}.{fold(family).replace(' ', '')}"
        return f"{given} {family}", latin, f"{'Ms' if woman else 'Mr'} {family}"

    def _somebody(self, kind: str, name: str, called: str, country: str, city: str) -> Somebody:
        names = {} if self._fa else self._words["countries"][country]
        return Somebody(
            id=self._dice.id(self._dice.now), kind=kind, name=name, called=called, language=self._words.language,
            country=country, city=city, time_zone=names.get("time_zone", "Asia/Tehran"),
            currency=names.get("currency", "{} میلیون ریال"),
        )  # fmt: skip

    def _cities(self, country: str) -> list[str]:
        if self._fa:
            return [item["city"] for item in self._words["organisations"]]
        return list(self._words["countries"][country]["cities"])


def _mail(local: str, domain: str) -> Address:
    value = f"{local}@{domain}"
    return Address("email", value, None, value, value)
