"""An account at work: one session after the other, and its state for the administrators."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.smpp import pdu, statuses
from connectors.smpp.config import SmppOptions
from connectors.smpp.inbound import Inbound
from connectors.smpp.notices import Notices
from connectors.smpp.pdu import Pdu
from connectors.smpp.session import Session, SessionEndedError
from connectors.smpp.submitting import Submitting
from hub.ports import Backoff, Connection, ConnectorState, Host, NeedsSignIn, OutboundMessage, OutboundTaken, RetryLater

STOP_SECONDS = 2.0
_BINDS = {
    "transceiver": (pdu.BIND_TRANSCEIVER,),
    "pair": (pdu.BIND_TRANSMITTER, pdu.BIND_RECEIVER),
    "transmitter": (pdu.BIND_TRANSMITTER,),
}


class SmppAccount:
    """Keeps a session (or a pair) to one SMSC open."""

    def __init__(self, options: SmppOptions, host: Host) -> None:
        self._options = options
        self._host = host
        self._notices = Notices(host.account)
        self._inbound = Inbound(options, host, self._notices)
        self._submitting = Submitting(options, self._inbound, self._notices)
        self._backoff = Backoff(options.reconnect_min, options.reconnect_max)
        self._sessions: list[Session] = []
        self._deliveries: set[asyncio.Task[None]] = set()
        self._state = ConnectorState(Connection.STOPPED)

    async def run(self) -> None:
        """Connect, listen and reconnect until cancelled."""
        await self._inbound.load()
        storing = asyncio.create_task(self._inbound.run())
        try:
            while True:
                await self._pause_after(await self._attend())
        finally:
            await self._stop(storing)

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        """Send it once; taken when every part is. Raises as ``SendsMessages`` says."""
        if self._state.connection is Connection.NEEDS_SIGN_IN:
            raise NeedsSignIn("The provider does not accept the system_id or the password.")
        if self._state.connection is not Connection.CONNECTED or not self._sessions:
            raise RetryLater("There is no connection to the provider.")
        return await self._submitting.send(self._sessions[0], message)

    def diagnostics(self) -> dict[str, Any]:
        """Facts for a support request, without secrets and without anybody's number."""
        return {
            "connection": str(self._state.connection), "reason": self._state.reason, "answer": self._state.answer,
            "smsc": [session.smsc for session in self._sessions], "bind": self._options.bind,
            "under_way": len(self._deliveries), "counts": dict(self._notices.counts),
        }  # fmt: skip

    async def _attend(self) -> SessionEndedError:
        """One session, or pair, from its beginning to its end."""
        await self._report(ConnectorState(Connection.CONNECTING))
        clock = asyncio.get_running_loop().time
        began = None
        try:
            for command in _BINDS[self._options.bind]:
                session = Session(self._options, self._on_request)
                self._sessions.append(session)
                await session.open(self._host.network, command)
            began = clock()
            self._inbound.session_began()
            await self._report(ConnectorState(Connection.CONNECTED, facts={"smsc": self._sessions[0].smsc}))
            return await self._watch()
        except SessionEndedError as error:
            return error
        except Exception as error:  # a defect here must not end the account
            self._notices.log.exception("smpp_session_failed")
            return SessionEndedError("lost", repr(error))
        finally:
            await self._end_sessions()
            if began is not None and clock() - began > self._options.enquire_interval:
                self._backoff.reset()

    async def _watch(self) -> SessionEndedError:
        watching = [asyncio.create_task(session.watch()) for session in self._sessions]
        try:
            done, _ = await asyncio.wait(watching, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
        error = next(iter(done)).exception()
        return error if isinstance(error, SessionEndedError) else SessionEndedError("lost", repr(error))

    async def _end_sessions(self) -> None:
        sessions, self._sessions = self._sessions, []
        await asyncio.gather(*(session.close() for session in sessions))
        self._inbound.session_ended(sessions[-1].heard if sessions else 0.0)  # the last of a pair is the receiver

    async def _pause_after(self, end: SessionEndedError) -> None:
        self._notices.session_ended(end.reason, end.answer)
        if end.raw:
            await self._park(end.raw)
        rejected = end.reason == "rejected"
        seconds = self._options.rejected_interval if rejected else self._backoff.next()
        connection = Connection.NEEDS_SIGN_IN if rejected else Connection.DISCONNECTED
        retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
        await self._report(ConnectorState(connection, end.reason, end.answer, retry_at))
        await asyncio.sleep(seconds)

    async def _park(self, raw: bytes) -> None:
        try:
            await self._inbound.park(raw, "malformed", "octets that are no packet")
        except RetryLater:
            self._notices.log.exception("smpp_octets_lost", octets=len(raw))

    def _on_request(self, session: Session, packet: Pdu) -> None:
        if packet.command in {pdu.DELIVER_SM, pdu.DATA_SM}:
            task = asyncio.create_task(self._deliver(session, packet))
            self._deliveries.add(task)
            task.add_done_callback(self._deliveries.discard)
        elif packet.command not in {pdu.OUTBIND, pdu.ALERT_NOTIFICATION}:  # those are answered by nothing
            self._notices.odd_packet("unknown", f"command {packet.command:#010x}")
            session.reject(packet.sequence, statuses.INVALID_COMMAND)

    async def _deliver(self, session: Session, packet: Pdu) -> None:
        status = await self._inbound.take(packet, session)
        if status == statuses.OK and session.ended.done():
            self._inbound.unanswered(packet)
        session.answer(packet, status)

    async def _stop(self, storing: asyncio.Task[None]) -> None:
        """What is stored already is answered still; what is not will be delivered again."""
        if self._deliveries:
            await asyncio.wait(self._deliveries, timeout=STOP_SECONDS)
        await self._end_sessions()
        for task in (*self._deliveries, storing):
            task.cancel()
        await asyncio.gather(*self._deliveries, storing, return_exceptions=True)
        await self._inbound.close()
        await self._report(ConnectorState(Connection.STOPPED))

    async def _report(self, state: ConnectorState) -> None:
        if state.connection is not self._state.connection:
            self._notices.log.info("smpp_state", connection=str(state.connection), reason=state.reason)
        self._state = state
        await self._host.report(state)
