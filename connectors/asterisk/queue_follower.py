"""Keeps the hub in step with the PBX's queues: the list at the start, then what changes; and the commands."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.asterisk.notices import Notices
from connectors.asterisk.protocol import SessionEndedError
from connectors.asterisk.queue_actions import check_queue_answer, queue_action
from connectors.asterisk.queues import IncompleteQueuesError, QueueBook, phones_in, read_queues
from connectors.asterisk.session import Session
from hub.ports import HearsQueues, PauseMember, QueueCommand, RetryLater, Uncertain

LINGER = 0.05  # seconds: a pause of five queues is five events
LONGEST = 10.0  # seconds between two attempts to reach the store
SECONDS = 10.0  # for an answer
AGAIN = 300.0  # seconds between two lists: a member that is taken out of the configuration is not told


class QueueFollower:
    """One account's queues. The session hands it what concerns queues; the hub is told by a task of its own."""

    def __init__(self, host: HearsQueues, notices: Notices) -> None:
        self.book = QueueBook()
        self._host = host
        self._notices = notices
        self._changed = asyncio.Event()
        self._list_now = asyncio.Event()
        self._held: list[tuple[Mapping[str, str], datetime]] | None = None  # events that come while a list does

    def hear(self, packet: Mapping[str, str], at: datetime) -> None:
        """An event of ``queues.EVENTS``."""
        if packet.get("event") == "Reload":
            self._list_now.set()
        elif self._held is not None:
            self._held.append((packet, at))
        elif self.book.follow(packet, at):
            self._changed.set()

    async def deliver(self) -> None:
        """Tell the hub what changed, until cancelled."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(LINGER)
            self._changed.clear()
            facts = self.book.take()
            try:
                if facts:
                    await self._host.receive_queues(facts)
            except RetryLater as later:
                self.book.give_back(facts)
                self._changed.set()
                await asyncio.sleep(min(later.after or 1.0, LONGEST))
            except Exception as error:  # what the hub cannot digest must not stop what follows
                self._notices.log.exception("asterisk_queues_refused", error=repr(error))

    async def attend(self, session: Session) -> None:
        """List the session's queues now, after each reload, and now and then; ends with the session."""
        while True:
            self._list_now.clear()
            try:
                await self._list(session)
            except SessionEndedError:
                return
            except TimeoutError:
                self._notices.log.warning("asterisk_queues_not_listed", reason="timeout")
            except IncompleteQueuesError as error:
                self._notices.log.warning("asterisk_queues_not_listed", reason=str(error))
            try:
                async with asyncio.timeout(AGAIN):
                    await self._list_now.wait()
            except TimeoutError:
                continue

    async def execute(self, session: Session, command: QueueCommand) -> None:
        """Carry a command out, once. Raises ``Refused`` or ``Uncertain``."""
        action = queue_action(command)
        if isinstance(command, PauseMember):
            self.book.expect(command.interface, command.paused, command.reason, datetime.now(UTC))
        try:
            answer = await session.answer(action, SECONDS)
        except SessionEndedError as error:
            raise Uncertain("The connection to the PBX broke before it answered.") from error
        except TimeoutError as error:
            raise Uncertain("The PBX did not answer in time.") from error
        if answer[0].get("response", "") != "Success":
            self._list_now.set()  # the PBX knows better than we did
        check_queue_answer(answer[0])

    async def _list(self, session: Session) -> None:
        self._held = []
        try:
            answer = await session.answer({"Action": "QueueStatus"}, SECONDS)
            if answer[0].get("response", "") == "Success":
                self.book.learn(read_queues(answer, session.boot, datetime.now(UTC)), phones_in(answer))
                self._changed.set()
        finally:
            held, self._held = self._held or [], None
            for packet, at in held:
                if self.book.follow(packet, at):
                    self._changed.set()
