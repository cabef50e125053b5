"""Calls of the past, with the legs and talk segments that the recorder would have left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from hub.customers import display
from hub.demo.dice import Dice
from hub.demo.rows import Rows

ACCOUNT: Final = "pbx"
BOOT: Final = "demo-history"
QUEUES: Final = {"support": "+982191001000", "sales": "+982191001003"}
ANSWERED, NO_ANSWER, BUSY = 16, 19, 17  # Q.850
SLOT: Final = 900  # seconds; an agent takes one call in each
NO_LINKS: Final = {"bridge": None, "pipe": None, "rung_by": None}


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody at a phone of the demo."""

    id: UUID
    name: str
    number: str

    @property
    def given(self) -> str:
        """The first name."""
        return self.name.split()[0]

    @property
    def endpoint(self) -> str:
        """The phone."""
        return f"PJSIP/{self.number}"


@dataclass(slots=True)
class Past:
    """A call that is over: who, which way, and when. ``talks`` are (agent, start, end), in order."""

    direction: str
    number: str | None
    started_at: datetime
    ended_at: datetime
    result: str
    agent: Agent
    dialled: str
    queue: str | None = None
    talks: list[tuple[Agent, datetime, datetime]] = field(default_factory=list)
    held: tuple[datetime, datetime] | None = None

    @property
    def answered_at(self) -> datetime | None:
        """When the first talk began."""
        return self.talks[0][1] if self.talks else None

    @property
    def agents(self) -> list[UUID]:
        """Who talked, or placed the call."""
        talked = [agent.id for agent, _, _ in self.talks]
        return list(dict.fromkeys([*talked, *([self.agent.id] if self.direction == "outbound" else [])]))

    def seconds(self) -> tuple[float, float, float]:
        """Waiting, talking, held."""
        waiting = ((self.answered_at or self.ended_at) - self.started_at).total_seconds()
        talking = sum((end - start).total_seconds() for _, start, end in self.talks)
        held = (self.held[1] - self.held[0]).total_seconds() if self.held else 0.0
        return waiting, talking, held

    def facts(self) -> dict[str, Any]:
        """What the timeline keeps of it."""
        waiting, talking, held = self.seconds()
        dialled = self.dialled and display(self.dialled)
        return {
            "queue": self.queue, "dialled": dialled, "result": self.result, "waited": round(waiting),
            "talked": round(talking), "held": round(held), "inferred": False,
            "answered_at": self.answered_at.isoformat() if self.answered_at else None,
        }  # fmt: skip


class Switchboard:
    """Invents calls so that no agent is on two at once, and none ends in the future."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._busy: set[tuple[UUID, int]] = set()

    def inbound(self, number: str, at: datetime, agents: list[Agent], *, answered: bool) -> Past | None:
        """Somebody calls; ``agents`` are the one who takes it and a colleague for a transfer."""
        dice, agent = self._dice, agents[0]
        start = self._free(agent, at)
        queue = dice.pick(("support", "support", "sales")) if dice.chance(0.7) else None
        dialled = QUEUES[queue] if queue else f"+98219100{int(agent.number) + 1000}"
        waited = dice.between(4, 75) if queue else dice.between(3, 18)
        past = Past("inbound", number, start, start, "completed", agent, dialled, queue)
        if answered:
            self._talk(past, agents, start + timedelta(seconds=waited))
        else:
            past.result = "abandoned" if queue else "missed"
            past.ended_at = start + timedelta(seconds=dice.between(12, 140))
        return self._kept(past)

    def outbound(self, number: str, at: datetime, agent: Agent) -> Past | None:
        """The agent calls somebody."""
        start = self._free(agent, at)
        past = Past("outbound", number, start, start, "completed", agent, number)
        if self._dice.chance(0.82):
            self._talk(past, [agent], start + timedelta(seconds=self._dice.between(5, 25)))
        else:
            past.result = self._dice.pick(("missed", "missed", "busy"))
            past.ended_at = start + timedelta(seconds=self._dice.between(3, 40))
        return self._kept(past)

    def _talk(self, past: Past, agents: list[Agent], at: datetime) -> None:
        dice = self._dice
        end = at + timedelta(seconds=round(dice.between(25, 420) * dice.between(0.5, 1.4), 1))
        middle = at + (end - at) / 2
        if len(agents) > 1 and dice.chance(0.06) and self._takes(agents[1], at):
            past.talks = [(agents[0], at, middle), (agents[1], middle + timedelta(seconds=6), end)]
        else:
            past.talks = [(agents[0], at, end)]
            if dice.chance(0.1):
                past.held = (middle, middle + (end - middle) / 3)
        past.ended_at = end

    def _takes(self, colleague: Agent, at: datetime) -> bool:
        """A call is passed to a colleague who is on none meanwhile, and gets none before it is over."""
        key = (colleague.id, int(at.timestamp()) // SLOT)
        free = key not in self._busy
        self._busy.add(key)
        return free

    def _free(self, agent: Agent, at: datetime) -> datetime:
        slot = int(at.timestamp()) // SLOT
        if (agent.id, slot) not in self._busy:
            self._busy.add((agent.id, slot))
            return at.fromtimestamp(slot * SLOT + self._dice.between(0, 90), at.tzinfo)
        return self._free(agent, at + timedelta(seconds=SLOT))

    def _kept(self, past: Past) -> Past | None:
        return past if past.ended_at < self._dice.now else None


def add_call(rows: Rows, dice: Dice, past: Past, keys: dict[str, Any], text: str | None) -> UUID:
    """Store the call with its legs and segments. ``keys`` are who it was with, how surely, and the interaction."""
    call_id = dice.id(past.started_at)
    waiting, talking, held = past.seconds()
    rows.add(
        "call", id=call_id, account=ACCOUNT, direction=past.direction, state="ended", result=past.result,
        number=past.number, withheld=past.number is None, caller_name=None, dialled=past.dialled, queue=past.queue,
        agent_ids=[str(agent) for agent in past.agents], notes=text, inferred=False,
        joined_into=None, started_at=past.started_at, waiting_since=past.started_at if past.queue else None,
        answered_at=past.answered_at, ended_at=past.ended_at, waiting_seconds=round(waiting, 3),
        talking_seconds=round(talking, 3), held_seconds=round(held, 3), version=1, **keys,
    )  # fmt: skip
    _add_legs(rows, dice, past, call_id)
    return call_id


def _add_legs(rows: Rows, dice: Dice, past: Past, call_id: UUID) -> None:
    inbound = past.direction == "inbound"
    unanswered = {"busy": "busy", "missed": "no_answer"}.get(past.result, "cancelled") if not past.talks else None
    _add_leg(
        rows, dice, past, call_id, party="outside", endpoint="PJSIP/trunk", initiated=inbound, number=past.number,
        withheld=past.number is None, dialled=past.dialled if inbound else None, started_at=past.started_at,
        ring_at=None if inbound else past.started_at, answered_at=past.answered_at, ended_at=past.ended_at,
        outcome=None if inbound else unanswered,
    )  # fmt: skip
    held = [[moment.isoformat() for moment in past.held]] if past.held else []
    begun = past.started_at
    rung: list[tuple[Agent, datetime | None, datetime]] = [*past.talks] or [(past.agent, None, past.ended_at)]
    for agent, start, end in rung:
        leg = _add_leg(
            rows, dice, past, call_id, party="station", endpoint=agent.endpoint, initiated=not inbound,
            number=agent.number, dialled=None if inbound else past.dialled, user_id=agent.id, started_at=begun,
            ring_at=begun if inbound else None, answered_at=start if inbound else past.started_at, ended_at=end,
            outcome=unanswered if inbound else None, holds=held,
        )  # fmt: skip
        if start:
            rows.add("talk_segment", id=dice.id(start), call_id=call_id, leg_id=leg, user_id=agent.id,
                     endpoint=agent.endpoint, started_at=start, ended_at=end)  # fmt: skip
        begun = end


def _add_leg(rows: Rows, dice: Dice, past: Past, call_id: UUID, **values: Any) -> UUID:
    key = dice.id(past.started_at)
    usual: dict[str, Any] = {
        "name": None, "dialled": None, "withheld": False, "user_id": None, "holds": [], "links": NO_LINKS,
        "cause": {"busy": BUSY, "missed": NO_ANSWER}.get(past.result, ANSWERED),
        "ref": f"{int(past.started_at.timestamp())}.{len(rows.tables['call_leg'])}",
    }  # fmt: skip
    rows.add("call_leg", id=key, call_id=call_id, account=ACCOUNT, boot=BOOT, **(usual | values))
    return key
