"""Between the machine's objects and the tables' rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from hub.calls import models
from hub.calls.machine import Call, Leg, Pop, Segment
from hub.ports import LegRef, Party


def call_row(call: Call, now: datetime) -> dict[str, Any]:
    """The columns of ``call`` that the machine owns."""
    waiting, talking, held = call.seconds(now)
    return {
        "account": call.account, "direction": call.direction, "state": call.state, "result": call.result,
        "queue": call.queue, "agent_ids": [str(agent) for agent in call.agents], "inferred": call.inferred,
        "recovered": call.recovered, "joined_into": call.joined_into, "asking": call.asking,
        "started_at": call.started_at, "waiting_since": call.waiting_since,
        "answered_at": call.answered_at, "ended_at": call.ended_at, "waiting_seconds": round(waiting, 3),
        "talking_seconds": round(talking, 3), "held_seconds": round(held, 3),
    }  # fmt: skip


def leg_row(leg: Leg, call: Call) -> dict[str, Any]:
    """One row of ``call_leg``, its key left out."""
    return {
        "call_id": call.id, "account": call.account, "boot": leg.ref.boot, "ref": leg.ref.id, "party": leg.party.value,
        "endpoint": leg.endpoint, "initiated": leg.initiated, "number": leg.number, "name": leg.name,
        "dialled": leg.dialled, "withheld": leg.withheld, "user_id": leg.agent_id, "started_at": leg.started_at,
        "ring_at": leg.ring_at, "answered_at": leg.answered_at, "ended_at": leg.ended_at, "cause": leg.cause,
        "outcome": leg.outcome,
        "holds": [[_iso(start), _iso(stop)] for start, stop in leg.holds],
        "links": {"bridge": leg.bridge, "pipe": leg.pipe, "rung_by": leg.rung_by, "root": leg.root}
        | _queueing(leg, call),
    }  # fmt: skip


def _queueing(leg: Leg, call: Call) -> dict[str, Any]:
    """What the outside leg carries for its call."""
    if leg.ref != call.outside:
        return {}
    told = {"voicemail": call.voicemail} if call.voicemail else {}
    return {"outside": True, "queued": call.queued, "abandoned": call.abandoned} | told


def segment_row(segment: Segment, call: Call) -> dict[str, Any]:
    """One row of ``talk_segment``, its key left out."""
    return {
        "call_id": call.id, "leg_id": call.legs[segment.leg].id, "user_id": segment.agent_id,
        "endpoint": segment.endpoint, "started_at": segment.started_at, "ended_at": segment.ended_at,
    }  # fmt: skip


def pop_row(pop: Pop, call: Call) -> dict[str, Any]:
    """One row of ``pop``, its key and what the agent chose left out."""
    return {
        "call_id": call.id, "user_id": pop.agent_id, "offer": pop.offer, "state": pop.state,
        "legs": sorted(list(leg) for leg in pop.legs), "started_at": pop.started_at, "answered_at": pop.answered_at,
        "ended_at": pop.ended_at, "answered_by": pop.answered_by,
    }  # fmt: skip


def restore(call: models.Call, legs: list[models.CallLeg], segments: list[models.TalkSegment],
            pops: list[models.Pop]) -> Call:  # fmt: skip
    """The machine's call behind its rows."""
    made = Call(
        account=call.account, started_at=call.started_at, id=call.id, direction=call.direction, state=call.state,
        result=call.result, queue=call.queue, queued=call.state == "waiting", waiting_since=call.waiting_since,
        answered_at=call.answered_at, ended_at=call.ended_at, inferred=call.inferred, asking=call.asking,
        stored=True,
    )  # fmt: skip
    by_id: dict[UUID, LegRef] = {}
    for row in sorted(legs, key=lambda leg: (leg.started_at, leg.id)):
        leg = _leg(row)
        made.legs[leg.ref] = leg
        by_id[row.id] = leg.ref
        if row.links.get("outside"):
            made.outside, made.queued, made.abandoned = leg.ref, row.links["queued"], row.links["abandoned"]
            made.voicemail = row.links.get("voicemail")
    made.aliases = {leg.root for leg in made.legs.values() if leg.root and leg.root not in made.legs}
    made.segments = [
        Segment(by_id[row.leg_id], row.user_id, row.endpoint, row.started_at, row.ended_at, row.id, stored=True)
        for row in segments
    ]
    made.pops = [
        Pop(row.user_id, row.offer, row.started_at, {LegRef(*pair) for pair in row.legs}, row.state, row.answered_at,
            row.ended_at, row.answered_by, row.id, stored=True, changed=False)
        for row in pops
    ]  # fmt: skip
    return made


def _leg(row: models.CallLeg) -> Leg:
    return Leg(
        ref=LegRef(row.boot, row.ref), party=Party(row.party), endpoint=row.endpoint, initiated=row.initiated,
        started_at=row.started_at, number=row.number, name=row.name, dialled=row.dialled, withheld=row.withheld,
        id=row.id, agent_id=row.user_id, ring_at=row.ring_at, rung_by=_ref(row.links.get("rung_by")),
        answered_at=row.answered_at, ended_at=row.ended_at, cause=row.cause, outcome=row.outcome,
        bridge=row.links.get("bridge"), pipe=_ref(row.links.get("pipe")), root=_ref(row.links.get("root")),
        holds=[[_time(start), _time(stop)] for start, stop in row.holds], stored=True,
    )  # fmt: skip


def _ref(pair: list[str] | None) -> LegRef | None:
    return LegRef(*pair) if pair else None


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
