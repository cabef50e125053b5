"""What operators do while simulated people talk."""

from __future__ import annotations

import asyncio
import tracemalloc
from typing import Any

import pytest

from connectors.asterisk.simulator import Behaviour, CallRefusedError, SimulatedPbx

LONG = 3600.0


async def _talking(pbx: SimulatedPbx, client: Any, from_: str = "0912", to: str = "1001") -> tuple[str, str]:
    """The caller's and the called channel of a conversation without an end."""
    call = await pbx.call(from_, to, ring_seconds=0, talk_seconds=LONG)
    other = (await client.event("BridgeEnter", BridgeNumChannels="1"))["Channel"]
    await client.event("BridgeEnter", BridgeNumChannels="2")
    return call.channel, other


def _told(client: Any, event: str) -> list[dict[str, str]]:
    return [packet for packet in client.packets if packet.get("Event") == event]


async def test_an_operator_ends_a_conversation_from_either_side(pbx: SimulatedPbx, client: Any) -> None:
    for side in (0, 1):
        channels = await _talking(pbx, client)
        assert (await client.ask("Hangup", Channel=channels[side]))["Message"] == "Channel Hungup"
        await client.event("Hangup", Channel=channels[0])
        assert not pbx.exchange.channels
    assert _told(client, "HangupRequest") == []


async def test_an_operator_ends_a_ringing_call(pbx: SimulatedPbx, client: Any) -> None:
    for side in ("Channel", "DestChannel"):
        await pbx.call("0912", "1001", ring_seconds=LONG)
        ringing = await client.event("DialState", DialStatus="RINGING")
        await client.ask("Hangup", Channel=ringing[side])
        await client.event("Hangup", Channel=ringing["Channel"])
        assert not pbx.exchange.channels


async def test_an_operator_refuses_a_queue_s_call_and_the_others_ring_on(pbx: SimulatedPbx, client: Any) -> None:
    await pbx.call("0912", "1003", ring_seconds=LONG)
    ringing = await client.event("DialState", DestCallerIDNum="101")
    await client.event("DialState", DestCallerIDNum="102")
    await client.ask("Hangup", Channel=ringing["DestChannel"])
    await client.event("Hangup", Channel=ringing["DestChannel"])
    left = [channel.endpoint.address for channel in pbx.exchange.channels.values()]
    assert left == ["PJSIP/trunk", "PJSIP/102"]
    await client.ask("Hangup", Channel=ringing["Channel"])
    await client.event("QueueCallerAbandon")
    await client.event("Hangup", Channel=ringing["Channel"])
    assert not pbx.exchange.channels


async def test_an_operator_passes_a_caller_on(pbx: SimulatedPbx, client: Any) -> None:
    caller, agent = await _talking(pbx, client)
    answer = await client.ask("BlindTransfer", Channel=agent, Exten="102", Context="from-internal", ActionID="t")
    assert answer == {"Response": "Success", "ActionID": "t", "Message": "Transfer succeeded"}
    passed = await client.event("BlindTransfer")
    assert (passed["TransfererChannel"], passed["TransfereeChannel"]) == (agent, caller)
    await client.event("Hangup", Channel=agent)
    await client.event("BridgeEnter", CallerIDNum="102")
    await client.event("BridgeEnter", Channel=caller)


async def test_an_agent_who_called_out_passes_the_called_party_on(pbx: SimulatedPbx, client: Any) -> None:
    agent, outside = await _talking(pbx, client, "101", "09121234567")
    await client.ask("BlindTransfer", Channel=agent, Exten="1000", Context="from-internal")
    joined = await client.event("QueueCallerJoin", Queue="support")
    assert joined["Channel"] == outside
    await client.event("AgentConnect", DestCallerIDNum="101")


async def test_a_transfer_out_of_a_queue_completes_the_agent_s_part(pbx: SimulatedPbx, client: Any) -> None:
    caller, agent = await _talking(pbx, client, to="1003")
    await client.ask("BlindTransfer", Channel=agent, Exten="102", Context="from-internal")
    assert (await client.event("AgentComplete"))["Reason"] == "transfer"
    await client.event("BridgeEnter", Channel=caller)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "No channel specified"),
        ({"Channel": "PJSIP/101-ffffffff"}, "No extension specified"),
        ({"Channel": "PJSIP/101-ffffffff", "Exten": "102"}, "Channel specified does not exist"),
    ],
)
async def test_a_transfer_of_nothing_is_refused(client: Any, headers: dict[str, str], message: str) -> None:
    assert (await client.ask("BlindTransfer", **headers))["Message"] == message


async def test_a_transfer_to_nowhere_changes_nothing(pbx: SimulatedPbx, client: Any) -> None:
    _caller, agent = await _talking(pbx, client)
    answer = await client.ask("BlindTransfer", Channel=agent, Exten="77", Context="from-internal")
    assert answer["Message"] == "Transfer failed"
    assert len(pbx.exchange.channels) == 2


async def test_a_channel_that_does_not_exist_cannot_be_ended(client: Any) -> None:
    assert (await client.ask("Hangup", Channel="PJSIP/9-0"))["Message"] == "No such channel"
    assert (await client.ask("Hangup"))["Message"] == "No channel specified"


async def test_live_channels_are_listed(pbx: SimulatedPbx, client: Any) -> None:
    assert await client.list("CoreShowChannels", ActionID="0") == []
    caller, agent = await _talking(pbx, client)
    shown = {entry["Channel"]: entry for entry in await client.list("CoreShowChannels", ActionID="1")}
    assert set(shown) == {caller, agent}
    assert shown[caller]["Linkedid"] == shown[agent]["Linkedid"] == shown[caller]["Uniqueid"]
    assert shown[caller]["BridgeId"] == shown[agent]["BridgeId"] != ""
    assert shown[caller]["ActionID"] == "1"
    assert (await client.ask("CoreStatus"))["CoreCurrentCalls"] == "1"


async def test_queues_are_listed_and_members_come_go_and_pause(pbx: SimulatedPbx, client: Any) -> None:
    entries = await client.list("QueueStatus", ActionID="q")
    assert [entry["Event"] for entry in entries] == ["QueueParams", "QueueMember"] + ["QueueParams"] + [
        "QueueMember"
    ] * 2
    add = {"Queue": "support", "Interface": "PJSIP/102", "MemberName": "Agent Two"}
    assert (await client.ask("QueueAdd", **add))["Message"] == "Added interface to queue"
    assert (await client.ask("QueueAdd", **add))["Message"] == "Unable to add interface: Already there"
    assert (await client.ask("QueuePause", Interface="PJSIP/101", Paused="true", Reason="lunch"))[
        "Response"
    ] == "Success"
    assert _told(client, "QueueMemberPause")[-1]["PausedReason"] == "lunch"
    call = await pbx.call("0912", "1000", ring_seconds=0, talk_seconds=0)
    await client.event("Hangup", Channel=call.channel)
    assert [event["Interface"] for event in _told(client, "AgentCalled")] == ["PJSIP/102"]
    remove = {"Queue": "support", "Interface": "PJSIP/102"}
    assert (await client.ask("QueueRemove", **remove))["Message"] == "Removed interface from queue"
    assert (await client.ask("QueueRemove", **remove))["Message"] == "Unable to remove interface: Not there"
    assert [e["Name"] for e in await client.list("QueueStatus", Queue="support") if "Name" in e] == ["Agent One"]


async def test_a_caller_waits_for_a_free_member(pbx: SimulatedPbx, client: Any) -> None:
    _caller, agent = await _talking(pbx, client, to="1000")
    second = await pbx.call("0913", "1000", ring_seconds=0, talk_seconds=LONG)
    await client.event("QueueCallerJoin", Channel=second.channel)
    [entry] = [e for e in await client.list("QueueStatus") if e["Event"] == "QueueEntry"]
    assert (entry["Channel"], entry["Position"]) == (second.channel, "1")
    await client.ask("Hangup", Channel=agent)
    connected = await client.event("AgentConnect", Channel=second.channel)
    assert connected["DestCallerIDNum"] == "101"


async def test_a_caller_whom_nobody_answers_leaves_the_queue(pbx: SimulatedPbx, client: Any) -> None:
    call = await pbx.call("0912", "1000", behaviour=Behaviour.MISS, ring_seconds=0)
    await client.event("Hangup", Channel=call.channel)
    assert _told(client, "QueueCallerAbandon") == []
    assert len(_told(client, "AgentRingNoAnswer")) == len(_told(client, "QueueCallerLeave")) == 1


async def test_a_busy_phone(pbx: SimulatedPbx, client: Any) -> None:
    await pbx.call("0912", "1001", behaviour=Behaviour.BUSY, ring_seconds=0)
    assert (await client.event("DialEnd"))["DialStatus"] == "BUSY"
    assert (await client.event("Hangup"))["Cause-txt"] == "User busy"


async def test_click_to_dial_fails_where_nobody_answers(client: Any) -> None:
    headers = {"Channel": "PJSIP/999", "Exten": "09121234567", "Context": "from-internal", "ActionID": "o"}
    assert (await client.ask("Originate", **headers))["Response"] == "Success"
    failed = await client.event("OriginateResponse")
    assert (failed["Response"], failed["Reason"], failed["ActionID"]) == ("Failure", "0", "o")


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({}, "Channel not specified"),
        ({"Channel": "PJSIP/101"}, "The simulation originates to an Exten in a Context only"),
        ({"Channel": "PJSIP/101", "Exten": "5", "Context": "from-internal"}, "Extension does not exist."),
        ({"Channel": "PJSIP/101", "Exten": "102", "Context": "elsewhere"}, "Extension does not exist."),
        ({"Channel": "PJSIP/101", "Exten": "102", "Context": "from-internal", "Timeout": "x"}, "Invalid timeout"),
    ],
)
async def test_a_bad_originate_is_refused(client: Any, headers: dict[str, str], message: str) -> None:
    assert await client.ask("Originate", **headers) == {"Response": "Error", "Message": message}


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "77"},
        {"to": "09121234567"},  # nobody outside calls somebody outside
        {"to": ""},
        {"from_": "Sara"},
        {"ring_seconds": -1},
        {"talk_seconds": float("nan")},
        {"behaviour": "transfer"},
        {"behaviour": "transfer", "transfer_to": "x"},
    ],
)
async def test_a_call_that_cannot_be_is_refused(pbx: SimulatedPbx, wrong: dict[str, Any]) -> None:
    with pytest.raises(CallRefusedError):
        await pbx.call(**{"from_": "0912", "to": "1001", **wrong})
    assert not pbx.exchange.channels


async def test_a_name_cannot_inject_a_header(pbx: SimulatedPbx, client: Any) -> None:
    call = await pbx.call("0912", "1001", name="سارا 🌙\r\nEvent: Hangup\r\n\r\n", ring_seconds=0, talk_seconds=0)
    await client.event("Hangup", Channel=call.channel)
    [started] = [event for event in _told(client, "Newchannel") if event["Channel"] == call.channel]
    assert started["CallerIDName"] == "سارا 🌙Event: Hangup"


async def test_a_busy_hour_leaves_nothing_behind(pbx: SimulatedPbx, client: Any) -> None:
    async def run(calls: int) -> int:
        for batch in range(calls // 20):
            started = [await pbx.call(f"0912{batch}", "1003", ring_seconds=0, talk_seconds=0) for _ in range(20)]
            await asyncio.gather(*(call.ended for call in started))
            await client.ask("Ping")
            client.packets.clear()
            client._seen = 0
        return tracemalloc.get_traced_memory()[0]

    for queue in pbx.exchange.switchboard.queues.values():
        queue.ring_in_use = True
    tracemalloc.start()
    try:
        before = await run(100)
        grown = await run(400) - before
    finally:
        tracemalloc.stop()
    assert not pbx.exchange.channels
    assert not pbx.exchange.switchboard.queues["sales"].waiting
    assert grown < 200_000


async def test_a_call_that_breaks_leaves_no_channel(pbx: SimulatedPbx, client: Any) -> None:
    def break_off(_event_class: str, packet: bytes) -> None:
        if b"Event: DialState" in packet:
            raise RuntimeError("broken")

    pbx.exchange.listeners.add(break_off)
    call = await pbx.call("0912", "1001", ring_seconds=0)
    await client.event("Hangup", Channel=call.channel)
    await call.ended
    assert not pbx.exchange.channels
