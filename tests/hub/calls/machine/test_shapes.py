"""What exchanges do beyond the recordings, made from the recordings' own packets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

import pytest

from hub.calls.machine import Board, Call, apply
from tests.hub.calls.machine.full import tell
from tests.hub.calls.machine.streams import MIXED, Packet, facts, moment, packets_of
from tests.hub.calls.recordings import AGENTS

BRIDGES = {"BridgeEnter", "BridgeLeave"}


def hear(packets: Iterable[Packet], agents: dict[str, UUID] = AGENTS) -> list[Call]:
    """Every call that did not turn out to be another."""
    board, seen = Board("pbx"), {}
    for tick, packet in enumerate(packets, 1):
        for fact in facts(packet, moment(tick)):
            apply(board, fact, agents)
            seen |= board.calls
    return [call for call in seen.values() if not call.joined_into]


def cards(call: Call) -> list[str]:
    """Its cards alone."""
    return [line for line in tell(call) if line.startswith("card ")]


def swapped(name: str, change: Callable[[str], str]) -> list[Packet]:
    """A recording with every value changed."""
    return [type(packet)({key: change(value) for key, value in packet.items()}) for packet in packets_of(name)]


@pytest.mark.parametrize("technology", ["SIP", "IAX2", "SCCP"])
@pytest.mark.parametrize("name", MIXED)
def test_another_technology_tells_the_same(name: str, technology: str) -> None:
    packets = swapped(name, lambda value: value.replace("PJSIP/", f"{technology}/"))
    agents = {endpoint.replace("PJSIP", technology): agent for endpoint, agent in AGENTS.items()}
    expected = [line.replace("PJSIP/", f"{technology}/") for call in hear(packets_of(name)) for line in tell(call)]
    assert [line for call in hear(packets, agents) for line in tell(call)] == expected


@pytest.mark.parametrize("name", ["queue_answered", "desk_phone_outbound", "mobile_in_ring_group"])
@pytest.mark.parametrize("channel", ["DAHDI/i1/09121234567", "DAHDI/1", "SIP/02188880000", "IAX2/192.168.1.9:4569"])
def test_a_trunk_is_whatever_is_not_a_phone(name: str, channel: str) -> None:
    packets = swapped(name, lambda value: value.replace("PJSIP/trunk", channel))
    drawn = [[line.split(":")[0].split(" ")[0] for line in tell(call)] for call in hear(packets)]
    assert drawn == [[line.split(":")[0].split(" ")[0] for line in tell(call)] for call in hear(packets_of(name))]


@pytest.mark.parametrize("name", MIXED)
def test_a_group_that_is_renamed_after_the_first_packet_stays_one_call(name: str) -> None:
    """Linkedid changes as calls join: only where a channel starts does it say anything."""
    packets = [
        packet if packet["event"] == "Newchannel" else type(packet)(packet | {"linkedid": "1.999"})
        for packet in packets_of(name)
    ]
    assert [tell(call) for call in hear(packets)] == [tell(call) for call in hear(packets_of(name))]


@pytest.mark.parametrize("name", ["blind_transfer", "attended_transfer", "transfer_to_queue", "ring_group_local"])
def test_a_late_leg_may_name_any_leg_of_its_call(name: str) -> None:
    packets = list(packets_of(name))
    started = [place for place, packet in enumerate(packets) if packet["event"] == "Newchannel"]
    for earlier in started[:-1]:
        root = {"linkedid": packets[earlier]["uniqueid"]}
        last = type(packets[0])(packets[started[-1]] | root)
        changed = [*packets[: started[-1]], last, *packets[started[-1] + 1 :]]
        assert [tell(call) for call in hear(changed)] == [tell(call) for call in hear(packets)]


def test_a_caller_who_hangs_up_as_the_agent_answers_was_not_talked_to() -> None:
    (call,) = hear(packet for packet in packets_of("hold_resume") if packet["event"] not in BRIDGES | {"Hold"})
    assert (call.result, call.answered_at, call.segments) == ("missed", None, [])
    assert cards(call) == ["card A1 ended by A at - from 11, answered 20, left 37"]


def test_a_caller_who_gives_up_as_an_agent_of_the_queue_answers_has_abandoned() -> None:
    packets = [packet for packet in packets_of("queue_answered") if packet["event"] not in BRIDGES]
    place = next(n for n, packet in enumerate(packets) if packet["event"] == "QueueCallerLeave")
    packets.insert(place, type(packets[0])(packets[place] | {"event": "QueueCallerAbandon"}))
    (call,) = hear(packets)
    assert (call.result, call.state, call.queue, call.answered_at) == ("abandoned", "ended", "support", None)
    assert [pop.state for pop in call.pops] == ["ended"]


def test_a_mobile_that_does_not_confirm_leaves_the_card_at_the_phone_that_rings_on() -> None:
    """Follow-me asks the mobile to press a key; its voicemail does not, and the desk phone still rings."""
    packets = list(packets_of("mobile_in_ring_group"))
    mobile = [n for n, packet in enumerate(packets) if packet.get("uniqueid", "").endswith(".4")]
    up = next(n for n in mobile if packets[n].get("channelstate") == "6")
    (call,) = hear(packets[: up + 1])
    assert [(pop.state, len(pop.legs)) for pop in call.pops] == [("ringing", 1)]


def test_two_calls_at_once_to_one_agent_are_two_cards() -> None:
    one, two = packets_of("hold_resume"), packets_of("two_devices_one_agent", 1)
    mixed = [packet for pair in zip(one, two, strict=False) for packet in pair] + list(two[len(one) :])
    calls = hear(mixed)
    assert [[(pop.agent_id, pop.offer, pop.state) for pop in call.pops] for call in calls] == [
        [(AGENTS["PJSIP/101"], 1, "ended")]
    ] * 2
    assert [call.result for call in calls] == ["completed", "completed"]


def test_a_parked_caller_who_gives_up_was_talked_to() -> None:
    packets = list(packets_of("parked_timeout"))
    out = next(n for n, packet in enumerate(packets) if packet["event"] == "ParkedCallTimeOut")
    gone = type(packets[0])(packets[out] | {"event": "ParkedCallGiveUp"})
    hangup = next(p for p in packets if p["event"] == "Hangup" and p["channel"].startswith("PJSIP/trunk"))
    (call,) = hear([*packets[:out], gone, hangup])
    assert (call.state, call.result, [pop.state for pop in call.pops]) == ("ended", "completed", ["ended"])
    assert [stop is not None for leg in call.legs.values() for _, stop in leg.holds] == [True]


def test_a_pickup_that_nobody_told_still_brings_the_card() -> None:
    packets = [packet for packet in packets_of("picked_up") if packet["event"] != "Pickup"]
    (call,) = hear(packets)
    assert [line.partition(" from")[0] for line in cards(call)] == ["card A1 missed at -", "card B1 ended by B at -"]


def test_a_colleague_who_listens_to_messages_leaves_none() -> None:
    message = next(packet for packet in packets_of("voicemail") if packet["event"] == "MessageWaiting")
    packets = list(packets_of("hold_resume"))
    phone = next(packet for packet in packets if packet.get("channel", "").startswith("PJSIP/101"))
    packets.insert(40, type(message)(message | {key: phone[key] for key in ("channel", "uniqueid", "linkedid")}))
    (call,) = hear(packets)
    assert call.voicemail is None


def test_a_caller_without_a_number_is_unknown_not_withheld() -> None:
    packets = swapped(
        "queue_answered", lambda value: {"09121234567": "<unknown>", "Sara": "<unknown>"}.get(value, value)
    )
    (call,) = hear(packets)
    assert tell(call)[0] == "inbound ? ? → 1000, queue support, ended completed"


@pytest.mark.parametrize(("seconds", "result"), [(0, "abandoned"), (1, "abandoned"), (10, "missed")])
def test_whom_the_queue_sends_on_after_too_long_has_not_given_up(seconds: int, result: str) -> None:
    """Asterisk says QueueCallerAbandon of both; who is sent on hears an announcement, then is hung up on."""
    board, seen, late = Board("pbx"), {}, timedelta()
    for tick, packet in enumerate(packets_of("queue_abandoned"), 1):
        gone = packet["event"] == "Hangup" and packet["channel"].startswith("PJSIP/trunk")
        late = timedelta(seconds=seconds) if gone else late
        for fact in facts(packet, moment(tick) + late):
            apply(board, fact, AGENTS)
            seen |= board.calls
    assert [call.result for call in seen.values()] == [result]
