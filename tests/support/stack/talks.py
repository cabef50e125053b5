"""Calls as people make them: what the agents' pages, the history, the timeline and the presence tell of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.support.agent import Agent, Entity
from tests.support.stack.stage import (
    CUSTOMER,
    CUSTOMER_E164,
    CUSTOMER_NAME,
    NAMES,
    Stage,
    cards,
    essence,
    story,
)
from tests.support.telephony.pbx import OUTSIDE, Answers, PlacedCall, Rings

LANDLINE, LANDLINE_E164 = "02188881234", "+982188881234"
KNOWN = {"number": CUSTOMER_E164, "withheld": False, "certainty": "confirmed", "customer": CUSTOMER_NAME}
STRANGER = {
    "withheld": False,
    "certainty": "none",
    "customer": None,
    "inferred": False,
    "state": "ended",
    "queue": None,
}
SOON = Answers(after=0.7)


async def direct_call_is_answered(stage: Stage) -> None:
    agent, bystander = await stage.agent("101"), await stage.agent("102")
    await stage.pbx.phone("101", SOON)
    call = await stage.pbx.call("1001", number=CUSTOMER, name="Sara")
    card = await card_of(agent, "ringing")
    assert (card["customer"]["name"], card["number"]["value"]) == (CUSTOMER_NAME, CUSTOMER_E164)
    assert (card["queue"], card["dialled"], card["caller_name"]) == (None, "1001", "Sara")
    await card_of(agent, "answered")
    await stage.becomes(agent, "available", "ringing", "on_call")
    await call.hang_up()
    over = await stage.over()
    assert essence(over) == inbound("completed", agents=["101"])
    assert 0.5 < over["waiting_seconds"] < 15
    assert story(agent) == [["ringing", "answered", "ended"]]
    assert story(bystander) == []
    await stage.becomes(agent, "available", "ringing", "on_call", "available")
    await stage.becomes(bystander, "available")
    (entry,) = await stage.timeline()
    assert (entry["channel"], entry["direction"], entry["state"]) == ("call", "in", "completed")
    assert (entry["call_id"], entry["agent"]["name"]) == (over["id"], NAMES["101"])


async def queue_call_is_answered(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", SOON)
    call = await stage.pbx.call("1000", number=CUSTOMER)
    assert (await card_of(agent, "ringing"))["queue"] == "support"
    await card_of(agent, "answered")
    await call.hang_up()
    assert essence(await stage.over()) == inbound("completed", queue="support", dialled="1000", agents=["101"])
    assert story(agent) == [["ringing", "answered", "ended"]]
    await stage.becomes(agent, "available", "ringing", "on_call", "available")


async def one_of_two_agents_answers(stage: Stage) -> None:
    slow, quick = await stage.agent("101"), await stage.agent("102")
    await stage.pbx.phone("101", Rings())
    await stage.pbx.phone("102", SOON)
    call = await stage.pbx.call("1003", number=CUSTOMER)
    await card_of(quick, "answered")
    await slow.eventually(lambda: story(slow) == [["ringing", "answered_elsewhere"]], "a card that leaves")
    (lost,) = slow.me.of("pop")
    assert (lost["answered_by"]["name"], lost["ended_at"] is not None) == (NAMES["102"], True)
    assert cards(slow) == []
    await call.hang_up()
    assert essence(await stage.over()) == inbound("completed", queue="sales", dialled="1003", agents=["102"])
    assert story(slow) == [["ringing", "answered_elsewhere"]]
    assert story(quick) == [["ringing", "answered", "ended"]]
    await stage.becomes(slow, "available", "ringing", "available")
    await stage.becomes(quick, "available", "ringing", "on_call", "available")


async def direct_call_is_missed(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", Rings())
    call = await stage.pbx.call("1001", number=CUSTOMER)
    await card_of(agent, "ringing")
    await agent.reload()
    await card_of(agent, "ringing")
    await call.hang_up()
    over = await stage.over()
    assert essence(over) == inbound("missed")
    assert over["talking_seconds"] == 0
    assert story(agent) == [["ringing", "missed"]]
    await stage.becomes(agent, "ringing", "available")
    (entry,) = await stage.timeline()
    assert (entry["direction"], entry["state"], entry["agent"]) == ("in", "missed", None)


async def queue_call_is_abandoned(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", Rings())
    call = await stage.pbx.call("1000", number=CUSTOMER)
    await card_of(agent, "ringing")
    await call.hang_up()
    assert essence(await stage.over()) == inbound("abandoned", queue="support", dialled="1000")
    assert story(agent) == [["ringing", "missed"]]
    await stage.becomes(agent, "available", "ringing", "available")


async def withheld_number_stays_unknown(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", SOON)
    call = await stage.pbx.call("1001", number=None)
    card = await card_of(agent, "ringing")
    assert (card["withheld"], card["number"], card["customer"], card["candidates"]) == (True, None, None, [])
    await card_of(agent, "answered")
    await call.hang_up()
    unknown = {"number": None, "withheld": True, "certainty": "none", "customer": None}
    assert essence(await stage.over()) == inbound("completed", agents=["101"]) | unknown
    assert await stage.timeline() == []


async def desk_phone_dials_out(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone(OUTSIDE, SOON)
    call = await stage.pbx.call_from("101", LANDLINE)
    await stage.call(lambda told: told["state"] == "answered", "an answer")
    await call.hang_up()
    over = await stage.over()
    assert essence(over) == STRANGER | {
        "direction": "outbound", "result": "completed", "number": LANDLINE_E164, "dialled": LANDLINE,
        "agents": [NAMES["101"]],
    }  # fmt: skip
    assert story(agent) == [], "nothing pops for a call that the agent places"
    await stage.becomes(agent, "available", "on_call", "available")


async def colleagues_call_each_other(stage: Stage) -> None:
    first, second = await stage.agent("101"), await stage.agent("102")
    await stage.pbx.phone("102", SOON)
    call = await stage.pbx.call_from("101", "102")
    await stage.call(lambda told: told["state"] == "answered", "an answer")
    await call.hang_up()
    over = await stage.over()
    assert (over["direction"], over["result"], over["number"]) == ("internal", "completed", None)
    assert over["interaction_id"] is None, "a call among colleagues is on nobody's timeline"
    assert (await stage.admin.get("/api/calls"))["items"] == []
    assert (story(first), story(second)) == ([], [])


async def click_to_dial_reaches_the_customer(stage: Stage) -> None:
    agent = await stage.agent("101")
    await stage.pbx.phone("101", Answers(after=0.3))
    await stage.pbx.phone(OUTSIDE, SOON)
    asked = await agent.ask("POST", "/api/calls", {"number": CUSTOMER_E164}, status=202)
    await done(agent, asked)
    answered = await stage.call(lambda told: told["state"] == "answered" and told["customer"], "the customer's answer")
    await done(agent, await agent.ask("POST", f"/api/calls/{answered['id']}/hangup", status=202))
    over = await stage.over()
    assert essence(over) == STRANGER | KNOWN | {
        "direction": "outbound", "result": "completed", "dialled": CUSTOMER, "agents": [NAMES["101"]],
    }  # fmt: skip
    assert story(agent) == []
    (entry,) = await stage.timeline()
    assert (entry["direction"], entry["state"], entry["agent"]["name"]) == ("out", "completed", NAMES["101"])


async def agent_hangs_up_through_the_hub(stage: Stage) -> None:
    agent = await stage.agent("101")
    told, _ = await talk(stage, agent)
    await done(agent, await agent.ask("POST", f"/api/calls/{told['id']}/hangup", status=202))
    assert essence(await stage.over()) == inbound("completed", agents=["101"])
    assert story(agent) == [["ringing", "answered", "ended"]]
    refused = await agent.ask("POST", f"/api/calls/{told['id']}/hangup", status=409)
    assert refused["code"] == "not_on_call"


async def agent_passes_the_caller_on(stage: Stage) -> None:
    first, second = await stage.agent("101"), await stage.agent("102")
    await stage.pbx.phone("102", SOON)
    told, caller = await talk(stage, first)
    asked = await first.ask("POST", f"/api/calls/{told['id']}/transfer", {"to": "102"}, status=202)
    await done(first, asked)
    card = await card_of(second, "ringing")
    assert (card["call_id"], card["customer"]["name"]) == (told["id"], CUSTOMER_NAME)
    await card_of(second, "answered")
    await first.eventually(lambda: story(first) == [["ringing", "answered", "ended"]], "the end of the first card")
    await caller.hang_up()
    over = await stage.over()
    assert essence(over) == inbound("completed", agents=["101", "102"])
    assert [part["agent"]["name"] for part in over["segments"]] == [NAMES["101"], NAMES["102"]]
    assert story(second) == [["ringing", "answered", "ended"]]
    await stage.becomes(first, "available", "ringing", "on_call", "available")
    await stage.becomes(second, "available", "ringing", "on_call", "available")


async def talk(stage: Stage, agent: Agent, *, name: str | None = None) -> tuple[Entity, PlacedCall]:
    """The customer calls 101 and is answered there: the call and the caller's side."""
    await stage.pbx.phone("101", SOON)
    caller = await stage.pbx.call("1001", number=CUSTOMER, name=name)
    await card_of(agent, "answered")
    return await stage.call(lambda told: told["state"] == "answered", "an answer"), caller


async def card_of(agent: Agent, state: str) -> Entity:
    """Wait until the agent has exactly one card, in this state."""

    def only() -> Entity | None:
        shown = cards(agent)
        assert len(shown) <= 1, f"one call, and these cards: {shown}"
        return shown[0] if shown and shown[0]["state"] == state else None

    found = await agent.eventually(only, f"a card that is {state}")
    assert found is not None
    return found


async def done(agent: Agent, asked: Entity) -> None:
    """Wait until the command was carried out."""
    key = ("command", asked["command_id"])
    (told,) = await agent.eventually(lambda: agent.me.told.get(key), "the command's result")  # type: ignore[misc]
    assert (told["state"], told["code"]) == ("done", None), told


def inbound(
    result: str, *, queue: str | None = None, dialled: str = "1001", agents: tuple[str, ...] | list[str] = ()
) -> Entity:
    """What a finished call of the known customer comes to."""
    names = [NAMES[extension] for extension in agents]
    plain = {"direction": "inbound", "state": "ended", "result": result, "queue": queue, "dialled": dialled}
    return KNOWN | plain | {"agents": names, "inferred": False}


TALKS: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    direct_call_is_answered,
    queue_call_is_answered,
    one_of_two_agents_answers,
    direct_call_is_missed,
    queue_call_is_abandoned,
    withheld_number_stays_unknown,
    desk_phone_dials_out,
    colleagues_call_each_other,
    click_to_dial_reaches_the_customer,
    agent_hangs_up_through_the_hub,
    agent_passes_the_caller_on,
)
