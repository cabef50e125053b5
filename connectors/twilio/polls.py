"""Looks into Twilio's list of messages, for what no hook told: the hub was away, or nobody can reach it."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.twilio.api import Api
from connectors.twilio.config import TwilioOptions
from connectors.twilio.messages import inbound, price_of
from connectors.twilio.messages import report as made_report
from connectors.twilio.notices import Notices
from hub.ports import DeliveryReport, Host, InboundMessage, Refused

CURSOR: Final = "polled"
BEGUN: Final = "begun"  # when the account came to the hub: what lies before is not the hub's
OVERLAP: Final = timedelta(minutes=10)  # a message may be listed a little later than it was sent
DEEP: Final = timedelta(hours=1)  # between two looks as far back as the options say
MOST_PAGES: Final = 2_000


class Polls:
    """One account's looks. What is listed twice does no harm: messages have their key, states only go on."""

    def __init__(self, options: TwilioOptions, host: Host, api: Api, notices: Notices, sent: Container[str]) -> None:
        self._options = options
        self._host = host
        self._api = api
        self._notices = notices
        self._sent = sent
        self._deep_at: datetime | None = None

    async def look(self) -> None:
        """One look, from where the last one ended. Raises a ``ConnectorError``; then nothing is passed over."""
        began = datetime.now(UTC)
        known = await self._host.cursor(CURSOR)
        if known is None:  # a new account: its past is not the hub's
            await self._api.name()
            await self._host.keep_cursor(BEGUN, began.isoformat())
        else:
            deep = self._deep_at is None or began - self._deep_at >= DEEP
            since = self._since(datetime.fromisoformat(known), began, deep=deep)
            first = await self._host.cursor(BEGUN)
            await self._read(max(since, datetime.fromisoformat(first)) if first else since)
            self._deep_at = began if deep else self._deep_at
        await self._host.keep_cursor(CURSOR, began.isoformat())

    def _since(self, known: datetime, now: datetime, *, deep: bool) -> datetime:
        back = now - timedelta(seconds=self._options.poll_back)
        return min(known - OVERLAP, back) if deep else known - OVERLAP

    async def _read(self, since: datetime) -> None:
        pages = 0
        async for page in self._api.messages(since):
            await self._take(page)
            pages += 1
            if pages >= MOST_PAGES:
                raise Refused("Twilio's list does not end.")

    async def _take(self, page: list[Any]) -> None:
        messages = [message for record in page if (message := read_inbound(record)) is not None]
        reports = [report for record in page if (report := self._report(record)) is not None]
        for message in messages:
            await self._host.take(message)
        await self._host.take_reports(reports)
        self._notices.found("inbound", len(messages))
        self._notices.found("report", len(reports))

    def _report(self, record: Any) -> DeliveryReport | None:
        if self._options.shared_account and str(record.sid) not in self._sent:
            return None
        return read_report(record)


def read_inbound(record: Any) -> InboundMessage | None:
    """A message that came in, as the list has it; None for another, and for one of another channel."""
    sender, at = str(record.from_ or ""), record.date_sent or record.date_created
    if str(record.direction or "") != "inbound" or not sender or ":" in sender or not isinstance(at, datetime):
        return None
    parts = int(record.num_segments) if str(record.num_segments or "").isdigit() else None
    return inbound(str(record.sid), sender, str(record.to or ""), str(record.body or ""), _aware(at), parts=parts)


def read_report(record: Any) -> DeliveryReport | None:
    """What became of a message that went out, as the list has it."""
    if not str(record.direction or "").startswith("outbound"):
        return None
    at = record.date_updated if isinstance(record.date_updated, datetime) else datetime.now(UTC)
    return made_report(
        str(record.sid), str(record.status or ""), _aware(at), code=record.error_code, detail=record.error_message,
        price=price_of(record.price, record.price_unit),
    )  # fmt: skip


def _aware(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
