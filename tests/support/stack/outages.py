"""Either side fails in mid-call: nothing is doubled, nothing stays open, and what nobody can know is called unknown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.support.stack.stage import CUSTOMER_NAME, NAMES, Stage, cards, essence, story
from tests.support.stack.talks import card_of, inbound, talk
from tests.support.telephony.pbx import Rings

UNSEEN = {"inferred": True}


async def killed_exchange_leaves_the_result_unknown(stage: Stage) -> None:
    agent = await stage.agent("101")
    told, _ = await talk(stage, agent)
    await stage.pbx.kill()
    account = await stage.connector(lambda item: item["connection"] == "disconnected", "a lost connection")
    assert account["last_connected_at"] is not None
    assert [card["call_id"] for card in cards(agent)] == [told["id"]], "nobody knows yet whether they still talk"
    await stage.pbx.start()
    account = await stage.connector(lambda item: item["connection"] == "connected", "a new connection")
    assert (account["connection"], account["reason"], account["retry_at"]) == ("connected", None, None)
    over = await stage.over()
    assert over["id"] == told["id"]
    assert essence(over) == inbound("unknown", agents=["101"]) | UNSEEN
    assert story(agent) == [["ringing", "answered", "ended"]]
    await stage.becomes(agent, "available", "ringing", "on_call", "available")
    (entry,) = await stage.timeline()
    assert (entry["call_id"], entry["state"]) == (told["id"], "unknown")


async def exchange_killed_while_it_rings_takes_the_card_along(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", Rings())
    await stage.pbx.call("1000")
    await card_of(agent, "ringing")
    await stage.pbx.kill()
    await stage.connector(lambda item: item["connection"] == "disconnected", "a lost connection")
    await stage.pbx.start()
    over = await stage.over()
    assert essence(over) == inbound("unknown", queue="support", dialled="1000") | UNSEEN
    assert story(agent) == [["ringing", "missed"]]
    await stage.becomes(agent, "available", "ringing", "available")


async def killed_hub_goes_on_with_its_call(stage: Stage) -> None:
    agent = await stage.agent("101")
    told, caller = await talk(stage, agent)
    await stage.kill_hub()
    await stage.restart_hub()
    (live,) = (await stage.admin.get("/api/calls/live"))["items"]
    assert (live["id"], live["state"]) == (told["id"], "answered")
    (card,) = (await agent.get("/api/pops"))["items"]
    assert (card["call_id"], card["state"]) == (told["id"], "answered")
    await caller.hang_up()
    over = await stage.over()
    assert over["id"] == told["id"]
    assert over["result"] == "completed"
    assert len(over["segments"]) == 1, "one talk, though the hub was away during it"
    assert [item["name"] for item in over["agents"]] == [NAMES["101"]]
    assert story(agent) == [["ringing", "answered", "ended"]]
    assert [entry["state"] for entry in await stage.timeline()] == ["completed"]


async def call_ends_while_the_hub_is_dead(stage: Stage) -> None:
    agent = await stage.agent("101")
    told, caller = await talk(stage, agent)
    await stage.kill_hub()
    await caller.hang_up()
    await stage.restart_hub()
    over = await stage.over()
    assert over["id"] == told["id"]
    assert essence(over) == inbound("unknown", agents=["101"]) | UNSEEN
    assert story(agent) == [["ringing", "answered", "ended"]]
    await stage.becomes(agent, "available", "ringing", "on_call", "available")


async def another_call_rings_when_the_hub_comes_back(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", Rings())
    first = await stage.pbx.call("1001")
    missed = await card_of(agent, "ringing")
    await stage.kill_hub()
    await first.hang_up()
    second = await stage.pbx.call("1001")
    await stage.restart_hub()
    card = await agent.eventually(
        lambda: [card for card in cards(agent) if card["call_id"] != missed["call_id"]], "a card"
    )
    assert (len(card), card[0]["state"], card[0]["customer"]["name"]) == (1, "ringing", CUSTOMER_NAME)
    await second.hang_up()
    await agent.eventually(lambda: story(agent) == [["ringing", "missed"]] * 2, "the end of both cards")
    await stage.admin.eventually(lambda: all(call["ended_at"] for call in stage.calls_told()), "the end of both calls")
    calls = (await stage.admin.get("/api/calls"))["items"]
    assert [(call["state"], call["result"]) for call in calls] == [("ended", "missed"), ("ended", "unknown")]
    assert (await stage.admin.get("/api/calls/live"))["items"] == []


async def cut_cable_does_not_end_the_call(stage: Stage) -> None:
    agent = await stage.agent("101")
    told, caller = await talk(stage, agent)
    await stage.cable.cut()
    await stage.connector(lambda item: item["connection"] == "disconnected", "a lost connection")
    await stage.cable.mend()
    await stage.connector(lambda item: item["connection"] == "connected", "a connection again")
    assert [card["state"] for card in cards(agent)] == ["answered"]
    await caller.hang_up()
    over = await stage.over()
    assert over["id"] == told["id"]
    assert essence(over) == inbound("completed", agents=["101"])
    assert story(agent) == [["ringing", "answered", "ended"]]


async def call_ends_while_the_cable_is_cut(stage: Stage) -> None:
    agent = await stage.agent("101")
    told, caller = await talk(stage, agent)
    await stage.cable.cut()
    await stage.connector(lambda item: item["connection"] == "disconnected", "a lost connection")
    await caller.hang_up()
    await stage.cable.mend()
    over = await stage.over()
    assert over["id"] == told["id"]
    assert essence(over) == inbound("unknown", agents=["101"]) | UNSEEN
    assert story(agent) == [["ringing", "answered", "ended"]]


OUTAGES: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    killed_exchange_leaves_the_result_unknown,
    exchange_killed_while_it_rings_takes_the_card_along,
    killed_hub_goes_on_with_its_call,
    call_ends_while_the_hub_is_dead,
    another_call_rings_when_the_hub_comes_back,
    cut_cable_does_not_end_the_call,
    call_ends_while_the_cable_is_cut,
)
