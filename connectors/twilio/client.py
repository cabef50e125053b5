"""An account at work: messages go out by the API, and its list is looked into for what no hook told."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.twilio.api import Api
from connectors.twilio.config import TwilioOptions
from connectors.twilio.messages import price_of
from connectors.twilio.notices import Notices
from connectors.twilio.polls import REMEMBERED, Polls
from hub.ports import (
    Backoff,
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
)

LONGEST: Final = 1_600  # characters that Twilio takes


class TwilioAccount:
    """One account at Twilio."""

    def __init__(self, options: TwilioOptions, host: Host) -> None:
        self._options = options
        self._host = host
        self._notices = Notices(host.account)
        self._backoff = Backoff(options.reconnect_min, options.reconnect_max)
        self._sent: OrderedDict[str, None] = OrderedDict()
        self._api: Api | None = None
        self._state = ConnectorState(Connection.STOPPED)

    async def run(self) -> None:
        """Look into the list, again and again, until cancelled."""
        self._api = api = Api(self._options, self._host.network)
        polls = Polls(self._options, self._host, api, self._notices, self._sent)
        await self._report(ConnectorState(Connection.CONNECTING))
        try:
            while True:
                pause = await self._look(polls)
                await asyncio.sleep(pause)
        finally:
            self._api = None
            await api.close()
            await self._report(ConnectorState(Connection.STOPPED))

    async def send_message(self, message: OutboundMessage) -> OutboundTaken:
        """Send it once. Raises as ``SendsMessages`` says."""
        fields = fields_of(message, self._options, self._host.hooks)
        try:
            record = await self._ready().send(fields)
        except ConnectorError as error:
            self._notices.sent(error.cause)
            raise
        self._notices.sent("taken")
        self._remember(str(record.sid))
        parts = int(record.num_segments) if str(record.num_segments or "").isdigit() else 0
        return OutboundTaken(str(record.sid), parts or None, price_of(record.price, record.price_unit))

    async def balance(self) -> Price:
        """What is left. Raises a ``ConnectorError``; subaccounts have none of their own."""
        return await self._ready().balance()

    def diagnostics(self) -> dict[str, Any]:
        """Facts for a support request, without secrets and without anybody's number."""
        return {
            "connection": str(self._state.connection), "reason": self._state.reason, "answer": self._state.answer,
            "hooks": self._host.hooks is not None, "counts": dict(self._notices.counts),
        }  # fmt: skip

    async def _look(self, polls: Polls) -> float:
        """One look; seconds until the next."""
        try:
            await polls.look()
        except ConnectorError as error:
            return await self._failed(error)
        except Exception as error:  # a defect here must not end the account
            self._notices.log.exception("twilio_poll_broke")
            return await self._failed(ConnectorError(repr(error)[:200]))
        self._backoff.reset()
        await self._report(ConnectorState(Connection.CONNECTED))
        return self._options.poll_interval

    async def _failed(self, error: ConnectorError) -> float:
        rejected = isinstance(error, NeedsSignIn)
        self._notices.poll_failed(error.cause, str(error))
        seconds = self._options.rejected_interval if rejected else self._backoff.next()
        connection = Connection.NEEDS_SIGN_IN if rejected else Connection.DISCONNECTED
        retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
        await self._report(ConnectorState(connection, "rejected" if rejected else "refused", str(error), retry_at))
        return seconds

    def _ready(self) -> Api:
        if self._api is None:
            raise RetryLater("The account is not at work.")
        return self._api

    def _remember(self, sid: str) -> None:
        self._sent[sid] = None
        while len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)

    async def _report(self, state: ConnectorState) -> None:
        if state.connection is not self._state.connection:
            self._notices.log.info("twilio_state", connection=str(state.connection), reason=state.reason)
        self._state = state
        await self._host.report(state)


def fields_of(message: OutboundMessage, options: TwilioOptions, hooks: str | None) -> dict[str, Any]:
    """The fields of a message as the package names them. Raises ``Refused`` for what can never be sent."""
    if message.to.kind != "phone":
        raise Refused("This is not a number that an SMS can go to.", cause="unknown_number")
    fields: dict[str, Any] = {"to": message.to.value, "validity_period": options.validity}
    if message.pattern is not None:
        fields |= {"content_sid": message.pattern.name, "content_variables": json.dumps(dict(message.pattern.values))}
    elif not message.text or len(message.text) > LONGEST:
        raise Refused(f"Twilio takes texts of 1 to {LONGEST} characters.", cause="content_rejected")
    else:
        fields["body"] = message.text
    if message.sender_address or not options.messaging_service:
        if not (sender := message.sender_address or options.sender):
            raise Refused("There is no sender: neither the line nor the account names one.", cause="sender_rejected")
        fields["from_"] = sender
    if options.messaging_service:
        fields["messaging_service_sid"] = options.messaging_service
    if hooks:
        fields["status_callback"] = f"{hooks.rstrip('/')}/status"
    return fields
