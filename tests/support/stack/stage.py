"""A hub in a process of its own, set up and connected to an exchange, with agents who have signed in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.agent import PASSWORD, PATIENCE, Agent, Entity, set_up, sign_in
from tests.support.hub_process import HubProcess, StartHub
from tests.support.telephony.cable import Cable
from tests.support.telephony.pbx import Pbx
from tests.support.waiting import until

ACCOUNT = "pbx"
CUSTOMER, CUSTOMER_E164 = "09121234567", "+989121234567"
CUSTOMER_NAME = "سارا احمدی"
NAMES = {"101": "Mina Rahimi", "102": "Reza Karimi", "103": "Nika Moradi"}
QUICK: dict[str, Any] = {"reconnect_min": 0.2, "reconnect_max": 1.0, "trunks": ["trunk"]}


@dataclass
class Stage:
    """``admin`` follows every call and connector; ``customer`` is whom ``CUSTOMER`` belongs to."""

    pbx: Pbx
    cable: Cable
    admin: Agent
    customer: Entity
    hub: HubProcess
    start: Callable[[int], Awaitable[HubProcess]]
    opened_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    agents: dict[str, Agent] = field(default_factory=dict)

    async def person(self, extension: str) -> tuple[str, str]:
        """Make an agent who speaks Persian, and a phone for them: the email to sign in with, the phone's id."""
        email = f"{extension}@example.com"
        new = {"name": NAMES[extension], "email": email, "role": "agent", "password": PASSWORD, "language": "fa"}
        await self.admin.ask("POST", "/api/users", new)
        phone = {
            "account": ACCOUNT,
            "endpoint": f"PJSIP/{extension}",
            "number": extension,
            "label": f"Desk {extension}",
        }
        made = await self.admin.ask("POST", "/api/extensions", phone)
        return email, made["id"]

    async def agent(self, extension: str) -> Agent:
        """Somebody signed in, listening, and sitting at this phone."""
        email, phone = await self.person(extension)
        agent = self.agents[extension] = await sign_in(self.hub.url, email)
        await agent.ask("PUT", "/api/me/extension", {"extension_id": phone})
        await agent.listen("presence")
        return agent

    async def kill_hub(self) -> None:
        """End the hub as a power cut would; the pages connect again by themselves, from where they had read."""
        for agent in (self.admin, *self.agents.values()):
            await agent.read_up()
        await self.hub.kill()

    async def restart_hub(self) -> None:
        """Start the hub again, at the same address and on the same store, and wait until it has asked the exchange.

        Its own log says so: where several processes may run, the store shows the dead one's state until its lease ends.
        """
        self.hub = await self.start(self.hub.port)
        await until(lambda: _is_connected(self.hub), PATIENCE, "the hub's new connection")

    async def call(self, look: Callable[[Entity], object], what: str) -> Entity:
        """Wait until the only call that the administrator ever heard of fulfils ``look``; its newest state."""

        def found() -> Entity | None:
            known = self.calls_told()
            assert len(known) <= 1, f"one call was made, and these are told: {known}"
            return known[0] if known and look(known[0]) else None

        found_call = await self.admin.eventually(found, f"a call with {what}")
        assert found_call is not None
        return found_call

    def calls_told(self) -> list[Entity]:
        """The newest state of every call that the administrator ever heard of."""
        return [told[-1] for (kind, _), told in self.admin.rooms["calls"].told.items() if kind == "call"]

    async def over(self) -> Entity:
        """The call once it has ended: told, listed and shown alike, with no card and no open call left anywhere."""
        told = await self.call(lambda call: call["state"] == "ended", "an end")
        shown = await self.admin.get(f"/api/calls/{told['id']}")
        assert {name: shown[name] for name in told} == told
        assert (await self.admin.get("/api/calls", direction=told["direction"]))["items"] == [told]
        assert (await self.admin.get("/api/calls/live"))["items"] == []
        for agent in self.agents.values():
            await agent.eventually(lambda a=agent: cards(a) == [], "no card")  # type: ignore[misc]
            await agent.eventually(lambda a=agent: not _open_calls(a), "no call")  # type: ignore[misc]
            assert (await agent.get("/api/pops"))["items"] == []
        self._check_times(shown)
        return dict(shown)

    async def connector(self, look: Callable[[Entity], object], what: str) -> Entity:
        """Wait until the live updates tell so of the account; what the API then says of it."""
        room = self.admin.rooms["connectors"]
        await self.admin.eventually(lambda: any(map(look, room.of("connector"))), f"an account with {what}")
        (account,) = (await self.admin.get("/api/connectors"))["items"]
        return dict(account)

    async def timeline(self) -> list[Entity]:
        """What the customer's page shows."""
        return list((await self.admin.get(f"/api/customers/{self.customer['id']}/timeline"))["items"])

    def presence(self, agent: Agent) -> list[str]:
        """What others saw the agent do, from the sign-in on."""
        told = agent.rooms["presence"].told.get(("presence", agent.id), [])
        return changes(entity["state"] for entity in told)

    async def becomes(self, agent: Agent, *states: str) -> None:
        """Wait until the agent's presence has gone through exactly these states since the sign-in."""
        await agent.eventually(lambda: self.presence(agent) == list(states), f"presence {states}")

    def _check_times(self, call: Entity) -> None:
        started, answered, ended = (_time(call[name]) for name in ("started_at", "answered_at", "ended_at"))
        assert started is not None
        assert ended is not None
        assert self.opened_at <= started <= (answered or started) <= ended <= datetime.now(UTC)
        lasted = (ended - started).total_seconds()
        assert abs(call["waiting_seconds"] - ((answered or ended) - started).total_seconds()) < 0.01
        talked = sum((_span(part) for part in call["segments"]), 0.0)
        assert abs(call["talking_seconds"] - talked) < 0.01
        assert talked <= lasted + 0.01


def cards(agent: Agent) -> list[Entity]:
    """The cards on the agent's page."""
    return [pop for pop in agent.me.of("pop") if pop["ended_at"] is None]


def _open_calls(agent: Agent) -> list[Entity]:
    """The calls that the agent's page shows as going on."""
    return [call for call in agent.me.of("call") if call["ended_at"] is None]


def story(agent: Agent) -> list[list[str]]:
    """The states that each of the agent's cards went through, oldest card first."""
    kept = [told for (kind, _), told in agent.me.told.items() if kind == "pop"]
    return [changes(pop["state"] for pop in told) for told in sorted(kept, key=lambda told: str(told[0]["started_at"]))]


def changes(states: Iterable[str]) -> list[str]:
    """States without repetitions."""
    found: list[str] = []
    for state in states:
        if found[-1:] != [state]:
            found.append(state)
    return found


def essence(call: Entity) -> Entity:
    """What a call comes to, for comparing by equality."""
    plain = {name: call[name] for name in ("direction", "state", "result", "queue", "dialled", "withheld", "certainty")}
    return plain | {
        "number": call["number"] and call["number"]["value"],
        "customer": call["customer"] and call["customer"]["name"],
        "agents": [agent["name"] for agent in call["agents"]],
        "inferred": call["inferred"],
    }


@asynccontextmanager
async def open_stage(
    pbx: Pbx, start_hub: StartHub, folder: Path, database_url: str | None = None
) -> AsyncIterator[Stage]:
    """Start a fresh hub on ``pbx``, set it up, and wait until it is connected. ``folder`` is where the hub runs."""
    cable = Cable(pbx.ami_port)
    await cable.mend()
    config = folder / "hub.toml"
    config.write_text(_toml({**QUICK, **pbx.options(cable.port)}))

    async def start(port: int | None = None) -> HubProcess:
        hubs.append(await start_hub(database_url, command=("--config", str(config), "serve"), port=port))
        return hubs[-1]

    hubs: list[HubProcess] = []
    hub = await start()
    admin = await set_up(hub.url, (folder / "var" / "setup-token").read_text().strip())
    stage: Stage | None = None
    try:
        person = {"name": CUSTOMER_NAME, "language": "fa", "identities": [{"kind": "phone", "value": CUSTOMER}]}
        customer = await admin.ask("POST", "/api/customers", person)
        await admin.listen("calls", "connectors", "presence")
        stage = Stage(pbx, cable, admin, customer, hub, start)
        await stage.connector(lambda account: account["connection"] == "connected", "a connection")
        yield stage
        assert [line for hub in hubs for line in _errors(hub)] == []
    finally:
        for agent in [admin, *(stage.agents.values() if stage else ())]:
            await agent.close()
        await cable.cut()


def _is_connected(hub: HubProcess) -> bool:
    return any('"connector_state"' in line and '"connected"' in line for line in hub.output().splitlines())


def _errors(hub: HubProcess) -> list[str]:
    """What the hub's log calls an error; it writes JSON."""
    return [line for line in hub.output().splitlines() if '"level": "error"' in line or "Traceback" in line]


def _toml(options: dict[str, Any]) -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in options.items()]
    return "\n".join([f"[connectors.{ACCOUNT}]", 'connector = "asterisk"', *lines, ""])


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _span(segment: Entity) -> float:
    start, stop = _time(segment["started_at"]), _time(segment["ended_at"])
    assert start is not None
    assert stop is not None, f"a talk that never ended: {segment}"
    return (stop - start).total_seconds()
