"""``peyvand demo``: the hub over a store of its own, with demo data, a simulated phone and a simulated SMS gateway."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from hub.accounts import DEMO_ACCOUNTS
from hub.app import HUB, ROLES
from hub.channels import added_accounts
from hub.db import Database
from hub.demo.callers import callers, claimed_extensions
from hub.demo.calls import ACCOUNT
from hub.demo.load import load_demo
from hub.demo.simulations import Simulations, start_all
from hub.settings import DatabaseSettings, Settings, load

STORE = "sqlite:///var/demo.db"


class Run(Protocol):
    """How the command line serves: ``hub.cli.serving.run``."""

    def __call__(
        self,
        settings: Settings,
        roles: frozenset[str],
        ready: Callable[[web.Application, str], Awaitable[None]],
        prepare: Callable[[Database], Awaitable[Any]],
    ) -> Awaitable[int]:
        """Prepare the store, serve, and call ``ready`` with the application and its address."""


async def run_demo(config: Path | None, run: Run) -> int:
    """Serve the demo until told to stop. Connectors of the settings take the simulations' place."""
    settings = load(config)
    simulations = Simulations() if settings.connectors else await start_all()
    try:
        demo = Demo(
            simulations.accounts_in(demo_settings(settings, simulated=simulations.gateway is not None)), simulations
        )
        return await run(demo.settings, ROLES, demo.ready, demo.prepare)
    finally:
        await simulations.stop()


def demo_settings(settings: Settings, *, simulated: bool = False) -> Settings:
    """The settings as the demo uses them: its own store, short links to this machine, and the sandbox,
    unless the settings say otherwise.

    ``simulated``: messages go to a simulated gateway, so that nothing is left to guard.
    """
    changes: dict[str, Any] = {"demo": True}
    if "url" not in settings.database.model_fields_set:
        changes["database"] = DatabaseSettings.model_validate({"url": STORE})
    if "sandbox" not in settings.model_fields_set:
        changes["sandbox"] = not simulated
    if not (settings.links.base_url or settings.http.public_url):
        here = f"http://localhost:{settings.http.port}"
        changes["links"] = settings.links.model_copy(update={"base_url": here, "shorten": True})
    return settings.model_copy(update=changes)


class Demo:
    """What the demo does around the hub's own start."""

    def __init__(self, settings: Settings, simulations: Simulations | None = None) -> None:
        self.settings = settings
        self._simulations = simulations or Simulations()
        self._example = "09121234567"
        self._in_earnest: list[str] = []

    async def prepare(self, db: Database) -> None:
        """Load the data, and let its customers call."""
        await load_demo(db, self.settings)
        if not self.settings.sandbox:
            async with db.read() as session:
                self._in_earnest = [one.name or one.account for one in await added_accounts(session, "sms")]
        if (phone := self._simulations.phone) is None:
            return
        known = await callers(db)
        phone.set_callers(known)
        self._example = next((number for number, _ in known), self._example)

    async def ready(self, application: web.Application, address: str) -> None:
        """The hub serves: phones with somebody at them ring, and the terminal says how to begin."""
        if phone := self._simulations.phone:
            hub = application[HUB]
            hub.seats.taken.append(lambda account, number: phone.nudge(number) if account == ACCOUNT else None)
            hub.seats.left.append(lambda account, number: phone.release(number) if account == ACCOUNT else None)
            for number in await claimed_extensions(hub.db, ACCOUNT):
                phone.nudge(number)
        self._simulations.post_to(address)
        print("\n".join(self._welcome(address)), flush=True)

    def _welcome(self, address: str) -> list[str]:
        width = max(len(account.email) for account in DEMO_ACCOUNTS)
        lines = ["", f"Peyvand demo: {address}", "", "Sign in as"]
        lines += [
            f"  {account.email:<{width}}  {account.password}  {account.role.value:<13}  {account.name}"
            for account in DEMO_ACCOUNTS
        ]
        if self._in_earnest:
            names = ", ".join(self._in_earnest)
            lines += ["", f"These accounts send SMS in earnest, to real numbers: {names}.",
                      "HUB_SANDBOX=true captures all of them instead."]  # fmt: skip
        return [*lines, *self._simulations.hints(_program(), self._example), "", "Ctrl+C stops it.", ""]


def _program() -> str:
    """How this program is called from the terminal at hand."""
    path = Path(sys.argv[0])
    if path.name != "peyvand" or shutil.which("peyvand"):
        return "peyvand"
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
