"""Recorded sessions as facts, ten milliseconds a packet; and calls drawn as short lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.normalise import normalise
from connectors.asterisk.packet import lower_keys
from connectors.asterisk.standing import StandingLines
from hub.calls.machine import Board, Call, Leg, apply
from hub.ports import CallEvent, LegRef

RECORDINGS = Path(__file__).parents[2] / "connectors/asterisk/recordings"
NAMES = sorted(path.stem for path in RECORDINGS.glob("*.raw"))
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
TICK = timedelta(milliseconds=10)
BOOT = "2026-11-22 10:00:00"
A, B = UUID(int=1), UUID(int=2)
PEOPLE: dict[UUID | None, str] = {A: "A", B: "B", None: "nobody"}
AGENTS = {"PJSIP/101": A, "PJSIP/102": B, "PJSIP/111": A}


def facts_of(name: str, boot: str = BOOT) -> list[CallEvent]:
    """The facts of a recording; the n-th packet came at n ticks."""
    options = AsteriskOptions.model_validate(
        {"host": "127.0.0.1", "username": "peyvand", "secret": "s", "trunks": ("trunk",)}
    )
    blocks = (RECORDINGS / f"{name}.raw").read_bytes().decode().split("\r\n\r\n")
    packets = [dict(line.partition(": ")[::2] for line in block.split("\r\n") if ": " in line) for block in blocks]
    events = [packet for packet in packets if "Event" in packet]
    standing = StandingLines(options)
    return [
        fact
        for tick, packet in enumerate(map(lower_keys, events), 1)
        for fact in standing.translate(packet, normalise(packet, options, boot, AT + tick * TICK), AT + tick * TICK)
    ]


def play(board: Board, facts: list[CallEvent]) -> dict[UUID, Call]:
    """Apply all; every call that was ever open, by its id."""
    seen: dict[UUID, Call] = {}
    for fact in facts:
        apply(board, fact, AGENTS)
        seen |= board.calls
    return seen


def ticks(at: datetime | None) -> str:
    """When, as the number of the packet."""
    return "-" if at is None else str(round((at - AT) / TICK))


def draw(call: Call) -> list[str]:
    """The whole call, one line for itself and for each of its parts."""
    side = call.outside_leg
    who = (("withheld" if side.withheld else side.number), side.name or "?") if side else ("nobody", "outside")
    lines = [
        f"{call.direction} {who[0]} {who[1]} → {_dialled(call)}, {f'queue {call.queue}, ' if call.queue else ''}"
        f"{call.result}{' inferred' if call.inferred else ''}, "
        f"{ticks(call.started_at)} answered {ticks(call.answered_at)} over {ticks(call.ended_at)}, "
        f"agents {' '.join(PEOPLE[agent] for agent in call.agents) or '-'}"
    ]
    lines += [_leg(leg) for leg in call.legs.values()]
    lines += [
        f"{PEOPLE[part.agent_id]} talks {ticks(part.started_at)} to {ticks(part.ended_at)} at {_short(part.endpoint)}"
        for part in call.segments
    ]
    lines += [
        f"pop {PEOPLE[pop.agent_id]}{pop.offer} {ticks(pop.started_at)} answered {ticks(pop.answered_at)} "
        f"{pop.state} {ticks(pop.ended_at)} by {PEOPLE[pop.answered_by]}"
        for pop in call.pops
    ]
    return lines


def _dialled(call: Call) -> str:
    return next((leg.dialled for leg in call.legs.values() if leg.initiated and leg.dialled), "-")


def _leg(leg: Leg) -> str:
    holds = "".join(f", holds {ticks(start)} to {ticks(stop)}" for start, stop in leg.holds)
    ring = f", rings {ticks(leg.ring_at)}" if leg.ring_at else ""
    outcome = f", {leg.outcome}" if leg.outcome else ""
    return (
        f"{_short(leg.endpoint)} {ticks(leg.started_at)}{ring}, up {ticks(leg.answered_at)}{outcome}{holds}, "
        f"ends {ticks(leg.ended_at)} {leg.cause}"
    )


def _short(endpoint: str) -> str:
    return endpoint.partition("/")[2].partition("@")[0] + ("@" if endpoint.startswith("Local") else "")


def ref(name: str, boot: str = BOOT) -> LegRef:
    """A leg's name."""
    return LegRef(boot, name)
