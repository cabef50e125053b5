"""The accounts at work: which there are to be, who is told of changes, and what is asked of one that runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from hub import metrics
from hub.channels.host import AccountHost, Intake, QueueIntake
from hub.channels.post import AccountPost, Post
from hub.channels.queries import list_connectors
from hub.channels.records import Recovery
from hub.channels.registry import Configured
from hub.channels.removed import Clear, Removed
from hub.channels.states import Able, AccountRef, States, lay, nobody
from hub.channels.supervised import Sending, Supervised
from hub.channels.traffic import TrafficCounter
from hub.db import Database, Tx
from hub.db.held import follow
from hub.db.notify import Signals
from hub.jobs import Workers
from hub.leases import LeaseHandle, LeaseKeeper
from hub.ports import (
    AudioSource,
    CallCommand,
    CommandsCalls,
    CommandsQueues,
    KeepsAudio,
    KeepsMedia,
    MediaAccess,
    Network,
    QueueCommand,
    Refused,
    RetryLater,
    Running,
)

log = structlog.get_logger(__name__)
CHANNEL = "connectors"
SETUP_CHANNEL = "connector-setups"
Load = Callable[[AsyncSession], Awaitable[Sequence[Configured]]]


class UnknownAccount(LookupError):
    """No such account is switched on."""


class Accounts:
    """Runs every account that the settings switch on. One that crashes disturbs nobody else."""

    def __init__(
        self,
        database: Database,
        keeper: LeaseKeeper,
        configured: Sequence[Configured],
        intake: Intake,
        *,
        workers: Workers | None = None,
        signals: Signals | None = None,
        recovery: Recovery | None = None,
        queues: QueueIntake | None = None,
        load: Load | None = None,
        network: Network | None = None,
        sending: Sending | None = None,
        post: Post | None = None,
        hooks: Callable[[str], str | None] = lambda _account: None,
        clear: Clear | None = None,
        able: Able = nobody,
    ) -> None:
        self.refs: dict[str, AccountRef] = {}
        self.after_change: list[Callable[[], Awaitable[None]]] = []  # who else of this process holds the accounts
        self._database = database
        self._keeper = keeper
        self._fixed = list(configured)
        self._configured = {item.account: item for item in configured}
        self._load = load
        self._intake = intake
        self._workers = workers
        self._signals = signals
        self._recovery = recovery
        self._queues = queues
        self._network = network
        self._sending = sending
        self._post = post
        self._hooks = hooks
        self._able = able
        self._removed = Removed(database, keeper, clear) if clear else None
        self._states = States(database)
        self._traffic = TrafficCounter(database)
        self._accounts: dict[str, Supervised] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._aligning = asyncio.Lock()
        self._stale = asyncio.Event()
        self._started = False
        self._laid = False
        self._loops: list[asyncio.Task[None]] = []
        if signals:
            signals.on(CHANNEL, self._restart)
            signals.on(SETUP_CHANNEL, lambda _text: self._stale.set())

    async def start(self) -> None:
        """Bring the accounts' rows in line and start them; connecting goes on in the background."""
        self._started = True
        await self._align()
        self._loops = [asyncio.create_task(self._states.run(), name="connector-states")]
        self._loops.append(asyncio.create_task(self._traffic.run(), name="connector-traffic"))
        if self._load:
            self._loops.append(
                asyncio.create_task(follow(self._stale, self._align, "connector-setups"), name="connector-setups")
            )

    async def stop(self) -> None:
        """Stop every account, release the leases, store what is left to store."""
        self._started = False
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self._removed:
            await self._removed.stop()
        async with self._aligning:
            await self._end(list(self._tasks))
        await self._states.flush()
        await self._traffic.flush()

    async def changed(self) -> None:
        """Accounts were added, changed or removed: run them like that at once, and tell the other processes."""
        if self._signals:
            await self._signals.send(SETUP_CHANNEL, "")
        if self._started:
            await asyncio.shield(asyncio.create_task(self._align(), name="connector-align"))
        for follow_change in self.after_change:
            await follow_change()

    async def look_again(self) -> None:
        """Connectors were switched on or off: see soon which accounts can run."""
        self._stale.set()

    async def execute(self, account: str, command: CallCommand) -> None:
        """Carry a command out, once. Raises ``UnknownAccount`` or a ``ConnectorError``."""
        running = self._runs_here(account)
        if not isinstance(running, CommandsCalls):
            raise Refused("This account places no calls.")
        outcome = "failed"
        try:
            await running.execute(command)
            outcome = "done"
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            self._traffic.add(self.refs[account].id, sent=1)
            metrics.connector_commands.labels(account, outcome).inc()

    async def execute_queue(self, account: str, command: QueueCommand) -> None:
        """The same for a command about a queue. Raises ``Refused`` where the provider has none."""
        running = self._runs_here(account)
        if not isinstance(running, CommandsQueues):
            raise Refused("This account has no queues.")
        await running.execute_queue(command)
        self._traffic.add(self.refs[account].id, sent=1)

    def _runs_here(self, account: str) -> Running:
        supervised = self._accounts.get(account)
        if supervised is None:
            raise UnknownAccount(account)
        if supervised.running is None:
            raise RetryLater("This process has no session of the account.", after=1.0)
        return supervised.running

    def audio(self, account: str) -> AudioSource | None:
        """Where the account's provider keeps recordings; None where no place is named. Raises ``RetryLater``."""
        if not self._laid:  # jobs begin before the accounts of the page are read
            raise RetryLater("The accounts are not at work yet.", after=1.0)
        item = self._configured.get(account)
        if item is None or item.options is None or not isinstance(item.connector, KeepsAudio):
            return None
        return item.connector.audio(item.options)

    def media(self, account: str) -> MediaAccess | None:
        """What lets the hub in to the files of the account's messages; None where this process does not know it yet."""
        item = self._configured.get(account)
        if item is None or item.connector is None or item.options is None:
            return None
        return item.connector.media_access(item.options) if isinstance(item.connector, KeepsMedia) else MediaAccess()

    async def reconnect(self, account: str) -> None:
        """Have the account start anew, on whichever process it runs. Raises ``UnknownAccount``."""
        if account not in self._accounts and not await self._runs_elsewhere(account):
            raise UnknownAccount(account)
        self._restart(account)
        if self._signals:
            await self._signals.send(CHANNEL, account)

    def diagnostics(self, account: str) -> dict[str, Any] | None:
        """The connector's own facts for a support request, or None when it does not run here."""
        supervised = self._accounts.get(account)
        return supervised.running.diagnostics() if supervised and supervised.running else None

    async def _align(self) -> None:
        """Start, stop and restart accounts until they run as the settings and the page want them."""
        async with self._aligning:
            if not self._started:
                return
            wanted: dict[str, Configured] = {}

            async def lay_all(tx: Tx) -> dict[str, AccountRef]:
                wanted.clear()
                wanted.update((item.account, item) for item in self._fixed)
                if self._load:
                    wanted.update((item.account, item) for item in await self._load(tx.session))
                return await lay(tx, list(wanted.values()), self._able)

            refs = await self._database.write(lay_all)
            before, self._configured, self._laid = self._configured, wanted, True
            ending = [name for name in self._tasks if _must_end(before.get(name), wanted.get(name))]
            await self._end(ending)
            for name in ending:
                del self._accounts[name]
            self.refs = refs
            if self._removed:
                await self._removed.follow()
            for name, item in wanted.items():
                if item.connector is not None and name not in self._tasks:
                    supervised = Supervised(item, self._keeper, self._host, self._workers, self._sending)
                    self._accounts[name] = supervised
                    self._tasks[name] = asyncio.create_task(supervised.run(), name=f"connector-{name}")

    async def _end(self, names: Sequence[str]) -> None:
        """Stop these accounts and release their leases."""
        tasks = [self._tasks.pop(name) for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _runs_elsewhere(self, account: str) -> bool:
        """Whether another process of this hub, with other roles, may run the account."""
        if account in self._configured or self._signals is None:
            return False
        async with self._database.read() as session:
            return any(found.account == account for found in await list_connectors(session))

    def _restart(self, account: str) -> None:
        if supervised := self._accounts.get(account):
            supervised.restart()

    def _host(self, account: str, lease: LeaseHandle) -> AccountHost:
        return AccountHost(
            self.refs[account], lease, self._intake, self._states, self._traffic, self._recovery, self._queues,
            self._network, AccountPost(self._database, account, self._post) if self._post else None,
            self._hooks(account),
        )  # fmt: skip


def _must_end(before: Configured | None, wanted: Configured | None) -> bool:
    """Whether an account at work does not do any more as it is."""
    return before is None or wanted is None or wanted.connector is None or before.differs(wanted)
