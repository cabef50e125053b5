"""Looks into Twilio's list of messages, for what no hook told: the hub was away, or nobody can reach it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.twilio.api import Api
from connectors.twilio.config import TwilioOptions
from connectors.twilio.messages import inbound, price_of
from connectors.twilio.messages import report as made_report
from connectors.twilio.notices import Notices
from hub.ports import DeliveryReport, Host, InboundMessage, Refused, TellsAwaited

CURSOR: Final = "polled"
BEGUN: Final = "begun"  # when the account came to the hub: what lies before is not the hub's
OVERLAP: Final = timedelta(minutes=10)  # a message may be listed a little later than it was sent
DEEP: Final = timedelta(hours=1)  # between two looks as far back as the options say
REMEMBERED: Final = 20_000  # messages sent, the newest: which of a shared account are the hub's
MOST_PAGES: Final = 2_000
AT_ONCE: Final = 10_000  # messages that came in, put in their order before the first is stored
TOGETHER: Final = 50  # that are stored at a time, each of somebody else
AWAITED: Final = 1_000  # asked for at a time


class Polls:
    """One account's looks. What is listed twice does no harm: messages have their key, states only go on."""

    def __init__(self, options: TwilioOptions, host: Host, api: Api, notices: Notices, sent: Container[str]) -> None:
        self._options = options
        self._host = host
        self._api = api
        self._notices = notices
        self._sent = sent
        self._deep_at: datetime | None = None
        self._asked: OrderedDict[str, None] = OrderedDict()  # keys of messages that are stored with their files

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
        """The list is the newest first, and what people say is not: who wrote STOP and then START wants to be in."""
        awaited = await self._awaited() if self._options.shared_account else frozenset[str]()
        pages, came = 0, list[InboundMessage]()
        async for page in self._api.messages(since):
            came += [
                await self._with_files(record, message)
                for record in page
                if (message := read_inbound(record)) is not None
            ]
            await self._take_reports(page, awaited)
            if len(came) >= AT_ONCE:
                await self._take(came)
                came = []
            pages += 1
            if pages >= MOST_PAGES:
                raise Refused("Twilio's list does not end.")
        await self._take(came)

    async def _with_files(self, record: Any, message: InboundMessage) -> InboundMessage:
        """The list says only how many files there are; each message is asked until it is stored."""
        if str(record.num_media or "0") in {"0", ""} or message.dedupe_key in self._asked:
            return message
        return replace(message, media=await self._api.media(str(record.sid)))

    async def _awaited(self) -> frozenset[str]:
        """What the hub sent before it was started, and waits for still: the newest of that."""
        found: deque[str] = deque(maxlen=REMEMBERED)
        after: str | None = None
        while isinstance(self._host, TellsAwaited):
            ids, after = await self._host.awaited(after, AWAITED)
            found.extend(ids)
            if after is None:
                break
        return frozenset(found)

    async def _take(self, came: list[InboundMessage]) -> None:
        newest_first = sorted(came, key=lambda one: one.at, reverse=True)  # within a second as they were listed
        for some in rounds(reversed(newest_first)):
            ends = await asyncio.gather(*map(self._host.take, some), return_exceptions=True)
            for end in ends:
                if end is not None:
                    raise end
        self._asked |= {one.dedupe_key: None for one in came if one.media}
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        self._notices.found("inbound", len(came))

    async def _take_reports(self, page: list[Any], awaited: Container[str]) -> None:
        records = [one for one in page if self._is_own(str(one.sid), awaited)]
        reports = [report for record in records if (report := read_report(record)) is not None]
        await self._host.take_reports(reports)
        self._notices.found("report", len(reports))

    def _is_own(self, sid: str, awaited: Container[str]) -> bool:
        return not self._options.shared_account or sid in self._sent or sid in awaited


def rounds(messages: Iterable[InboundMessage]) -> Iterator[list[InboundMessage]]:
    """Those that may be stored at the same time: no two of one sender, whose order counts."""
    some: dict[str, InboundMessage] = {}
    for message in messages:
        if message.sender.value in some or len(some) >= TOGETHER:
            yield list(some.values())
            some = {}
        some[message.sender.value] = message
    if some:
        yield list(some.values())


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
