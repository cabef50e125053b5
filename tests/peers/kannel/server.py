"""A Kannel of our own: bearerbox and smsbox with two operators, a fake one (``fakesmsc``) and one over HTTP."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_plus, unquote_to_bytes, urlencode

import aiohttp
from yarl import URL

from tests.peers.kannel.installed import Installed
from tests.support import servers
from tests.support.ports import free_ports
from tests.support.waiting import until_sync

CONFIG = Path(__file__).with_name("kannel.conf")
USER, PASSWORD = "peyvand", "the-password-of-peyvand"
LINE = "10004346"
STRANGER = "+989351112233"  # writes once whenever the gateway is started
_GOT = re.compile(r"Got message \d+: <(\S+) (\S+) (\S+) (.*)>$", re.MULTILINE)


class Kannel:
    """The gateway; ``get_url`` is where it posts what comes in, without what it says of the message."""

    def __init__(self, installed: Installed, folder: Path, get_url: str) -> None:
        self._installed = installed
        self._folder = folder
        names = ("admin", "boxes", "fake", "operator", "sendsms")
        self.ports = dict(zip(names, free_ports(len(names), socket.SOCK_STREAM), strict=True))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._starts = 0
        marks = {f"@{name}@": str(port) for name, port in self.ports.items()}
        marks |= {"@folder@": str(folder), "@user@": USER, "@password@": PASSWORD, "@get_url@": get_url}
        text = CONFIG.read_text()
        for mark, value in marks.items():
            text = text.replace(mark, value)
        (folder / "kannel.conf").write_text(text)

    @property
    def url(self) -> str:
        """Where messages are sent to."""
        return f"http://127.0.0.1:{self.ports['sendsms']}"

    def start(self) -> None:
        """Run it, and wait until it takes messages and the fake operator is connected."""
        self._starts += 1
        self._begin("bearerbox", "kannel.conf")
        until_sync(lambda: servers.answers(self.ports["boxes"]), 20, "the bearerbox")
        self._begin("smsbox", "kannel.conf")
        until_sync(lambda: servers.answers(self.ports["sendsms"]), 20, "the smsbox")
        self._begin(
            "fakesmsc", "-r", str(self.ports["fake"]), "-m", "1", "-i", "0.1", f"{STRANGER} {LINE} text hello there"
        )
        until_sync(
            lambda: self._log("bearerbox").count(b"Fakesmsc client connected") == self._starts, 20, "the operator"
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        for process in self._processes:
            process.kill()
            process.wait()
        self._processes.clear()

    def stop(self) -> None:
        """End it."""
        while self._processes:
            servers.end(self._processes.pop(), signal.SIGTERM, timeout=3)

    def delivered(self) -> list[tuple[str, str, str]]:
        """What the fake operator was given: to whom, how written (``udh``: a part of a long one), the text."""
        said = self._log("fakesmsc").decode("utf-8", "replace")
        return [(to, kind, _read(kind, body)) for _, to, kind, body in _GOT.findall(said)]

    async def hear(self, sender: str, text: str, udh: bytes = b"") -> None:
        """The other operator hands over what a person wrote: UCS-2, or a part of it."""
        query = {"username": "mo", "password": "mo", "from": sender, "to": LINE, "coding": "2", "charset": "UTF-16BE"}
        url = f"http://127.0.0.1:{self.ports['operator']}/sms?{urlencode(query)}"
        url += "&text=" + quote_from_bytes(text.encode("utf-16-be"))
        if udh:
            url += "&udh=" + quote_from_bytes(udh)
        async with aiohttp.ClientSession() as http, http.get(URL(url, encoded=True)) as answer:
            assert answer.status == 202, await answer.text()

    def _begin(self, program: str, *words: str) -> None:
        log = (self._folder / f"{program}.log").open("ab")
        with log:
            self._processes.append(subprocess.Popen(
                [*servers.end_with_us(signal.SIGKILL), self._installed.program(program), *words],
                cwd=self._folder, env=self._installed.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            ))  # fmt: skip

    def _log(self, program: str) -> bytes:
        return (self._folder / f"{program}.log").read_bytes()


def _read(kind: str, body: str) -> str:
    if kind == "text":
        return unquote_plus(body)
    written = body.partition(" data ")[2] if kind == "udh" else body
    return unquote_to_bytes(written.replace("+", " ")).decode("utf-16-be")
