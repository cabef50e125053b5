"""Write everybody's history: episodes, campaigns, calls of unknown people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from hub.demo.calls import ACCOUNT, Agent, Past, Switchboard, add_call
from hub.demo.dice import Dice
from hub.demo.episodes import EPISODES, STATES, Step
from hub.demo.house import House
from hub.demo.lines import as_dialled
from hub.demo.people import Somebody
from hub.demo.results import Results
from hub.demo.rows import Rows
from hub.demo.slots import Story
from hub.demo.words import Words

DAYS: Final = 540
MOST: Final = 40
NOT_NOW: Final = timedelta(minutes=20)  # the last minutes are left to the simulated phone
LENGTHS: Final = ((3, 6), (3, 6), (3, 6), (7, 12), (7, 12), (7, 12), (7, 12), (13, 22), (13, 22), (23, 38))
CONTACT: Final = frozenset({"call", "email", "sms", "chat"})
CAMPAIGN_SHARE: Final = 0.4
DESKS: Final = {"fa": ("sara@demo.example",) * 6 + ("narges@demo.example",) * 2 + ("tom@demo.example",),
                "en": ("tom@demo.example",) * 6 + ("narges@demo.example", "sara@demo.example")}  # fmt: skip


class Histories:
    """Writes interactions into ``rows``. ``identities`` and ``users_of`` are keyed by the address' value."""

    def __init__(
        self,
        dice: Dice,
        rows: Rows,
        agents: Mapping[str, Agent],
        identities: Mapping[str, dict[str, Any]],
        users_of: Mapping[str, Sequence[Somebody]],
        region: str,
        house: House,
    ) -> None:
        self._dice, self._rows, self._agents = dice, rows, agents
        self._identities, self._users_of, self._region = identities, users_of, region
        self._house = house
        self._switchboard = Switchboard(dice)
        self._results = Results(dice, rows)
        self.contacts: dict[UUID, list[datetime]] = {}  # of each customer
        self.unsure: list[tuple[dict[str, Any], list[UUID]]] = []  # calls that may be of several customers

    def write(self, person: Somebody, words: Words) -> list[datetime]:
        """A customer's interactions; returns their times, oldest first."""
        low, high = self._dice.pick(LENGTHS)
        target, times = self._dice.whole(low, high), list[datetime]()
        for attempt in range(80):
            if len(times) >= target:
                break
            start = self._dice.age(DAYS) if attempt < 60 else self._dice.now - timedelta(days=20 + attempt)
            if person.known_since is None or start > person.known_since:
                times += self._episode(person, words, start, MOST - 14 - len(times))
        return sorted(times)

    def campaigns(self, person: Somebody, words: Words, first: datetime) -> None:
        """Campaigns of the last year that reached the customer after ``first``."""
        sender = self._agents["kamran@demo.example"]
        for day, (subject, text) in zip(words["campaign_days"], words.texts("campaign"), strict=True):
            at = _last(day, self._dice.now)
            if at > first and self._dice.chance(CAMPAIGN_SHARE) and person.email:
                state = self._dice.pick(("delivered", "delivered", "opened", "opened", "clicked"))
                step = Step("campaign", "out", "campaign")
                self._interaction(person, step, at, subject, text, sender, state=state)

    def unknown(self, value: str, count: int) -> None:
        """Calls of somebody whom nobody knows; without ``value`` the number is withheld."""
        for _ in range(count):
            at = self._dice.at_work(self._dice.age(60), "Asia/Tehran", "fa")
            agent = self._agent("fa")
            raw = as_dialled(value, self._region) if value else ""
            past = self._switchboard.inbound(raw, at, [agent], answered=self._dice.chance(0.5))
            if past:
                past.number = raw or None
                self._call([], "none", value, past, None)

    def _episode(self, person: Somebody, words: Words, start: datetime, room: int) -> list[datetime]:
        dice = self._dice
        steps = dice.pick(_WEIGHTED)
        story, at, agent = Story(dice, words, person, start), start, self._agent(words.language)
        times: list[datetime] = []
        done: set[str] = set()
        for step in steps[: max(room, 0)]:
            if times and not (dice.chance(step.share) and (not step.needs or step.needs in done)):
                continue
            after = timedelta(days=dice.between(*step.after)) if times else timedelta()
            at = dice.at_work(at + after, person.time_zone, person.language)
            over = self._step(person, words, story, step, at, agent) if at < dice.now - NOT_NOW else None
            if over is None:
                break
            at = max(at, over)
            times.append(over)
            done.add(step.key)
        return times

    def _step(
        self, person: Somebody, words: Words, story: Story, step: Step, at: datetime, agent: Agent
    ) -> datetime | None:
        """One touch; when it happened, or None when it would not be over by now."""
        subject, text = self._dice.pick(words.texts(step.key))
        text = story.fill(text, at, agent.given)
        if step.channel == "call":
            return self._call_of(person, step, at, agent, text)
        author = None if step.channel == "event" or (step.direction == "in" and step.channel != "chat") else agent
        if step.channel == "sms" and step.key in {"slot", "technician", "booked", "invoice_sms", "paid"}:
            author = None  # sent by itself
        subject = story.fill(subject, at, agent.given) if subject else None
        self._interaction(person, step, at, subject, text, author)
        return at

    def _interaction(
        self, person: Somebody, step: Step, at: datetime, subject: str | None, text: str, author: Agent | None,
        state: str | None = None,
    ) -> None:  # fmt: skip
        line = {"email": person.email, "campaign": person.email, "sms": person.phone(at)}.get(step.channel)
        if line is None and step.channel == "email":
            line = person.phone(at)
        identity = self._identities[line.address.value] if line else None
        key = self._dice.id(at)
        state = state or STATES[step.channel, step.direction]
        self._rows.add(
            "interaction", id=key, channel=step.channel, direction=step.direction, state=state, subject=subject,
            text=text, occurred_at=at, account=None, identity_id=identity["id"] if identity else None, call_id=None,
            author_id=author.id if author else None, line_id=None, facts={}, version=1,
        )  # fmt: skip
        role = "from" if step.direction == "in" else "to"
        self._take_part(key, at, step.channel, role, identity, [author.id] if author else [], [person], "confirmed")
        if step.channel in CONTACT:
            self.contacts.setdefault(person.id, []).append(at)

    def _call_of(self, person: Somebody, step: Step, at: datetime, agent: Agent, text: str) -> datetime | None:
        value = person.phone(at).address.value
        raw = as_dialled(value, self._region)
        if step.direction == "out":
            past = self._switchboard.outbound(raw, at, agent)
        else:
            colleague = self._agents["narges@demo.example"]
            agents = [agent] if colleague == agent else [agent, colleague]
            past = self._switchboard.inbound(raw, at, agents, answered=step.answered)
        if past is None:
            return None
        people = list(self._users_of[value]) if not past.talks and past.direction == "inbound" else [person]
        certainty = "confirmed" if len(people) == 1 else "candidate"
        noted = text if past.talks and self._dice.chance(0.7) else None
        self._call(people, certainty, value, past, noted, step.key)
        return past.ended_at

    def _call(
        self, people: list[Somebody], certainty: str, value: str, past: Past, text: str | None, step: str = ""
    ) -> None:
        identity = self._identities[value] if value else None
        key, at = self._dice.id(past.started_at), past.started_at
        line, result = self._house.line_of(past), self._results.of(step, past)
        chosen = {"disposition_id": str(result["disposition_id"])} if result["disposition_id"] else {}
        row = self._rows.add(
            "interaction", id=key, channel="call", direction="in" if past.direction == "inbound" else "out",
            state=past.result, subject=None, text=text, occurred_at=at, account=ACCOUNT,
            identity_id=identity["id"] if identity else None, author_id=None, line_id=line["id"],
            facts=past.facts() | chosen, version=1,
        )  # fmt: skip
        keys = {
            "identity_id": row["identity_id"], "interaction_id": key, "certainty": certainty,
            "customer_id": people[0].id if len(people) == 1 else None,
            "caller": {"candidates": [], "line": {"id": str(line["id"]), "name": line["name"], "brand": line["brand"]}},
        }  # fmt: skip
        row["call_id"] = add_call(self._rows, self._dice, past, keys | result, text)
        if len(people) > 1:
            self.unsure.append((self._rows.tables["call"][-1], [person.id for person in people]))
        role = "from" if past.direction == "inbound" else "to"
        self._take_part(key, at, "call", role, identity, past.agents, people, certainty)
        for person in people if len(people) == 1 else []:
            self.contacts.setdefault(person.id, []).append(at)

    def _take_part(
        self, interaction: UUID, at: datetime, channel: str, role: str, identity: dict[str, Any] | None,
        agents: Sequence[UUID], people: Sequence[Somebody], certainty: str,
    ) -> None:  # fmt: skip
        dice, rows = self._dice, self._rows
        common = {"interaction_id": interaction, "customer_id": None}
        if identity:
            rows.add("participant", id=dice.id(at), role=role, identity_id=identity["id"], user_id=None, **common)
            identity["first_seen_at"] = min(identity["first_seen_at"], at)
            identity["last_seen_at"] = max(identity["last_seen_at"], at)
        for agent in agents:
            rows.add("participant", id=dice.id(at), role="agent", identity_id=None, user_id=agent, **common)
        for person in people:
            rows.add("timeline_entry", id=dice.id(at), customer_id=person.id, interaction_id=interaction,
                     occurred_at=at, channel=channel, role=role, certainty=certainty)  # fmt: skip

    def _agent(self, language: str) -> Agent:
        return self._agents[self._dice.pick(DESKS[language])]


_WEIGHTED: Final = [steps for weight, steps in EPISODES for _ in range(weight)]


def _last(day: str, now: datetime) -> datetime:
    """The latest ``MM-DD`` before now, at a quarter past six UTC."""
    month, number = map(int, day.split("-"))
    at = now.replace(month=month, day=number, hour=6, minute=15, second=0, microsecond=0)
    return at if at < now else at.replace(year=at.year - 1)
