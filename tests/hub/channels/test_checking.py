"""A check of an account, step by step, by whoever may set one up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from hub.accounts import Role
from hub.channels import SETUPS
from hub.db import Database
from hub.ports import CheckReport, Finding, FoundEndpoint, Network, Options, Recipe, Tell, Verdict, quietly
from tests.hub.channels.setting_up import NEW, SECRET, problem, site_at_work
from tests.hub.channels.toy import ToyConnector, ToyOptions
from tests.support.accounts import Site


@pytest.fixture
async def site(database: Database, people: dict[str, Any], tmp_path: Path) -> AsyncIterator[Site]:
    """A hub with the account ``desk`` of its settings file at work."""
    async with site_at_work(database, tmp_path) as made:
        yield made


class LookingToy(ToyConnector):
    """A toy that can be checked."""

    held: ClassVar[asyncio.Event | None] = None  # the second step waits for it

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Finds two phones."""
        assert isinstance(options, ToyOptions)
        well = options.secret.get_secret_value() == SECRET
        finding = Finding("sign_in", Verdict.WELL if well else Verdict.PROBLEM, "well" if well else "rejected", "so")
        tell(finding)
        if self.held:
            await self.held.wait()
        phones = [FoundEndpoint("PJSIP/101", "101", "Agent One"), FoundEndpoint("PJSIP/102", "102", "one")]
        return CheckReport([finding], "22", phones)

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """One."""
        return (Recipe("toy", "toy.conf", f"{username} from {hub_address}: {{secret}}", "restart"),)


async def test_a_check_uses_the_stored_secret_and_suggests_whose_phones_they_are(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = LookingToy()
    await admin.post("/api/connectors", json=NEW)
    response = await admin.post("/api/connectors/check", json={"connector": "toy", "account": "new"})
    body = await response.json()
    assert (body["works"], body["version"]) == (True, "22")
    assert body["extensions"][0]["user"]["name"] == "Agent One"
    assert body["extensions"][1]["user"] is None  # "one" is part of everybody's name here
    wrong = {"connector": "toy", "options": {"host": "10.0.0.9", "secret": "no"}}
    body = await (await admin.post("/api/connectors/check", json=wrong)).json()
    assert (body["works"], body["findings"][0]["code"]) == (False, "rejected")
    metadata = {"connector": "toy", "options": {"host": "169.254.169.254"}}
    body = await (await admin.post("/api/connectors/check", json=metadata)).json()
    assert [finding["code"] for finding in body["findings"]] == ["metadata_address"]


async def test_a_check_tells_each_step_as_it_is_made(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = LookingToy()
    held = asyncio.Event()
    monkeypatch.setattr(LookingToy, "held", held)
    wanted = {"connector": "toy", "options": {"host": "10.0.0.9", "secret": SECRET}}
    whole = asyncio.create_task(admin.post("/api/connectors/check", json=wanted))
    async with admin.post("/api/connectors/check/steps", json=wanted) as response:
        first = json.loads(await response.content.readline())
        assert (first["finding"]["step"], first["finding"]["verdict"]) == ("sign_in", "well")
        held.set()
        last = json.loads(await response.content.readline())
        assert await response.content.read() == b""
    assert last == {"report": await (await whole).json()}


class BrokenToy(LookingToy):
    """A toy whose check has a defect after its first step."""

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Raises what no check should."""
        await super().check(options, network, tell)
        raise ZeroDivisionError


async def test_a_check_that_fails_by_itself_ends_with_a_step_that_says_so(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = BrokenToy()
    wanted = {"connector": "toy", "options": {"host": "10.0.0.9", "secret": SECRET}}
    lines = (await (await admin.post("/api/connectors/check/steps", json=wanted)).text()).splitlines()
    *steps, last = [json.loads(line) for line in lines]
    assert [step["finding"]["code"] for step in steps] == ["well", "check_failed"]
    assert (last["report"]["works"], last["report"]["findings"]) == (False, [step["finding"] for step in steps])
    assert (await (await admin.post("/api/connectors/check", json=wanted)).json()) == last["report"]


async def test_nobody_else_gets_steps_and_a_refused_address_is_one(site: Site) -> None:
    agent, admin = await site.signed_in(), await site.signed_in(Role.ADMINISTRATOR)
    metadata = {"connector": "toy", "options": {"host": "169.254.169.254"}}
    assert (await agent.post("/api/connectors/check/steps", json=metadata)).status == 403
    wrong = {"connector": "toy", "options": {"host": "a", "port": 0}}
    assert (await admin.post("/api/connectors/check/steps", json=wrong)).status == 422
    lines = (await (await admin.post("/api/connectors/check/steps", json=metadata)).text()).splitlines()
    assert [json.loads(line).popitem()[0] for line in lines] == ["finding", "report"]
    assert json.loads(lines[0])["finding"]["code"] == "metadata_address"


async def test_recipes_hold_the_hubs_own_address(site: Site) -> None:
    admin = await site.signed_in(Role.ADMINISTRATOR)
    site.server.app[SETUPS]._connectors["toy"] = LookingToy()
    body = {"connector": "toy", "host": "127.0.0.1", "username": "hub"}
    answer = await (await admin.post("/api/connectors/recipes", json=body)).json()
    assert (answer["hub_address"], answer["items"][0]["text"]) == ("127.0.0.1", "hub from 127.0.0.1: {secret}")
    bad = await admin.post("/api/connectors/recipes", json=body | {"username": "a]\nwrite = all"})
    assert await problem(bad, 422) == [("body.username", "string_pattern_mismatch")]
