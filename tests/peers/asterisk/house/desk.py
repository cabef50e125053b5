"""One scenario's own corner of the house: three phones, their agents, numbers of outside people, and its calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.house.handset import Handset
from tests.peers.asterisk.house.house import SECOND_DEVICE, House
from tests.peers.asterisk.sipp import Sipp
from tests.support.agent import PASSWORD, Agent, Entity, sign_in
from tests.support.stack.stage import cards, changes
from tests.support.telephony.pbx import Behaviour

T = TypeVar("T")
NAMES = {1: "Mina", 2: "Reza", 3: "Nika"}
PEOPLE = {1: "Sara", 2: "Parviz", 3: "Hamid"}  # outside, known to the hub


@dataclass
class Desk:
    """Desk ``number`` of ``account``. Phone 1 is Mina's, 2 Reza's, 3 Nika's; person 1 outside is Sara, 2 is Parviz."""

    house: House
    account: str
    number: int
    opened_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    agents: dict[int, Agent] = field(default_factory=dict)
    customers: dict[int, Entity] = field(default_factory=dict)

    @property
    def pbx(self) -> RealExchange:
        """The exchange."""
        return self.house.exchanges[self.account]

    def extension(self, phone: int) -> str:
        """The number of a phone."""
        return f"2{self.number:02}{phone}"

    def line(self, kind: int) -> str:
        """What people outside dial; see ``etc/extensions.conf``."""
        return f"4{self.number:02}{kind}"

    def mobile(self, person: int) -> str:
        """The number of somebody outside."""
        return f"0912{self.account[-2:]}{self.number:02}{person:03}"

    async def agent(self, phone: int) -> Agent:
        """Somebody signed in, listening, and sitting at this phone."""
        admin, email = self.house.admin, f"{self.account}.{self.extension(phone)}@example.com"
        new = {"name": NAMES[phone], "email": email, "role": "agent", "password": PASSWORD, "language": "fa"}
        await admin.ask("POST", "/api/users", new)
        number = self.extension(phone)
        made = {"account": self.account, "endpoint": f"PJSIP/{number}", "number": number, "label": f"Desk {number}"}
        extension = await admin.ask("POST", "/api/extensions", made)
        agent = self.agents[phone] = await sign_in(self.house.hub.url, email)
        await agent.ask("PUT", "/api/me/extension", {"extension_id": extension["id"]})
        await agent.listen()
        return agent

    async def known(self, person: int) -> Entity:
        """Let the hub know somebody outside."""
        self.customers[person] = await self.house.customer(PEOPLE[person], self.mobile(person))
        return self.customers[person]

    async def phone(self, phone: int, behaviour: Behaviour, *, second: bool = False) -> None:
        """Say how a phone, or its second device, treats calls from now on."""
        await self.pbx.phone(self.extension(phone) + SECOND_DEVICE * second, behaviour)

    async def call(self, kind: int, person: int = 1, *, withheld: bool = False) -> Sipp:
        """Let somebody outside, who is known, call."""
        if not withheld and person not in self.customers:
            await self.known(person)
        return await self.pbx.call(
            self.line(kind), number=None if withheld else self.mobile(person), name=None if withheld else "Sara"
        )

    @contextmanager
    def handset(self, phone: int) -> Iterator[Handset]:
        """A phone whose keys the test presses; to be opened."""
        number = self.extension(phone)
        handset = Handset(number, self.pbx.server.phone_ports[number], self.pbx.server.sip_port)
        try:
            yield handset
        finally:
            handset.close()

    def calls(self) -> list[list[Entity]]:
        """What was told of this desk's calls, each as its states, in the order of their beginnings."""
        mine = [told for told in self.house.told() if self._owns(told[-1])]
        return sorted(mine, key=lambda told: str(told[-1]["started_at"]))

    async def eventually(self, look: Callable[[], T], what: str) -> T:
        """Wait until the desk has come so far."""
        return await self.house.admin.eventually(look, f"{what} at desk {self.number} of {self.account}")

    async def card(self, phone: int, state: str, **more: object) -> Entity:
        """Wait until the agent has exactly one card, in this state."""
        agent = self.agents[phone]

        def only() -> Entity | None:
            shown = cards(agent)
            assert len(shown) <= 1, f"one call, and these cards: {shown}"
            fits = shown and shown[0]["state"] == state and all(shown[0][name] == more[name] for name in more)
            return shown[0] if fits else None

        found = await agent.eventually(only, f"a card that is {state} {more or ''}")
        assert found is not None
        return found

    async def answered(self) -> Entity:
        """Wait until the desk's newest call is answered."""
        return await self.becomes("answered")

    async def becomes(self, state: str) -> Entity:
        """Wait until the desk's newest call is in this state."""
        await self.eventually(
            lambda: self.calls() and self.calls()[-1][-1]["state"] == state, f"a call that is {state}"
        )
        return self.calls()[-1][-1]

    async def ask(self, phone: int, method: str, path: str, body: object = None) -> None:
        """Give a command as the agent, and wait until it is carried out."""
        agent = self.agents[phone]
        asked = await agent.ask(method, path, body, status=202)
        key = ("command", asked["command_id"])
        (told,) = await agent.eventually(lambda: agent.me.told.get(key), "the command's result")  # type: ignore[misc]
        assert (told["state"], told["code"]) == ("done", None), told

    async def over(self, calls: int = 1) -> list[str]:
        """Wait until that many calls are over, and tell all: calls, legs, talks, cards, timelines.

        Fails where the live updates, the lists and the shown call differ, or where anything is left open.
        """
        lines = await self.calls_over(calls)
        for person, customer in sorted(self.customers.items()):
            await self._check_list(customer)
            lines += await self._timeline(person)
        return lines

    async def calls_over(self, calls: int = 1) -> list[str]:
        """The same without the people outside."""
        await self.eventually(lambda: len(self.calls()) == calls and all(map(_ended, self.calls())), f"{calls} ends")
        for agent in self.agents.values():
            await agent.eventually(lambda a=agent: cards(a) == [], "no card")  # type: ignore[misc]
            await agent.eventually(lambda a=agent: not any(map(_open, a.me.of("call"))), "no call")  # type: ignore[misc]
            assert (await agent.get("/api/pops"))["items"] == []
        shown = [await self._shown(told[-1]) for told in self.calls()]
        await self._check_agents(shown)
        lines = [line for call in shown for line in self._tell(call)]
        return lines + [f"{NAMES[phone]}'s card: {', '.join(states)}" for phone, states in self._stories()]

    async def close(self) -> None:
        """Let the agents leave."""
        for agent in self.agents.values():
            await agent.close()

    def _owns(self, call: Entity) -> bool:
        if call["account"] != self.account:
            return False
        dialled, number = call["dialled"] or "", (call["number"] or {}).get("raw", "")
        ours = len(dialled) == 4 and dialled[1:3] == f"{self.number:02}"
        known = any(self.mobile(person) in {dialled, number} for person in PEOPLE)
        return ours or known or bool({agent.id for agent in self.agents.values()} & _ids(call["agents"]))

    def _stories(self) -> Iterator[tuple[int, list[str]]]:
        for phone in sorted(self.agents):
            yield from ((phone, states) for states in lived(self.agents[phone]))

    async def _shown(self, told: Entity) -> Entity:
        shown = dict(await self.house.admin.get(f"/api/calls/{told['id']}"))
        assert {name: shown[name] for name in told} == told
        self._check_times(shown)
        return shown

    async def _check_agents(self, shown: list[Entity]) -> None:
        """What agents find in their lists is what rang at their phones, no more."""
        outside = [call for call in shown if call["direction"] != "internal"]
        for agent in self.agents.values():
            listed = {call["id"] for call in (await agent.get("/api/calls"))["items"]}
            rang = {call["id"] for call in outside if agent.id in _ids(leg["agent"] for leg in call["legs"])}
            assert listed == rang

    async def _check_list(self, customer: Entity) -> None:
        """The customer's calls are those that were told of, no more."""
        listed = (await self.house.admin.get("/api/calls", customer_id=customer["id"]))["items"]
        newest = [told[-1] for told in self.calls()]
        assert _ids(listed) == {call["id"] for call in newest if (call["customer"] or {}).get("id") == customer["id"]}

    def _check_times(self, call: Entity) -> None:
        started, answered, ended = (_time(call[name]) for name in ("started_at", "answered_at", "ended_at"))
        assert started is not None
        assert ended is not None
        assert self.opened_at <= started <= (answered or started) <= ended <= datetime.now(UTC)
        assert abs(call["waiting_seconds"] - ((answered or ended) - started).total_seconds()) < 0.01
        spans = [(_time(part["started_at"]), _time(part["ended_at"])) for part in call["segments"]]
        assert all(start and stop and started <= start <= stop <= ended for start, stop in spans), spans
        talked = sum((stop - start).total_seconds() for start, stop in spans if start and stop)
        assert abs(call["talking_seconds"] - talked) < 0.01
        assert call["held_seconds"] >= 0

    def _tell(self, call: Entity) -> Iterator[str]:
        who = "withheld" if call["withheld"] else call["number"] and self._who(call["number"]["raw"])
        customer = f" ({call['customer']['name']}, {call['certainty']})" if call["customer"] else ""
        marks = "".join(
            f", {word}" for word, on in (("held", call["held_seconds"] > 0), ("inferred", call["inferred"])) if on
        )
        queue = f", queue {call['queue'].rpartition('-')[0]}" if call["queue"] else ""
        agents = " and ".join(agent["name"] for agent in call["agents"]) or "nobody"
        way = f"{call['direction']} {who}{customer} to {self._who(call['dialled'])}{queue}"
        yield f"{way}: {call['result']} by {agents}{marks}"
        yield from sorted(self._leg(leg) for leg in call["legs"])
        for part in call["segments"]:
            yield f"  {part['agent']['name'] if part['agent'] else 'somebody'} talks at {self._who(part['endpoint'])}"

    def _leg(self, leg: Entity) -> str:
        rang = "rung, " if leg["ring_at"] else ""
        end = "answered" if leg["answered_at"] else "not answered"
        outcome = f" ({leg['outcome']})" if leg["outcome"] else ""
        agent = f" of {leg['agent']['name']}" if leg["agent"] else ""
        return f"  {self._who(leg['endpoint'])}{agent}: {rang}{end}{outcome}"

    def _who(self, name: str | None) -> str:
        """Short and the same on every desk: ``phone 1``, ``line 4``, ``Sara's number``."""
        short = (name or "-").rpartition("/")[2]
        known = {self.mobile(person): f"{PEOPLE[person]}'s number" for person in PEOPLE}
        known |= {self.extension(phone): f"phone {phone}" for phone in NAMES}
        known |= {self.line(kind): f"line {kind}" for kind in range(10)}
        return known.get(short, short)

    async def _timeline(self, person: int) -> list[str]:
        page = await self.house.admin.get(f"/api/customers/{self.customers[person]['id']}/timeline")
        return [self._entry(person, entry) for entry in reversed(page["items"]) if entry["channel"] == "call"]

    def _entry(self, person: int, entry: Entity) -> str:
        facts, known = entry["facts"], {told[-1]["id"]: told[-1] for told in self.calls()}
        call = known[entry["call_id"]]
        assert (facts["queue"], facts["dialled"], facts["result"]) == (call["queue"], call["dialled"], call["result"])
        seconds = [facts["waited"], facts["talked"], facts["held"]]
        assert seconds == [round(call[f"{name}_seconds"]) for name in ("waiting", "talking", "held")]
        agent = f", {entry['agent']['name']}" if entry["agent"] else ""
        message = f", message in {self._who(facts['voicemail'].partition('@')[0])}" if "voicemail" in facts else ""
        return f"{PEOPLE[person]}'s timeline: {entry['direction']} {entry['state']}{agent}{message}"


def states(told: list[Entity]) -> list[str]:
    """The states that a call went through."""
    return changes(one["state"] for one in told)


def _ids(people: Iterable[Entity | None]) -> set[str]:
    return {person["id"] for person in people if person}


def _ended(told: list[Entity]) -> bool:
    return told[-1]["state"] == "ended"


def _open(call: Entity) -> bool:
    return call["ended_at"] is None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def lived(agent: Agent) -> list[list[str]]:
    """What the agent's cards went through; one that rang is told of as answered at once where the machine is busy."""
    kept = sorted(
        (told for (kind, _), told in agent.me.told.items() if kind == "pop"),
        key=lambda told: str(told[0]["started_at"]),
    )
    return [changes(["ringing"] * _rang(told[0]) + [pop["state"] for pop in told]) for told in kept]


def _rang(first: Entity) -> bool:
    """A card that comes with a caller who was asked about is answered from its first moment."""
    return first["state"] == "ringing" or str(first["started_at"]) < str(first["answered_at"])
