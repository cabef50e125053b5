"""A small AMI peer on a real socket that does what a test tells it, good or bad."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping

EOL = "\r\n"


def packet(headers: Mapping[str, object]) -> bytes:
    return (EOL.join(f"{key}: {value}" for key, value in headers.items()) + EOL + EOL).encode()


class AmiPeer:
    def __init__(self) -> None:
        self.banner: bytes | None = b"Asterisk Call Manager/11.0.0\r\n"
        self.challenge: str | None = "840415273"  # None: it knows no such action
        self.login_error: str | None = None
        self.silent_on: set[str] = set()  # actions that get no answer
        self.answers: dict[str, list[dict[str, str]]] = {}  # action → packets instead of the usual ones
        self.fully_booted = True
        self.startup = ("2026-11-22", "10:00:00")
        self.channels: list[dict[str, str]] = []
        self.list_items: list[str] = []  # ListItems of the next lists, when they shall lie
        self.before_list: list[dict[str, str]] = []  # events between sign-in and the list
        self.connections = 0
        self.actions: list[dict[str, str]] = []
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
        self.cut()
        await asyncio.sleep(0)

    def cut(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()
        self._writers.clear()

    def raw(self, data: bytes) -> None:
        for writer in self._writers:
            writer.write(data)

    def event(self, name: str, **headers: str) -> None:
        self.raw(packet({"Event": name, **headers}))

    def names(self) -> list[str]:
        return [action["Action"] for action in self.actions]

    def sent(self, name: str) -> list[dict[str, str]]:
        return [action for action in self.actions if action["Action"] == name]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        if self.banner is not None:
            writer.write(self.banner)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split(EOL)
                action = dict(line.split(": ", 1) for line in lines)
                self.actions.append(action)
                for answer in self._answer(action):
                    writer.write(packet(answer))
        self._writers.discard(writer)
        writer.close()

    def _answer(self, action: dict[str, str]) -> list[dict[str, str]]:
        name, own = action["Action"], {"ActionID": action["ActionID"]}
        if name in self.silent_on:
            return []
        if name in self.answers:
            return [own | answer for answer in self.answers[name]]
        success = {"Response": "Success"} | own
        if name == "Challenge":
            unknown = {"Response": "Error", "Message": "Invalid/unknown command: Challenge."} | own
            return [unknown if self.challenge is None else success | {"Challenge": self.challenge}]
        if name == "Login":
            return self._login(success)
        if name == "CoreStatus":
            return [success | {"CoreStartupDate": self.startup[0], "CoreStartupTime": self.startup[1]}]
        if name == "CoreSettings":
            return [success | {"AsteriskVersion": "22.1.0"}]
        if name == "CoreShowChannels":
            return [*self.before_list, *self._list(success, own)]
        return [success | ({"Ping": "Pong"} if name == "Ping" else {"Message": "Done"})]

    def _login(self, success: dict[str, str]) -> list[dict[str, str]]:
        if self.login_error:
            return [success | {"Response": "Error", "Message": self.login_error}]
        booted = [{"Event": "FullyBooted", "Privilege": "system,all", "Status": "Fully Booted"}]
        return [success | {"Message": "Authentication accepted"}, *(booted if self.fully_booted else [])]

    def _list(self, success: dict[str, str], own: dict[str, str]) -> list[dict[str, str]]:
        items = self.list_items.pop(0) if self.list_items else str(len(self.channels))
        channels = [{"Event": "CoreShowChannel"} | own | channel for channel in self.channels]
        complete = {"Event": "CoreShowChannelsComplete", "EventList": "Complete", "ListItems": items} | own
        return [success | {"EventList": "start", "Message": "Channels will follow"}, *channels, complete]
