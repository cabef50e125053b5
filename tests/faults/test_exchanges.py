"""Exchanges that refuse, hang, or talk nonsense: each is shown as what it is, and the hub and its neighbour go on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.connectors.asterisk.ami_peer import AmiPeer
from tests.support.agent import PASSWORD, Agent, set_up, sign_in
from tests.support.hub_process import HubProcess, StartHub
from tests.support.ports import free_port
from tests.support.stack.stage import cards, story
from tests.support.telephony.pbx import Answers
from tests.support.telephony.simulated import SimulatedExchange
from tests.support.waiting import until

SECRET = "hush-hush-secret"
HASTE = {"reconnect_min": 60, "connect_timeout": 1, "boot_timeout": 1, "ping_interval": 0.3, "ping_timeout": 0.5}
SHOWN = {  # what each comes to
    "good": ("connected", None),
    "rejects": ("needs_sign_in", "rejected"),
    "hangs": ("disconnected", "timeout"),
    "silent": ("disconnected", "timeout"),
    "never-pongs": ("disconnected", "no_pong"),
    "a-mail-server": ("disconnected", "not_a_pbx"),
    "closed": ("disconnected", "refused"),
    "babbles": ("connected", None),
}
NONSENSE = (
    b"Nonsense\r\n\r\n", b"\xff\xfe\x00\r\n\r\n", b"Event: Hangup\r\n\r\n", b"Event\r\n\r\n", b": \r\n\r\n",
    b"Event: Newchannel\r\nUniqueid: \r\nChannel: \r\n\r\n", b"Event: Tomorrow\r\nUniqueid: 1.1\r\n\r\n",
    b"Event: DialEnd\r\nDestUniqueid: 77.7\r\nDialStatus: WHATEVER\r\n\r\n",
    b"Event: Newchannel\r\nUniqueid: 8.1\r\nLinkedid: 8.1\r\nChannel: PJSIP/trunk-1\r\nChannelState: x\r\n"
    b"CallerIDName: Evil\r\nUniqueid: 9.9\r\nCallerIDNum: " + b"9" * 9_000 + b"\r\n\r\n",
    b"Response: Success\r\nActionID: nobody asked\r\n\r\n", b"Event: Hangup\r\nUniqueid: 8.1\r\nCause: many\r\n\r\n",
)  # fmt: skip


@dataclass
class Neighbours:
    """A hub with a good exchange and many bad ones."""

    hub: HubProcess
    admin: Agent
    peers: dict[str, AmiPeer]

    async def shown(self) -> dict[str, tuple[str, str | None]]:
        """What the API says of each account."""
        items = (await self.admin.get("/api/connectors"))["items"]
        return {item["account"]: (item["connection"], item["reason"]) for item in items}


def bad_peers() -> dict[str, AmiPeer]:
    peers = {name: AmiPeer() for name in ("rejects", "hangs", "silent", "never-pongs", "a-mail-server", "babbles")}
    peers["rejects"].login_error = "Authentication failed"
    peers["hangs"].banner = None
    peers["silent"].silent_on = {"CoreShowChannels"}
    peers["never-pongs"].silent_on = {"Ping"}
    peers["a-mail-server"].banner = b"220 mail.example ESMTP\r\n"
    return peers


@pytest.fixture
async def neighbours(exchange: SimulatedExchange, start_hub: StartHub, tmp_path: Path) -> AsyncIterator[Neighbours]:
    """The hub, started."""
    peers = bad_peers()
    accounts: dict[str, dict[str, Any]] = {"good": exchange.options(exchange.ami_port)}
    async with AsyncExitStack() as stack:
        for name, peer in peers.items():
            await peer.start()
            stack.push_async_callback(peer.stop)
            accounts[name] = {"host": "127.0.0.1", "port": peer.port, "username": "peyvand", "secret": SECRET}
        accounts["closed"] = accounts["rejects"] | {"port": free_port()}
        lines = []
        for name, options in accounts.items():
            lines += [f"[connectors.{name}]", 'connector = "asterisk"', 'trunks = ["trunk"]']
            lines += [f"{key} = {json.dumps(value)}" for key, value in (HASTE | options).items()]
        config = tmp_path / "hub.toml"
        config.write_text("\n".join(lines))
        hub = await start_hub(command=("--config", str(config), "serve"))
        admin = await set_up(hub.url, (tmp_path / "var" / "setup-token").read_text().strip())
        stack.push_async_callback(admin.close)
        yield Neighbours(hub, admin, peers)


async def at_phone_101(admin: Agent) -> Agent:
    """Somebody at a phone of the good exchange."""
    form = {"name": "Mina Rahimi", "email": "mina@example.com", "role": "agent", "password": PASSWORD, "language": "fa"}
    await admin.ask("POST", "/api/users", form)
    phone = {"account": "good", "endpoint": "PJSIP/101", "number": "101", "label": "Desk"}
    made = await admin.ask("POST", "/api/extensions", phone)
    agent = await sign_in(admin.url, "mina@example.com")
    await agent.ask("PUT", "/api/me/extension", {"extension_id": made["id"]})
    await agent.listen()
    return agent


async def test_bad_exchanges_are_shown_and_disturb_nobody(neighbours: Neighbours, exchange: SimulatedExchange) -> None:
    async def all_known() -> bool:
        shown = await neighbours.shown()
        assert shown == SHOWN
        return True

    await until(all_known, timeout=30)
    for packet in NONSENSE:
        neighbours.peers["babbles"].raw(packet)
    agent = await at_phone_101(neighbours.admin)
    try:
        await exchange.phone("101", Answers(after=0.2))
        caller = await exchange.call("1001", name="Evil\r\nEvent: Hangup 😀 " + "x" * 10_000)
        await agent.eventually(lambda: [card["state"] for card in cards(agent)] == ["answered"], "an answered card")
        await caller.hang_up()
        await agent.eventually(lambda: story(agent) == [["ringing", "answered", "ended"]], "the end")
    finally:
        await agent.close()
    assert await neighbours.shown() == SHOWN
    items = {item["account"]: item for item in (await neighbours.admin.get("/api/connectors"))["items"]}
    assert items["rejects"]["answer"] == "Authentication failed"
    assert items["hangs"]["retry_at"] is not None
    lines = [json.loads(line) for line in neighbours.hub.output().splitlines() if line.startswith("{")]
    told = {(line["account"], line["reason"]) for line in lines if line["event"] == "connector_state"}
    assert told >= {(account, reason) for account, (_, reason) in SHOWN.items()}
    assert SECRET not in neighbours.hub.output()
    assert "Traceback" not in neighbours.hub.output()


async def test_a_good_answer_at_last(neighbours: Neighbours) -> None:
    """Somebody corrects manager.conf and asks for a new try."""

    async def rejected() -> bool:
        return (await neighbours.shown())["rejects"] == ("needs_sign_in", "rejected")

    async def connected() -> bool:
        return (await neighbours.shown())["rejects"] == ("connected", None)

    await until(rejected, timeout=30)
    neighbours.peers["rejects"].login_error = None
    await neighbours.admin.ask("POST", "/api/connectors/rejects/reconnect")
    await until(connected, timeout=30)
