from __future__ import annotations

import random
from typing import Any

from connectors.asterisk.simulator import Caller, DemoTraffic, Rhythm, SimulatedPbx, demo_switchboard

NOW = (0.0, 0.0)
AT_ONCE = Rhythm(first=NOW, pause=NOW, ring=NOW, talk=NOW)
KNOWN = [Caller("09121110000", "Sara"), Caller("02188880000", "Company")]


def test_a_newcomer_waits_at_most_five_seconds() -> None:
    assert Rhythm().first[1] <= 5
    assert Rhythm().pause == (20.0, 40.0)


async def test_a_nudged_extension_is_called_by_somebody_known(pbx: SimulatedPbx, client: Any) -> None:
    traffic = DemoTraffic(pbx.exchange, Rhythm(first=NOW))
    traffic.set_callers(KNOWN)
    traffic.nudge("101")
    ringing = await client.event("DialState")
    assert ringing["DestChannel"].startswith("PJSIP/101-")
    assert Caller(ringing["CallerIDNum"], ringing["CallerIDName"]) in KNOWN
    await traffic.stop()


async def test_an_extension_that_does_not_exist_is_ignored(pbx: SimulatedPbx) -> None:
    pbx.nudge("999")
    pbx.release("999")
    assert not pbx.exchange.channels


async def test_only_the_first_call_reaches_a_busy_extension(pbx: SimulatedPbx, client: Any) -> None:
    await pbx.call("0912", "1001", ring_seconds=0, talk_seconds=3600)
    await client.event("BridgeEnter", BridgeNumChannels="2")
    traffic = DemoTraffic(pbx.exchange, AT_ONCE)
    traffic.nudge("101")
    await client.event("DialBegin", DestCallerIDNum="101")
    traffic.nudge("102")
    before = len(client.packets)
    for _ in range(10):  # the other seat is called again and again, so the rhythm beats
        await client.event("DialBegin", DestCallerIDNum="102")
    await traffic.stop()
    assert all(p.get("DestCallerIDNum") != "101" for p in client.packets[before:] if p.get("Event") == "DialBegin")


async def test_all_kinds_of_callers_and_ends_occur(client: Any, pbx: SimulatedPbx) -> None:
    board = pbx.exchange.switchboard
    board.add_number("+982191001003", board.queues["sales"])
    traffic = DemoTraffic(pbx.exchange, AT_ONCE, random.Random(7))
    traffic.set_callers(KNOWN)
    traffic.nudge("101")
    for wanted in ("NOANSWER", "ANSWER"):
        await client.event("DialEnd", DialStatus=wanted)
    await client.event("AgentConnect")
    await client.event("Newchannel", CallerIDNum="anonymous")
    await client.event("QueueCallerAbandon")
    await traffic.stop()
    numbers = {p["CallerIDNum"] for p in client.packets if p.get("Event") == "Newchannel"}
    assert {caller.number for caller in KNOWN} <= numbers
    assert any(number.startswith("0990000") for number in numbers)


async def test_a_released_extension_is_called_no_more(pbx: SimulatedPbx, client: Any) -> None:
    traffic = DemoTraffic(pbx.exchange, AT_ONCE)
    traffic.nudge("101")
    await client.event("Newchannel")
    traffic.release("101")
    traffic.nudge("102")
    for _ in range(5):
        await client.event("DialBegin")
    before = len(client.packets)
    for _ in range(5):
        await client.event("DialBegin")
    assert "PJSIP/101" not in {
        p.get("DestChannel", "").rsplit("-")[0] for p in client.packets[before:] if "Queue" not in p
    }
    await traffic.stop()


def test_the_demo_s_numbers_lead_where_the_readme_says() -> None:
    board = demo_switchboard()
    support, sales = board.queues["support"], board.queues["sales"]
    for number in ("1000", "+982191001000", "02191001000", "00982191001000", "+98 21 9100 1000"):
        assert board.resolve(number.replace(" ", ""), may_leave=False) is support
    assert board.resolve("1003", may_leave=False) is sales
    for extension in ("101", "106"):
        found = board.resolve(f"+9821910011{extension[1:]}", may_leave=False)
        assert found is board.resolve(extension, may_leave=False) is board.stations[extension]
    assert sales.label == "فروش"
