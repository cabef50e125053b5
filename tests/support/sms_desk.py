"""An agent at a whole hub with one customer, who writes SMS and looks at what became of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.support.agent import Agent, set_up
from tests.support.waiting import until

SARA = "+989121234567"


@dataclass
class SmsDesk:
    """The agent, and Sara in the hub's book."""

    agent: Agent
    customer: str
    identity: str

    async def write(self, text: str) -> str:
        """Send Sara a text; the message's id."""
        body = {"identity_id": self.identity, "customer_id": self.customer, "text": text, "key": str(uuid4())}
        return str((await self.agent.ask("POST", "/api/messages", body))["id"])

    async def state(self, message: str, wanted: str) -> dict[str, Any]:
        """The message, once it is in that state."""

        async def look() -> dict[str, Any]:
            found: dict[str, Any] = await self.agent.ask("GET", f"/api/outbox/{message}")
            assert found["state"] == wanted, found
            return found

        return await until(look, 20, f"the message to be {wanted}")

    async def heard(self, text: str) -> dict[str, Any]:
        """The entry of Sara's timeline with this text."""

        async def look() -> dict[str, Any] | None:
            found = (await self.agent.ask("GET", f"/api/customers/{self.customer}/timeline"))["items"]
            mine = [one for one in found if one["text"] == text and one["direction"] == "in"]
            assert len(mine) <= 1
            return mine[0] if mine else None

        found = await until(look, 20, f"{text[:20]} on the timeline")
        assert found
        return found


@asynccontextmanager
async def sms_desk(hub_url: str, folder: Path) -> AsyncIterator[SmsDesk]:
    """Set the hub up; ``folder`` is the test's, where the hub keeps its things."""
    agent = await set_up(hub_url, (folder / "var" / "setup-token").read_text().strip())
    try:
        sara = {"name": "سارا احمدی", "identities": [{"kind": "phone", "value": SARA}]}
        made = await agent.ask("POST", "/api/customers", sara)
        yield SmsDesk(agent, made["id"], made["identities"][0]["id"])
    finally:
        await agent.close()
