"""The real Asterisk, with SIPp callers and phones, as an exchange of the checks."""

from __future__ import annotations

import asyncio
import shutil
import socket
import time
from collections.abc import Sequence
from typing import Any

from tests.peers.asterisk.root import Root
from tests.peers.asterisk.server import USER, AsteriskServer
from tests.peers.asterisk.sipp import Sipp
from tests.support.ports import free_ports
from tests.support.telephony.pbx import Answers, Behaviour, Busy
from tests.support.waiting import until

LONG = 600_000  # milliseconds: longer than any test


class RealExchange:
    """``Pbx`` over Asterisk and SIPp."""

    name = "asterisk"

    def __init__(self, server: AsteriskServer, sipp_root: Root) -> None:
        self.server = server
        self._sipp_root = sipp_root
        self._folder = sipp_root.workspace("sipp")
        self.ami_port = server.ami_port
        self._phones: dict[str, Sipp] = {}
        self._calls: list[Sipp] = []
        self._started_at = int(time.time())
        self.more: dict[str, Any] = {}  # options beyond those that all tests need

    def options(self, port: int) -> dict[str, Any]:
        """The connector's options for it."""
        return {"host": "127.0.0.1", "port": port, "username": USER, "secret": self.server.secret, **self.more}

    async def phone(self, extension: str, behaviour: Behaviour) -> None:
        """Say how a phone (or ``trunk``) treats calls from now on."""
        if extension in self._phones:
            self._phones.pop(extension).kill()
        port = self.server.phone_ports[extension]
        if isinstance(behaviour, Busy):
            phone = Sipp(self._sipp_root, self._folder, "busy", port)
        else:
            after = int(behaviour.after * 1000) if isinstance(behaviour, Answers) else LONG
            phone = Sipp(self._sipp_root, self._folder, "phone", port, answer_after=after, hang_up_after=LONG)
        self._phones[extension] = phone
        await phone.ready()

    async def call(self, to: str, *, number: str | None = "09121234567", name: str | None = None) -> Sipp:
        """Let somebody outside call."""
        if number is None:
            return self._place(to, "anonymous", '"Anonymous" ', "anonymous.invalid")
        return self._place(to, number, f'"{name}" ' if name else "")

    async def call_from(self, extension: str, to: str) -> Sipp:
        """Let the person at a phone dial."""
        return self._place(to, extension)

    async def speak(self, to: str, *, number: str = "09121234567") -> Sipp:
        """Let somebody outside call, and make a noise once they are answered."""
        return self._place(to, number, scenario="speaker", sound=self._noise())

    async def speaking_phone(self, extension: str) -> None:
        """A phone that is picked up and makes a noise: without frames of its own, digits played to it are not heard."""
        if extension in self._phones:
            self._phones.pop(extension).kill()
        port, values = self.server.phone_ports[extension], {"answer_after": 200, "hang_up_after": LONG}
        phone = Sipp(self._sipp_root, self._folder, "voice", port, sound=self._noise(), **values)
        self._phones[extension] = phone
        await phone.ready()

    async def holding_phone(self, extension: str, *, follows: bool = True) -> None:
        """A phone that knows the talk and hold events; without ``follows`` it takes them and does nothing."""
        if extension in self._phones:
            self._phones.pop(extension).kill()
        values = {"answer_after": 200, "hang_up_after": LONG, "then": "follow" if follows else "wait"}
        phone = Sipp(self._sipp_root, self._folder, "holder", self.server.phone_ports[extension], **values)
        self._phones[extension] = phone
        await phone.ready()

    def _noise(self) -> str:
        sound = self._folder / "noise.ul"
        sound.write_bytes(bytes(range(256)) * 64)  # two seconds of PCMU, again and again
        return self._sipp_root.inside(sound)

    def traffic(self, scenario: str, to: str, numbers: Sequence[str], rate: float, talk: float = 1) -> Sipp:
        """Let many people outside call, ``rate`` a second, each from the next of ``numbers``, for ``talk`` seconds."""
        users = self._folder / f"{scenario}-{to}-{talk:g}.csv"
        users.write_text("\n".join(["SEQUENTIAL", *numbers, ""]))
        bounds = ["-inf", self._sipp_root.inside(users), "-m", str(len(numbers)), "-r", str(rate)]
        target, port = f"127.0.0.1:{self.server.sip_port}", free_ports(1, socket.SOCK_DGRAM)[0]
        callers = Sipp(self._sipp_root, self._folder, scenario, port, *bounds, target, target=to, talk=int(talk * 1000))
        self._calls.append(callers)
        return callers

    async def kill(self) -> None:
        """SIGKILL."""
        await asyncio.to_thread(self.server.kill)

    async def start(self) -> None:
        """Start it again and wait until it is fully booted."""
        # AMI tells a start to the second, and no exchange that people use is up twice within one.
        await until(lambda: int(time.time()) > self._started_at)
        self._started_at = int(time.time())
        self.server.spawn()
        await asyncio.to_thread(self.server.wait_until_booted)

    def close(self) -> None:
        """End every caller and phone."""
        for sipp in [*self._phones.values(), *self._calls]:
            sipp.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(
        self, to: str, user: str, display: str = "", domain: str = "127.0.0.1", scenario: str = "caller", **more: str
    ) -> Sipp:
        port = free_ports(1, socket.SOCK_DGRAM)[0]
        target = f"127.0.0.1:{self.server.sip_port}"
        caller = {"target": to, "user": user, "display": display, "domain": domain, **more}
        call = Sipp(self._sipp_root, self._folder, scenario, port, "-m", "1", target, **caller)
        self._calls.append(call)
        return call
