"""An account at work: one session after the other, and its state for the administrators."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.notices import Notices
from connectors.asterisk.outbox import Outbox
from connectors.asterisk.protocol import SessionEndedError
from connectors.asterisk.queue_follower import QueueFollower
from connectors.asterisk.records import Recovery
from connectors.asterisk.send import action_for, check_answer, seconds_for
from connectors.asterisk.session import Session
from hub.ports import (
    Backoff,
    CallCommand,
    Connection,
    ConnectorState,
    HearsQueues,
    Host,
    NeedsSignIn,
    QueueCommand,
    RetryLater,
    Uncertain,
)

FLUSH_SECONDS = 1.0


class AsteriskAccount:
    """Keeps a session to one Asterisk open."""

    def __init__(self, options: AsteriskOptions, host: Host) -> None:
        self._options = options
        self._host = host
        self._notices = Notices(host.account)
        self._outbox = Outbox(host, self._notices, options.buffer_size)
        self._backoff = Backoff(options.reconnect_min, options.reconnect_max)
        self._queues = QueueFollower(host, self._notices) if isinstance(host, HearsQueues) else None
        records = host.records if options.cdr or options.cel else None
        self._recovery = Recovery(options, records, self._notices, self._outbox) if records else None
        self._session: Session | None = None
        self._state = ConnectorState(Connection.STOPPED)

    async def run(self) -> None:
        """Connect, listen and reconnect until cancelled."""
        tasks = [asyncio.create_task(self._outbox.run())]
        if self._queues:
            tasks.append(asyncio.create_task(self._queues.deliver()))
        if self._recovery:
            tasks.append(asyncio.create_task(self._recovery.run()))
        try:
            while True:
                await self._pause_after(await self._attend())
        finally:
            await self._outbox.flush(FLUSH_SECONDS)
            for task in tasks:
                task.cancel()
            await self._report(ConnectorState(Connection.STOPPED))

    async def execute(self, command: CallCommand) -> None:
        """Carry a command out, once.

        A ``Dial`` returns when the agent's phone was picked up. Raises ``Refused``, ``RetryLater`` (not connected:
        nothing was sent), ``NeedsSignIn``, ``Uncertain`` (no answer came).
        """
        session = self._ready()
        action = action_for(command, self._options, session.boot, session.channels)
        with session.departures.awaited(command) as departed:
            await self._carry_out(session, command, action)
            await departed()

    async def _carry_out(self, session: Session, command: CallCommand, action: dict[str, str]) -> None:
        try:
            answer = await session.answer(action, seconds_for(command, self._options))
        except SessionEndedError as error:
            raise Uncertain("The connection to the PBX broke before it answered.") from error
        except TimeoutError as error:
            raise Uncertain("The PBX did not answer in time.") from error
        check_answer(answer)

    async def execute_queue(self, command: QueueCommand) -> None:
        """Carry a command about a queue out, once; raises as ``execute`` does."""
        session = self._ready()
        if self._queues is None:
            raise RetryLater("Nobody follows the queues.")
        await self._queues.execute(session, command)

    def _ready(self) -> Session:
        session = self._session
        if session is None or not session.synchronised:
            if self._state.connection is Connection.NEEDS_SIGN_IN:
                raise NeedsSignIn("The PBX does not accept the sign-in.")
            raise RetryLater("The PBX is not connected.")
        return session

    def diagnostics(self) -> dict[str, Any]:
        """Options without secrets or numbers, the state, and counts."""
        return {
            "options": self._options.model_dump(mode="json", exclude={"secret", "username"}),
            "connection": str(self._state.connection),
            "reason": self._state.reason,
            "facts": dict(self._state.facts),
            "boot": self._session.boot if self._session else None,
            "live_channels": len(self._session.channels) if self._session else 0,
            "buffered": len(self._outbox),
            "counts": dict(self._notices.counts),
        }

    async def _attend(self) -> SessionEndedError:
        """One session from connecting to its end; why it ended."""
        await self._report(ConnectorState(Connection.CONNECTING))
        session = self._session = Session(self._options, self._host.network, self._outbox, self._notices)
        connected_at: float | None = None
        following: asyncio.Task[None] | None = None
        if self._queues:
            session.on_queue = self._queues.hear
        clock = asyncio.get_running_loop().time
        try:
            await session.open()
            connected_at = clock()
            if self._recovery:
                self._recovery.connected(session.heard_from, session.clock_ahead)
            await self._report_connected()
            if self._queues:
                following = asyncio.create_task(self._queues.attend(session), name=f"queues-{self._host.account}")
            await session.watch(self._report_connected, self._recovery.heard if self._recovery else lambda _at: None)
        except SessionEndedError as error:
            return error
        except Exception as error:  # a defect here must not end the account
            self._notices.log.exception("asterisk_session_failed")
            return SessionEndedError("lost", repr(error))
        finally:
            session.close()
            session.departures.end()
            if following:
                following.cancel()
            if connected_at is not None and clock() - connected_at > self._options.ping_interval:
                self._backoff.reset()
        raise AssertionError("watch() always raises")

    async def _pause_after(self, end: SessionEndedError) -> None:
        self._notices.session_ended(end.reason, end.answer)
        rejected = end.reason in {"rejected", "no_challenge"}
        seconds = self._options.rejected_interval if rejected else self._backoff.next()
        connection = Connection.NEEDS_SIGN_IN if rejected else Connection.DISCONNECTED
        retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
        await self._report(ConnectorState(connection, end.reason, end.answer, retry_at))
        await asyncio.sleep(seconds)

    async def _report_connected(self) -> None:
        facts = dict(self._session.facts) if self._session else {}
        await self._report(ConnectorState(Connection.CONNECTED, facts=facts))

    async def _report(self, state: ConnectorState) -> None:
        if state.connection is not self._state.connection:
            self._notices.log.info("asterisk_state", connection=str(state.connection), reason=state.reason)
        self._state = state
        await self._host.report(state)
