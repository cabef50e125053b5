"""An account at work: it sends, asks for what is new, and tells administrators how that goes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import quote

from connectors.sms_http.answers import balance, taken
from connectors.sms_http.asking import Asker
from connectors.sms_http.config import SmsHttpOptions
from connectors.sms_http.hooks import SECRET, STATUS
from connectors.sms_http.notices import Notices
from connectors.sms_http.patterns import match
from connectors.sms_http.placeholders import names_in
from connectors.sms_http.polls import MessagesPoller, ReportsPoller
from connectors.sms_http.requests import sending
from hub.ports import (
    Connection,
    ConnectorError,
    ConnectorState,
    Host,
    NeedsSignIn,
    OutboundMessage,
    OutboundTaken,
    Price,
    Refused,
    RetryLater,
    Uncertain,
)

LONGEST_PAUSE = 300.0
SIGN_IN_PAUSE = 300.0  # gateways lock out who tries often
REACH_PAUSE = 60.0  # between two looks at a gateway that has nothing to be asked


class _Poller(Protocol):
    async def look(self) -> None: ...


class SmsHttpAccount:
    """Sends by one gateway, and follows what it tells."""

    def __init__(self, options: SmsHttpOptions, host: Host) -> None:
        self._options = options
        self._gateway = options.described()
        self._host = host
        self._notices = Notices(host.account)
        self._asker = Asker(options, host.network, self._notices)
        self._pollers = self._made_pollers()
        self._state = ConnectorState(Connection.STOPPED)
        self._rejected: NeedsSignIn | None = None  # said as something was sent, and nothing since says otherwise

    def _made_pollers(self) -> list[_Poller]:
        gateway, made = self._gateway, list[_Poller]()
        taken: dict[str, None] = {}
        for place, poll in enumerate(gateway.messages.polls):
            if "from" in names_in(poll.request.model_dump(), needed=True) and not self._options.sender:
                continue  # it is asked for by line, and there is none
            name = f"messages-{place}"
            made.append(MessagesPoller(gateway, poll, self._asker, self._host, self._notices, name, taken))
        if gateway.reports.poll:
            made.append(ReportsPoller(gateway, gateway.reports.poll, self._asker, self._host, self._notices))
        return made

    async def run(self) -> None:
        """Ask for what is new until cancelled; where there is nothing to ask, whether the gateway lets us in."""
        await self._report(ConnectorState(Connection.CONNECTING))
        failed = 0
        try:
            while True:
                error = await self._look()
                failed = failed + 1 if error else 0
                pause = self._pause(error, failed)
                await self._report(_state_after(error, pause))
                await asyncio.sleep(pause)
        finally:
            await self._report(ConnectorState(Connection.STOPPED))

    async def _look(self) -> ConnectorError | None:
        try:
            if self._pollers:
                return await self._poll()
            if self._gateway.balance:
                await self.balance()
                return None
            await self._asker.reach()
        except ConnectorError as error:
            return self._asker.concealed(error)
        except Exception:  # a defect in one poll must not end the account: the others and sending go on
            self._notices.log.exception("sms_gateway_poll_failed")
            return Refused("What the gateway told could not be worked on; the log says why.")
        return self._rejected  # that it is there does not say that it lets us in

    async def _poll(self) -> ConnectorError | None:
        """Ask for everything: what fails keeps nothing else back. The first error, if there was one."""
        errors: list[ConnectorError] = []
        for poller in self._pollers:
            try:
                await poller.look()
            except ConnectorError as error:
                errors.append(self._asker.concealed(error))
        return errors[0] if errors else None

    def _pause(self, error: ConnectorError | None, failed: int) -> float:
        if isinstance(error, NeedsSignIn):
            return SIGN_IN_PAUSE
        usual = self._options.poll_interval if self._pollers else REACH_PAUSE
        after = error.after or 0.0 if isinstance(error, RetryLater) else 0.0
        return max(after, usual if error is None else min(usual * 2 ** min(failed - 1, 6), LONGEST_PAUSE))

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        """Send it once. Raises as ``SendsMessages`` says."""
        if message.pattern is None and (known := match(self._options.patterns, message.text)):
            message = replace(message, pattern=known)
        call = self._gateway.pattern if message.pattern else self._gateway.send
        if call is None:
            raise Refused("Nothing is said of how this gateway is given a pattern.", cause="content")
        options = self._options
        given = sending(self._gateway, message, options.access(), options.sender, self._callback())
        try:
            got = await self._asker.ask("send", call.request, given)
            told = taken(self._gateway, call.answer, got, message.id)
        except ConnectorError as error:
            self._asker.concealed(error)
            if isinstance(error, NeedsSignIn):
                self._rejected = error
                await self._report(_state_after(error, SIGN_IN_PAUSE))
            raise error from None
        self._rejected = None
        return told

    async def balance(self) -> Price:
        """What is left. Raises a ``ConnectorError``."""
        call = self._gateway.balance
        if call is None:
            raise Refused("Nothing is said of how this gateway is asked for the balance.")
        try:
            return balance(self._gateway, call.answer, await self._asker.ask("balance", call.request, {}))
        except ConnectorError as error:
            raise self._asker.concealed(error) from None

    def _callback(self) -> str | None:
        """Where the gateway posts what became of a message; it ends within a query, so more may follow by ``&``."""
        secret = self._options.hook_secret
        if not (self._host.hooks and secret and self._gateway.reports.hook):
            return None
        return f"{self._host.hooks.rstrip('/')}/{STATUS}?{SECRET}={quote(secret.get_secret_value(), safe='')}"

    def diagnostics(self) -> dict[str, Any]:
        """Options without secrets or numbers, the state, and counts."""
        hidden = {"password", "api_key", "hook_secret", "username", "sender", "gateway", "patterns"}
        return {
            "options": self._options.model_dump(mode="json", exclude=hidden),
            "gateway": {"title": self._gateway.title, "verified": self._gateway.verified},
            "connection": str(self._state.connection),
            "reason": self._state.reason,
            "counts": dict(self._notices.counts),
        }

    async def _report(self, state: ConnectorState) -> None:
        same = (state.connection, state.reason, state.answer) == (
            self._state.connection, self._state.reason, self._state.answer,
        )  # fmt: skip
        self._state = state
        if not same:
            await self._host.report(state)


def _state_after(error: ConnectorError | None, pause: float) -> ConnectorState:
    if error is None:
        return ConnectorState(Connection.CONNECTED)
    again = datetime.now(UTC) + timedelta(seconds=pause)
    if isinstance(error, NeedsSignIn):
        return ConnectorState(Connection.NEEDS_SIGN_IN, "rejected", str(error), again)
    reason = "timeout" if isinstance(error, Uncertain) else "refused"
    return ConnectorState(Connection.DISCONNECTED, reason, str(error), again)
