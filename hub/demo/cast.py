"""Everybody of the demo, with the cases that make matching hard: shared numbers, and one that changed hands."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hub.demo.dice import Dice
from hub.demo.lines import Lines
from hub.demo.people import Cast, Line, Somebody
from hub.demo.words import words

SHARED: Final = {"fa": ("دندان\u200cپزشکی مهرگان", "+982155550164", "پذیرش، مشترک"),
                 "en": ("Brightwell Dental", "+442079460164", "reception, shared")}  # fmt: skip
PASSED_ON: Final = "+989125550139"
UNKNOWN: Final = ("+989905550171", "+989375550112", "+982155550973", "+441514960188", "+493023125188", "+97145550126")
PERSONS: Final = {"fa": ("IR",) * 105, "en": ("GB",) * 34 + ("US",) * 16 + ("DE",) * 10 + ("AE",) * 10}
TONES: Final = {"fa": (("ویژه", "vip", 0.09), ("فاکتور سررسیدگذشته", "warn", 0.07)),
                "en": (("VIP", "vip", 0.09), ("Overdue invoice", "warn", 0.07))}  # fmt: skip


def make_cast(dice: Dice, lines: Lines) -> list[Somebody]:
    """All customers, organisations before their people."""
    for value in (PASSED_ON, *UNKNOWN, *(value for _, value, _ in SHARED.values())):
        lines.fixed(value)
    everybody = [person for language in PERSONS for person in _of_language(language, dice, lines)]
    _pass_a_number_on(everybody, dice, lines)
    return everybody


def _of_language(language: str, dice: Dice, lines: Lines) -> list[Somebody]:
    cast = Cast(dice, words(language), lines)
    organisations = list(cast.organisations())
    persons = []
    for index, country in enumerate(PERSONS[language]):
        near = [item for item in organisations if item.country == country]
        at_work = index < 3 * len(near) or dice.chance(0.3)
        persons.append(cast.person(near[index % len(near)] if at_work else None, country))
    _share_a_number(language, persons, lines)
    for person in persons:
        person.tags += [name for name, _, share in TONES[language] if dice.chance(share)]
    return organisations + persons


def _share_a_number(language: str, persons: list[Somebody], lines: Lines) -> None:
    """Three people at one switchboard; it is the number that they call from."""
    name, value, label = SHARED[language]
    address = lines.fixed(value)
    for person in [person for person in persons if person.organisation and person.organisation.name == name][:3]:
        person.lines.insert(0, Line(address, label))


def _pass_a_number_on(everybody: list[Somebody], dice: Dice, lines: Lines) -> None:
    """One mobile number went from one person to another half a year ago."""
    until = dice.now - timedelta(days=190)
    since = until + timedelta(days=30)
    before, after = [person for person in everybody if person.country == "IR" and not person.organisation][-2:]
    address = lines.fixed(PASSED_ON)
    before.lines.append(Line(address, "همراه پیشین", until=until))
    after.lines[0] = Line(address, "همراه", primary=True, since=since)
    after.known_since = since
