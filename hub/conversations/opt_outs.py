"""STOP, START and HELP of a message: written to the log of consent in its transaction, and answered once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import organisation_name
from hub.consent import PURPOSES, Said, record_many, standing_of
from hub.conversations import loop
from hub.conversations.harmless import answer, mark
from hub.conversations.words import Asks, Words
from hub.customers import Customer
from hub.db import Tx
from hub.inbound import Arrived
from hub.messaging import Wanted, confirmation_key, enqueue_many
from hub.ports import InboundMessage
from hub.settings import Settings
from hub.templating import OwnTexts

CHANNELS = frozenset({"sms"})
OPT_OUTS = frozenset({"denied", "withdrawn"})
_ORIGIN: Final[dict[Asks, str]] = {"stop": "opt_out", "start": "opt_in", "help": "help"}
_TOLD: Final[dict[str, Asks]] = {"STOP": "stop", "START": "start", "HELP": "help"}
LONGEST_WORDING = 200


@dataclass(frozen=True, slots=True)
class Answering:
    """What is needed to answer: the words that are known, and the hub's own texts."""

    settings: Settings
    texts: OwnTexts
    words: Words

    @staticmethod
    def of(settings: Settings, texts: OwnTexts) -> Answering:
        """As the settings say."""
        chosen = settings.messaging
        return Answering(settings, texts, Words.of(chosen.stop_words, chosen.start_words))

    async def follow(self, tx: Tx, arrived: Sequence[Arrived]) -> None:
        """Write down who opted out or in, and answer what asks for an answer."""
        asking = [
            (one, asks) for one in arrived
            if one.message.channel in CHANNELS and (asks := self.asks(one.message)) is not None
        ]  # fmt: skip
        if not asking:
            return
        heard = await _write_down(tx, asking)
        due = {one[0].interaction_id: one for one in heard if _by_provider(one[0].message) is None}  # it answers itself
        await answer(tx, [one for one, _, _ in due.values()],
                     lambda some: self._answer(tx, [due[one.interaction_id] for one in some]))  # fmt: skip

    def asks(self, message: InboundMessage) -> Asks | None:
        """What the message asks for: by its words, or as the provider understood words that it knows."""
        return self.words.asks(message.text) or _by_provider(message)

    async def _answer(self, tx: Tx, heard: Sequence[tuple[Arrived, Asks, UUID | None]]) -> None:
        quiet = await loop.silent(tx, {one.identity_id for one, _, _ in heard})
        await mark(tx, [one for one, _, _ in heard if one.identity_id in quiet], "silenced")
        spoken = [one for one in heard if one[0].identity_id not in quiet]
        if not spoken:
            return
        name = await organisation_name(tx.session, self.settings)
        languages = await languages_of(tx, [one for one, _, _ in spoken], self.settings.organisation.language)
        await enqueue_many(tx, [
            self._wanted(one, asks, event, languages[one.interaction_id], name) for one, asks, event in spoken
        ])  # fmt: skip

    def _wanted(self, one: Arrived, asks: Asks, event: UUID | None, language: str, name: str) -> Wanted:
        text = self.texts.write(f"sms_{asks}", language, {"organisation.name": name}).text
        confirms = event if asks == "stop" else None
        return Wanted(
            dedupe_key=confirmation_key(confirms) if confirms else f"answer:{one.interaction_id}", channel="sms",
            purpose="service", identity_id=one.identity_id, language=language, text=text, origin=_ORIGIN[asks],
            account=one.account, line_id=one.line_id, sender_address=one.message.own, confirms=confirms,
        )  # fmt: skip


def _by_provider(message: InboundMessage) -> Asks | None:
    return _TOLD.get(str(message.facts.get("opt_out")).upper())


async def _write_down(tx: Tx, asking: Sequence[tuple[Arrived, Asks]]) -> list[tuple[Arrived, Asks, UUID | None]]:
    """Those that are to be answered, with the event that is confirmed: a change of how consent stands, or HELP."""
    stands = await standing_of(tx.connection, {one.identity_id for one, _ in asking}, "sms")
    said: list[Said] = []
    answered: list[tuple[Arrived, Asks, int | None]] = []
    for one, asks in asking:
        own = stands.setdefault(one.identity_id, {})
        wanted = [] if asks == "help" else [
            purpose for purpose in PURPOSES if asks == "stop" or own.get(purpose) in OPT_OUTS
        ]  # fmt: skip
        new = "withdrawn" if asks == "stop" else "granted"
        if all(own.get(purpose) == new for purpose in wanted):
            wanted = []  # said before: written down again it would be another opt-out than the one that is confirmed
        if wanted or asks == "help":
            told = "service" if asks == "stop" else wanted[0] if wanted else None  # what the answer itself goes by
            place = len(said) + wanted.index(told) if told else None
            answered.append((one, asks, place))
        said += [_said(tx, one, purpose, new) for purpose in wanted]
        own |= dict.fromkeys(wanted, new)
    outcomes = await record_many(tx, said) if said else []
    found = []
    for one, asks, place in answered:
        outcome = outcomes[place] if place is not None else None
        found.append((one, asks, outcome if isinstance(outcome, UUID) else None))
    return [one for one in found if one[1] == "help" or one[2] is not None]


def _said(tx: Tx, one: Arrived, purpose: str, state: str) -> Said:
    """Who said it is known where one alone uses the address. A provider's clock may be ahead."""
    return Said(
        identity_id=one.identity_id, channel="sms", purpose=purpose, state=state, source="stop_word",
        at=min(one.message.at, tx.now), wording=(one.message.text or "")[:LONGEST_WORDING],
        customer_id=one.users[0][0] if len(one.users) == 1 else None,
        evidence={"account": one.account, "interaction": str(one.interaction_id)},
    )  # fmt: skip


async def languages_of(tx: Tx, arrived: Sequence[Arrived], default: str) -> dict[UUID, str]:
    """The language in which each is answered: the customer's, else that of its letters, else the organisation's."""
    roots = {one.users[0][1] for one in arrived if len(one.users) == 1}
    query = sa.select(Customer.id, Customer.language).where(Customer.id.in_(list(roots)))
    chosen = {row.id: row.language for row in await tx.connection.execute(query)} if roots else {}
    return {
        one.interaction_id: (chosen.get(one.users[0][1]) if len(one.users) == 1 else None)
        or written_in(one.message.text or "") or default
        for one in arrived
    }  # fmt: skip


def written_in(text: str) -> str | None:
    """``fa`` where there is a letter of its alphabet, ``en`` where there is one of ours."""
    if any("\u0600" <= char <= "\u06ff" and char.isalpha() for char in text):
        return "fa"
    return "en" if any(char.isascii() and char.isalpha() for char in text) else None
