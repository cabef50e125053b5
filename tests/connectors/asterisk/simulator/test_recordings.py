"""The simulation tells a call as the real Asterisk did: same packets, same keys, same order on every channel."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from connectors.asterisk.simulator import Behaviour, SimulatedPbx
from connectors.asterisk.simulator.packets import read_packet

RECORDINGS = Path(__file__).parents[1] / "recordings"
NOISE = {"VarSet", "Newexten", "DeviceStateChange", "TestEvent", "QueueMemberStatus", "FullyBooted"}
VARYING = {"HoldTime", "TalkTime", "RingTime", "BridgeTechnology"}  # seconds, and where the media flow
CHANNEL_KEYS = ("Channel", "DestChannel", "TransfererChannel", "TransfereeChannel")

Told = tuple[tuple[str, str], ...]

CALLS: dict[str, dict[str, Any]] = {
    "direct_missed": {"from_": "02188881234", "name": "Shop", "to": "1001", "behaviour": Behaviour.MISS},
    "anonymous_answered": {"from_": "", "to": "1001"},
    "internal_call": {"from_": "101", "to": "102"},
    "desk_phone_outbound": {"from_": "101", "to": "09121234567"},
    "hold_resume": {"from_": "09121234567", "name": "Sara", "to": "1001", "behaviour": Behaviour.HOLD},
    "blind_transfer": {
        "from_": "09121234567",
        "name": "Sara",
        "to": "1001",
        "behaviour": Behaviour.TRANSFER,
        "transfer_to": "102",
    },
    "queue_answered": {"from_": "09121234567", "name": "Sara", "to": "1000"},
    "ringall_answered": {"from_": "00982188881234", "name": "Omid", "to": "1003"},
    "queue_abandoned": {
        "from_": "9121234567",
        "name": "Gone",
        "to": "1003",
        "behaviour": Behaviour.ABANDON,
    },
    "queue_ring_no_answer": {
        "from_": "09121234567",
        "name": "Sara",
        "to": "1003",
        "behaviour": Behaviour.ABANDON,
        "ring_seconds": 0.075,  # the second round rings when the caller gives up
    },
}


class Telling:
    """A session's call events, with names in place of what differs from run to run."""

    def __init__(self, packets: Iterable[dict[str, str]]) -> None:
        self._names: dict[str, str] = {}
        self._endpoints: Counter[str] = Counter()
        self.events = [self._normalise(p) for p in packets if "Event" in p and p["Event"] not in NOISE]

    def _normalise(self, packet: dict[str, str]) -> Told:
        if packet["Event"] == "Newchannel":
            endpoint = packet["Channel"].rsplit("-", 1)[0]
            role = f"{endpoint} #{self._endpoints[endpoint]}"
            self._endpoints[endpoint] += 1
            self._names |= {packet["Channel"]: role, packet["Uniqueid"]: role}
        elif packet["Event"] == "BridgeCreate":
            self._names[packet["BridgeUniqueid"]] = "bridge"
        return tuple((key, "…" if key in VARYING else self._names.get(value, value)) for key, value in packet.items())

    def by_channel(self) -> dict[str, list[Told]]:
        """What each channel lived through, in order: that order is Asterisk's, between channels threads race."""
        lives: dict[str, list[Told]] = defaultdict(list)
        for event in self.events:
            for role in _concerned(dict(event)):
                lives[role].append(event)
        return dict(lives)

    def before_the_end(self) -> list[Told]:
        """Everything up to the first sign that somebody hangs up."""
        names = [dict(event)["Event"] for event in self.events]
        return self.events[: next(i for i, name in enumerate(names) if name.endswith("HangupRequest"))]


def _concerned(event: dict[str, str]) -> list[str]:
    if event["Event"] in {"DialState"}:  # phones ring in any order
        return [event["DestChannel"]]
    if event["Event"] == "AgentComplete":  # comes before or after the agent's Hangup
        return [event["Channel"]]
    return [event[key] for key in CHANNEL_KEYS if key in event] or ["bridge"]


def _recorded(scenario: str) -> Telling:
    blocks = (RECORDINGS / f"{scenario}.raw").read_bytes().split(b"\r\n\r\n")
    return Telling(read_packet(block) for block in blocks)


async def _simulated(scenario: str, pbx: SimulatedPbx, connect: Any) -> Telling:
    for queue in pbx.exchange.switchboard.queues.values():
        queue.ring_in_use, queue.member_timeout = True, 0.05
    client = await connect()
    call = await pbx.call(**{"ring_seconds": 0, "talk_seconds": 0, **CALLS[scenario]})
    await call.ended
    await client.event("Hangup", Channel=call.channel)
    return Telling(client.packets)


@pytest.mark.parametrize("scenario", CALLS)
async def test_a_call_is_told_as_recorded(scenario: str, pbx: SimulatedPbx, connect: Any) -> None:
    recorded, simulated = _recorded(scenario), await _simulated(scenario, pbx, connect)
    assert simulated.by_channel() == recorded.by_channel()


@pytest.mark.parametrize("scenario", [name for name in CALLS if not name.startswith(("queue_", "ringall"))])
async def test_where_one_phone_rings_the_order_is_the_recorded_one(
    scenario: str, pbx: SimulatedPbx, connect: Any
) -> None:
    recorded, simulated = _recorded(scenario), await _simulated(scenario, pbx, connect)
    assert simulated.before_the_end() == recorded.before_the_end()


async def test_click_to_dial_is_told_as_recorded(client: Any) -> None:
    headers = {"Context": "from-internal", "Exten": "09121234567", "CallerID": "Agent One <101>", "ActionID": "c2d-1"}
    response = await client.ask("Originate", Channel="PJSIP/101", Priority="1", Async="true", **headers)
    assert response == {"Response": "Success", "ActionID": "c2d-1", "Message": "Originate successfully queued"}
    await client.event("BridgeEnter", BridgeNumChannels="2")
    channel = client.packets[-1]["Channel"]
    response = await client.ask("Hangup", Channel=channel, ActionID="c2d-2")
    assert response == {"Response": "Success", "ActionID": "c2d-2", "Message": "Channel Hungup"}
    await client.event("Hangup", Channel=channel)
    recorded, simulated = _recorded("click_to_dial"), Telling(client.packets)
    assert simulated.by_channel() == recorded.by_channel()
    assert simulated.before_the_end() == recorded.before_the_end()
