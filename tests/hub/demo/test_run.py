"""``peyvand demo`` as people start it."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from hub.channels.models import Account
from hub.db import Database, Tx
from hub.demo.run import Demo, demo_settings
from hub.demo.simulations import Simulations, start_all
from hub.demo.simulators import find_phone, start
from hub.settings import parse
from tests.support.hub_process import StartHub
from tests.support.waiting import until


async def test_a_call_rings_whoever_takes_a_seat(start_hub: StartHub) -> None:
    hub = await start_hub(command=("demo",))
    await until(lambda: "simulate call --from" in hub.output(), 10, "the welcome")
    assert hub.url in hub.output()
    assert "sara@demo.example" in hub.output()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": hub.url}) as http:
        sign_in = {"email": "sara@demo.example", "password": "peyvand-demo"}
        async with http.post(f"{hub.url}/api/session", json=sign_in) as answer:
            assert answer.status == 200, await answer.text()
        async with http.get(f"{hub.url}/api/extensions") as answer:
            desk = next(item for item in (await answer.json())["items"] if item["number"] == "101")
        async with http.put(f"{hub.url}/api/me/extension", json={"extension_id": desk["id"]}) as answer:
            assert answer.status == 200, await answer.text()

        async def pops() -> list[dict[str, object]]:
            async with http.get(f"{hub.url}/api/pops") as answer:
                return list((await answer.json())["items"])

        await until(pops, 10, "the first pop")
        first = (await pops())[0]
        assert first["customer"] or first["candidates"]
    assert await hub.stop() == 0


async def test_a_taken_port_is_gone_round() -> None:
    simulator = find_phone()
    assert simulator is not None
    first, second = await start(simulator), await start(simulator)
    try:
        assert second.port != first.port
        settings = Simulations(phone=second).accounts_in(parse({}))
        assert settings.connectors["pbx"].model_extra["port"] == second.port  # type: ignore[index]
    finally:
        await first.stop()
        await second.stop()


async def test_without_connectors_of_its_own_the_demo_sends_to_a_gateway_that_leads_nowhere() -> None:
    simulations = await start_all()
    try:
        settings = simulations.accounts_in(demo_settings(parse({}), simulated=simulations.gateway is not None))
        assert not settings.sandbox
        sms = [one for one in settings.connectors.values() if one.connector == "sms_http"]
        assert len(sms) == 2
        assert all((one.model_extra or {})["address"].startswith("http://127.0.0.1:") for one in sms)
    finally:
        await simulations.stop()


def test_with_connectors_of_the_settings_nothing_leaves() -> None:
    assert demo_settings(parse({})).sandbox
    assert demo_settings(parse({"sandbox": True}), simulated=True).sandbox


@pytest.mark.parametrize("sandbox", [False, True])
async def test_accounts_that_somebody_added_are_named_as_they_send_in_earnest(demo: Database, sandbox: bool) -> None:
    async def add(tx: Tx) -> None:
        tx.session.add(Account(
            account="real", source="page", name="Our Twilio", connector="twilio", channel="sms", address="a.example",
            connection="stopped", since=tx.now, facts={},
        ))  # fmt: skip

    await demo.write(add)
    run = Demo(demo_settings(parse({"sandbox": sandbox})))
    await run.prepare(demo)
    assert ("in earnest, to real numbers: Our Twilio" in "\n".join(run._welcome("http://hub"))) is not sandbox


@pytest.mark.parametrize(
    ("given", "url"),
    [({}, "sqlite:///var/demo.db"), ({"database": {"url": "sqlite:///mine.db"}}, "sqlite:///mine.db")],
)
def test_the_demo_has_a_store_of_its_own(given: dict[str, object], url: str) -> None:
    settings = demo_settings(parse(given))
    assert settings.demo
    assert settings.database.url.get_secret_value() == url


def test_the_words_are_packaged() -> None:
    import hub.demo

    assert {path.name for path in (Path(hub.demo.__file__).parent / "data").iterdir()} == {
        "fa.toml", "en.toml", "templates.toml",
    }  # fmt: skip
