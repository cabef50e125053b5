"""A connector that does what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from pydantic import Field, SecretStr

from hub.ports import FILE_ONLY, CallCommand, Connection, ConnectorState, Host, Options, Running


class ToyOptions(Options):
    """Options of a toy."""

    host: str
    port: int = Field(1, ge=1, le=65535)
    secret: SecretStr = SecretStr("")
    trunks: tuple[str, ...] = ()
    ca_file: str | None = None
    folder: str | None = Field(None, json_schema_extra=FILE_ONLY)


Script = Callable[["ToyAccount"], Awaitable[None]]


async def connect(account: ToyAccount) -> None:
    """Connect and stay so."""
    await account.host.report(ConnectorState(Connection.CONNECTED, facts={"version": "22"}))
    await asyncio.Event().wait()


class ToyAccount:
    """Runs the script of its account."""

    def __init__(self, options: ToyOptions, host: Host) -> None:
        self.options = options
        self.host = host
        self.commands: list[CallCommand] = []
        ToyConnector.made.setdefault(host.account, []).append(self)

    async def run(self) -> None:
        """Do what the test wants."""
        await ToyConnector.scripts.get(self.host.account, connect)(self)

    async def execute(self, command: CallCommand) -> None:
        """Remember it."""
        self.commands.append(command)

    def diagnostics(self) -> dict[str, Any]:
        """Nothing but the host."""
        return {"host": self.options.host}


class ToyConnector:
    """The toy's entry point."""

    name = "toy"
    channel = "call"
    options: type[Options] = ToyOptions
    scripts: ClassVar[dict[str, Script]] = {}
    made: ClassVar[dict[str, list[ToyAccount]]] = {}

    def create(self, options: Options, host: Host) -> Running:
        """A toy account."""
        assert isinstance(options, ToyOptions)
        return ToyAccount(options, host)

    def address(self, options: Options) -> str:
        """Host and port."""
        assert isinstance(options, ToyOptions)
        return f"{options.host}:{options.port}"


CONNECTOR = ToyConnector()
