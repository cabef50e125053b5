"""The whole hub at a real Kannel: sent, delivered, answered in Persian, long texts, and a gateway that dies between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.peers.kannel.installed import Installed
from tests.peers.kannel.server import LINE, PASSWORD, USER, Kannel
from tests.support.agent import Agent, set_up
from tests.support.hub_process import StartHub
from tests.support.ports import free_port
from tests.support.waiting import until

SARA = "+989121234567"
TEXT = "سلام، نوبت شما فردا ساعت ۹ است."
LONG = "این پیامک بلند است و در چند بخش می‌رود." * 5
SECRET = "of+the/hooks%"


@dataclass
class Desk:
    """An agent at the hub, Sara in its book, and the gateway."""

    agent: Agent
    kannel: Kannel
    customer: str
    identity: str

    async def write(self, text: str) -> str:
        body = {"identity_id": self.identity, "customer_id": self.customer, "text": text, "key": str(uuid4())}
        return str((await self.agent.ask("POST", "/api/messages", body))["id"])

    async def state(self, message: str, wanted: str) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            found: dict[str, Any] = await self.agent.ask("GET", f"/api/outbox/{message}")
            assert found["state"] == wanted, found
            return found

        found = await until(look, 20, f"the message to be {wanted}")
        assert found
        return found

    async def heard(self, text: str) -> dict[str, Any]:
        """The entry of Sara's timeline with this text."""

        async def look() -> dict[str, Any] | None:
            found = (await self.agent.ask("GET", f"/api/customers/{self.customer}/timeline"))["items"]
            mine = [one for one in found if one["text"] == text]
            assert len(mine) <= 1
            return mine[0] if mine else None

        found = await until(look, 20, f"{text[:20]} on the timeline")
        assert found
        return found


@pytest.fixture
async def desk(installed: Installed, start_hub: StartHub, tmp_path: Path) -> AsyncIterator[Desk]:
    port, folder = free_port(), tmp_path / "kannel"
    folder.mkdir()
    secret = "of%2Bthe%2Fhooks%25"
    kannel = Kannel(
        installed, folder, f"http://127.0.0.1:{port}/hooks/kannel/inbound?secret={secret.replace('%', '%%')}"
    )
    options = {
        "CONNECTOR": "sms_http", "PRESET": "kannel", "ADDRESS": kannel.url, "USERNAME": USER, "PASSWORD": PASSWORD,
        "SENDER": LINE, "HOOK_SECRET": SECRET,
    }  # fmt: skip
    env = {f"HUB_CONNECTORS__KANNEL__{name}": value for name, value in options.items()}
    env["HUB_HTTP__PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    hub, _ = await asyncio.gather(start_hub(port=port, env=env), asyncio.to_thread(kannel.start))
    agent = await set_up(hub.url, (tmp_path / "var" / "setup-token").read_text().strip())
    sara = {"name": "سارا احمدی", "identities": [{"kind": "phone", "value": SARA}]}
    made = await agent.ask("POST", "/api/customers", sara)
    yield Desk(agent, kannel, made["id"], made["identities"][0]["id"])
    await agent.close()
    kannel.stop()


async def test_a_hub_sends_hears_and_outlives_the_gateway(desk: Desk) -> None:
    kannel = desk.kannel
    await desk.state(await desk.write(TEXT), "delivered")
    await desk.state(await desk.write(LONG), "delivered")
    whole, *parts = kannel.delivered()
    assert whole == (SARA, "ucs-2", TEXT)
    assert [(to, kind) for to, kind, _ in parts] == [(SARA, "udh")] * 3
    assert "".join(text for _, _, text in parts) == LONG

    await kannel.hear(SARA, "بله، می‌آیم 🌹")
    entry = await desk.heard("بله، می‌آیم 🌹")
    assert (entry["direction"], entry["channel"]) == ("in", "sms")
    for place in (2, 1):  # a long one comes in parts, and not in their order
        await kannel.hear(SARA, LONG[(place - 1) * 60 : place * 60], bytes([5, 0, 3, 7, 2, place]))
    await desk.heard(LONG[:120])

    kannel.kill()
    waiting = await desk.write("آیا نوبت هست؟")
    await desk.state(waiting, "accepted")
    kannel.start()
    await desk.state(waiting, "delivered")
