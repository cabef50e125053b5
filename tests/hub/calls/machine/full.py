"""A call told in full, a line for each of its parts, and its cards as they were pushed. Times are packets (10 ms)."""

from __future__ import annotations

from hub.calls.machine import Board, Call, Leg, Pop, apply
from hub.ports import CallEvent, LegRef
from tests.hub.calls.recordings import AGENTS, PEOPLE, ticks


def play_in_full(facts: list[CallEvent]) -> list[str]:
    """Every call that the facts make, and the history of its cards."""
    board, calls, history = Board("pbx"), {}, []
    for fact in facts:
        apply(board, fact, AGENTS)
        calls |= board.calls
        for call in calls.values():
            history += [f"{ticks(fact.at)} {_card(call, pop)}" for pop in call.pops if pop.changed]
            for pop in call.pops:
                pop.mark_stored()
    return [line for call in calls.values() for line in tell(call)] + history


def tell(call: Call) -> list[str]:
    """The call itself, its legs, talk segments and cards."""
    if call.joined_into:
        return [
            f"joined another at {ticks(call.ended_at)}, {len(call.legs) + len(call.segments) + len(call.pops)} left"
        ]
    names = leg_names(call)
    side = call.outside_leg
    who = ("withheld" if side.withheld else f"{side.number or '?'} {side.name or '?'}") if side else "nobody outside"
    dialled = next((leg.dialled for leg in call.legs.values() if leg.initiated and leg.dialled), "-")
    waiting, talking, held = (round(seconds * 100) for seconds in call.seconds(call.ended_at or call.started_at))
    return [
        f"{call.direction} {who} → {dialled}, queue {call.queue or '-'}, {call.state} {call.result}"
        f"{' inferred' if call.inferred else ''}{f', message in {call.voicemail}' if call.voicemail else ''}",
        f"{ticks(call.started_at)} to {ticks(call.ended_at)}, answered {ticks(call.answered_at)}, waited {waiting}, "
        f"talked {talking}, held {held}, agents {' '.join(PEOPLE[agent] for agent in call.agents) or '-'}",
        *(_leg(leg, names) for leg in call.legs.values()),
        *(
            f"{PEOPLE[part.agent_id]} talks at {names[part.leg]} ({part.endpoint}) "
            f"{ticks(part.started_at)} to {ticks(part.ended_at)}"
            for part in call.segments
        ),
        *(
            f"{_card(call, pop)} from {ticks(pop.started_at)}, answered {ticks(pop.answered_at)}, "
            f"left {ticks(pop.ended_at)}"
            for pop in call.pops
        ),
    ]


def leg_names(call: Call) -> dict[LegRef, str]:
    """Short names of legs: the endpoint's, with a tick for each further one."""
    names: dict[LegRef, str] = {}
    for ref, leg in call.legs.items():
        short = leg.endpoint.partition("/")[2].partition("@")[0] + ("@" if leg.endpoint.startswith("Local") else "")
        names[ref] = short + "'" * sum(known.rstrip("'") == short for known in names.values())
    return names


def _leg(leg: Leg, names: dict[LegRef, str]) -> str:
    rings = f", rings {ticks(leg.ring_at)} for {names.get(leg.rung_by, '?')}" if leg.ring_at and leg.rung_by else ""
    rings = rings or (f", rings {ticks(leg.ring_at)} for the PBX" if leg.ring_at else "")
    holds = "".join(f", holds {ticks(start)} to {ticks(stop)}" for start, stop in leg.holds)
    return (
        f"{leg.party} {names[leg.ref]}{f' of {PEOPLE[leg.agent_id]}' if leg.agent_id else ''}: "
        f"{'calls' if leg.initiated else 'called'} "
        f"{ticks(leg.started_at)}{rings}, up {ticks(leg.answered_at)}"
        f"{f', {leg.outcome}' if leg.outcome else ''}{holds}, ends {ticks(leg.ended_at)} {leg.cause}"
    )


def _card(call: Call, pop: Pop) -> str:
    names = leg_names(call)
    devices = "+".join(sorted(names[ref] for ref in pop.legs)) or "-"
    by = f" by {PEOPLE[pop.answered_by]}" if pop.answered_by or pop.state == "answered_elsewhere" else ""
    return f"card {PEOPLE[pop.agent_id]}{pop.offer} {pop.state}{by} at {devices}"
