"""Handing messages to the provider: the first part alone, the others in the window, each once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import Final

from connectors.smpp import pdu, statuses
from connectors.smpp.config import SmppOptions
from connectors.smpp.inbound import Inbound
from connectors.smpp.messages import read_id
from connectors.smpp.notices import Notices
from connectors.smpp.receipts import canonical
from connectors.smpp.send import bodies
from connectors.smpp.session import Session, SessionEndedError
from hub.ports import Backoff, ConnectorError, OutboundMessage, OutboundTaken, Refused, RetryLater, Uncertain

WINDOW_SECONDS: Final = 15.0  # for a place in the window
REST_SECONDS: Final = 20.0  # for the other parts, once the first is taken


class Submitting:
    """One account's messages on their way out."""

    def __init__(self, options: SmppOptions, inbound: Inbound, notices: Notices) -> None:
        self._options = options
        self._inbound = inbound
        self._notices = notices
        self._reference = random.randrange(65_536)  # noqa: S311 - tells parts apart, no secret
        self._throttle = Backoff(options.throttle_pause, 60)
        self._paused_until = 0.0

    async def send(self, session: Session, message: OutboundMessage) -> OutboundTaken:
        """Send it once. Raises as ``SendsMessages`` says."""
        self._reference += 1
        parts = bodies(message, self._options, self._reference)
        if (wait := self._paused_until - asyncio.get_running_loop().time()) > 0:
            raise RetryLater("The provider asked for a pause.", wait, cause="not_now")
        if len(parts) == 1:
            return self._taken([await self._submit(session, parts[0])])
        with self._inbound.early.under_way():
            first = await self._submit(session, parts[0])
            return self._taken([first, *await self._rest(session, parts[1:])])

    def _taken(self, ids: Sequence[str | None]) -> OutboundTaken:
        known = [one for one in ids if one is not None]
        if known:
            self._inbound.early.know(known)
        return OutboundTaken(ids[0], len(ids))

    async def _rest(self, session: Session, parts: Sequence[bytes]) -> list[str | None]:
        """Raises ``Refused`` or ``Uncertain``: the first part is taken, so the message cannot begin anew."""
        async with asyncio.TaskGroup() as tasks:
            under_way = [tasks.create_task(self._insist(session, part)) for part in parts]
        answers = [one.result() for one in under_way]
        for kind in (Uncertain, Refused):
            for answer in answers:
                if isinstance(answer, kind):
                    raise answer
        return [one for one in answers if not isinstance(one, ConnectorError)]

    async def _insist(self, session: Session, part: bytes) -> str | ConnectorError | None:
        """The id of a part, or why there is none; tried again while it was surely not taken."""
        clock = asyncio.get_running_loop().time
        until = clock() + REST_SECONDS
        while True:
            try:
                return await self._submit(session, part)
            except RetryLater as error:
                if session.ended.done() or clock() + (error.after or 1) > until:
                    return Uncertain(f"Only a part of the message was taken: {error}")
                await asyncio.sleep(error.after or 1)
            except ConnectorError as error:
                return error

    async def _submit(self, session: Session, body: bytes) -> str | None:
        try:
            async with asyncio.timeout(WINDOW_SECONDS):
                await session.window.acquire()
        except TimeoutError:
            raise RetryLater("The provider is slow to answer what was sent before.", cause="not_now") from None
        try:
            answer = await self._ask(session, body)
        except Uncertain:
            self._notices.submitted("uncertain")
            raise
        finally:
            session.window.release()
        return self._read(answer)

    async def _ask(self, session: Session, body: bytes) -> pdu.Pdu:
        try:
            session.check()
        except SessionEndedError as error:
            raise RetryLater("The connection to the provider broke before the message was sent.") from error
        try:
            return await session.ask(pdu.SUBMIT_SM, body, self._options.response_timeout)
        except SessionEndedError as error:
            raise Uncertain("The connection broke before the provider answered.") from error
        except TimeoutError as error:
            raise Uncertain("The provider did not answer in time.") from error

    def _read(self, answer: pdu.Pdu) -> str | None:
        if answer.status == statuses.OK and answer.command == pdu.SUBMIT_SM | pdu.RESPONSE:
            self._notices.submitted("taken")
            self._throttle.reset()
            found = read_id(answer.body)
            return found and canonical(found, self._options.response_ids)
        if answer.status == statuses.OK:
            self._notices.submitted("uncertain")
            raise Uncertain("The provider answered with something else.")
        busy = answer.status in statuses.BUSY
        self._notices.submitted("busy" if busy else "refused")
        raise statuses.error_of(answer.status, self._pause() if busy else 0)

    def _pause(self) -> float:
        """All wait, since the provider counts all. Several that were under way count once."""
        now = asyncio.get_running_loop().time()
        if self._paused_until <= now:
            self._paused_until = now + self._throttle.next()
        return self._paused_until - now
