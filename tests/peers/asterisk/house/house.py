"""One hub, an Asterisk of each version, and a desk of its own on either for whatever is tried."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.peers.asterisk.exchange import RealExchange
from tests.peers.asterisk.root import Root
from tests.peers.asterisk.server import HOLDER, AsteriskServer
from tests.support.agent import Agent, Entity, set_up
from tests.support.hub_process import HubProcess, launch
from tests.support.telephony.pbx import OUTSIDE, Answers

DESKS = 40
PHONES = tuple(f"2{desk:02}{phone}" for desk in range(DESKS) for phone in "123")
SECOND_DEVICE = "b"  # follows the phone's number
ETC = Path(__file__).with_name("etc")


@dataclass
class House:
    """``admin`` follows every call; ``exchanges`` are the accounts ``pbx22`` and ``pbx16``."""

    hub: HubProcess
    admin: Agent
    exchanges: dict[str, RealExchange]

    def told(self) -> list[list[Entity]]:
        """Every call that was ever told of and did not become part of another, each as its states one by one."""
        room = self.admin.rooms["calls"]
        kept = {call["id"] for call in room.of("call")}
        calls = {key: told for (kind, key), told in room.told.items() if kind == "call"}
        return [told for key, told in calls.items() if key in kept or told[-1]["state"] == "ended"]

    async def customer(self, name: str, number: str) -> Entity:
        """Make somebody known."""
        person = {"name": name, "language": "fa", "identities": [{"kind": "phone", "value": number}]}
        return dict(await self.admin.ask("POST", "/api/customers", person))


@contextmanager
def open_exchange(root: Root, sipp_root: Root) -> Iterator[RealExchange]:
    """A running Asterisk with forty desks."""
    devices = tuple(f"{phone}{SECOND_DEVICE}" for phone in PHONES if phone.endswith("3"))
    server = AsteriskServer(root, (*PHONES, *devices, OUTSIDE), ETC, _sections)
    exchange = RealExchange(server, sipp_root)
    exchange.more = {"username": HOLDER, "remote_hold": True}
    try:
        server.spawn()
        server.wait_until_booted()
        yield exchange
    finally:
        exchange.close()
        server.close()


@asynccontextmanager
async def open_house(roots: Mapping[str, Root], sipp_root: Root, folder: Path, store: Path) -> AsyncIterator[House]:
    """Start everything; the hub keeps its files in ``folder`` and has a copy of the migrated ``store``."""
    with ExitStack() as stack:
        opened = {name: stack.enter_context(open_exchange(root, sipp_root)) for name, root in roots.items()}
        for exchange in opened.values():
            await exchange.phone(OUTSIDE, Answers(after=0.4))
        hub = _start_hub(opened, folder, store)
        stack.callback(_end, hub)
        await hub.ready(60)
        admin = await set_up(hub.url, (folder / "var" / "setup-token").read_text().strip())
        try:
            await admin.listen("calls", "connectors")
            await admin.eventually(lambda: _connected(admin) == set(opened), "a connection to either exchange")
            yield House(hub, admin, opened)
            assert [line for line in hub.output().splitlines() if '"level": "error"' in line] == []
            assert "Traceback" not in hub.output()
        finally:
            await admin.close()


def _start_hub(exchanges: Mapping[str, RealExchange], folder: Path, store: Path) -> HubProcess:
    shutil.copy(store, folder / "hub.db")
    lines: list[str] = []
    for account, exchange in exchanges.items():
        options: dict[str, Any] = {"connector": "asterisk", "trunks": [OUTSIDE]} | exchange.options(exchange.ami_port)
        lines += [f"[connectors.{account}]", *(f"{name} = {json.dumps(value)}" for name, value in options.items()), ""]
    config = folder / "hub.toml"
    config.write_text("\n".join(lines))
    return launch(f"sqlite:///{folder / 'hub.db'}", folder / "hub.log", ("--config", str(config), "serve"))


def _end(hub: HubProcess) -> None:
    hub.process.terminate()
    hub.process.wait(20)


def _connected(admin: Agent) -> set[str]:
    return {told["account"] for told in admin.rooms["connectors"].of("connector") if told["connection"] == "connected"}


def _sections(ports: Mapping[str, int]) -> dict[str, str]:
    """What the templates leave open: a section a phone, two queues and a mailbox a desk."""
    desks = [f"{desk:02}" for desk in range(DESKS)]
    return {
        "phones": "\n".join(_phone(phone, ports) for phone in PHONES),
        "queues": "\n".join(_queues(desk) for desk in desks),
        "mailboxes": "\n".join(f"2{desk}1 => 1234,Desk {desk}" for desk in desks),
    }


def _phone(phone: str, ports: Mapping[str, int]) -> str:
    devices = [phone, f"{phone}{SECOND_DEVICE}"] if phone.endswith("3") else [phone]
    contacts = "".join(f"contact = sip:{device}@127.0.0.1:{ports[device]}\n" for device in devices)
    return f"[{phone}](phone)\naors = {phone}\ncallerid = Desk {phone} <{phone}>\n[{phone}]\ntype = aor\n{contacts}"


def _queues(desk: str) -> str:
    local = "".join(f"member => Local/2{desk}{phone}@from-queue/n,0,Agent {phone}\n" for phone in "12")
    return f"[sales-{desk}](sales)\n{local}[support-{desk}](support)\nmember => PJSIP/2{desk}1,0,Agent 1\n"
