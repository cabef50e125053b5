"""What the provider delivers: messages, their parts, receipts. Answered once it is stored, or parked."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from connectors.smpp import pdu, remembered, statuses
from connectors.smpp.alphabets import UndecodableError
from connectors.smpp.assemble import Assembler, Part, Together, part_of
from connectors.smpp.config import SmppOptions
from connectors.smpp.early import Early
from connectors.smpp.fields import MalformedError
from connectors.smpp.kept import KeptParts, KeptReceipts
from connectors.smpp.messages import read_data, read_message
from connectors.smpp.notices import Notices
from connectors.smpp.outcomes import Outcomes, patiently
from connectors.smpp.pdu import Pdu
from connectors.smpp.receipts import Receipt, read_receipt
from connectors.smpp.repeats import Repeats, digest_of
from connectors.smpp.text import clean, clean_text
from connectors.smpp.tracking import Parts
from hub.ports import DeliveryReport, Host, InboundMessage, Peer, RetryLater

MOST_UNDER_WAY: Final = 1_000
EARLY_SECONDS: Final = 1.0  # that the answer to an early receipt waits for its message
ALPHANUMERIC: Final = 5  # type of number
INTERNATIONAL: Final = 1


class Inbound:
    """One account's deliveries. Their order is that of their times, which are told as they come."""

    def __init__(self, options: SmppOptions, host: Host, notices: Notices) -> None:
        self.parts = Parts()
        self.early = Early(self.parts)
        self._options = options
        self._host = host
        self._notices = notices
        self._outcomes = Outcomes(host)
        self._assembler = Assembler(options.parts_patience)
        self._kept = KeptParts(host)
        self._given_up: list[Together] = []
        self._kept_receipts = KeptReceipts(host)
        self._late: dict[asyncio.Task[None], tuple[int, Receipt, datetime]] = {}
        self._repeats = Repeats()
        self._errors = options.errors
        self._under_way: dict[str, tuple[object, asyncio.Future[int]]] = {}

    async def load(self) -> None:
        """Take up what was kept, however long the hub is away."""
        left: tuple[list[tuple[Part, datetime]], list[tuple[int, Receipt, datetime]]] | None = None
        while left is None:
            try:
                await remembered.load(self._host, self.parts)
                left = await self._kept.load(), await self._kept_receipts.load()
            except RetryLater as error:
                await asyncio.sleep(error.after or 1)
        parts, receipts = left
        for part, began in parts:
            self._given_up += self._assembler.add(part, began)
        for slot, receipt, at in receipts:
            self._await_message(slot, receipt, at)

    async def run(self) -> None:
        """Store receipts, and give up what stays incomplete, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._outcomes.run())
            tasks.create_task(self._give_up_overdue())

    async def close(self) -> None:
        """Tell what still waits, as it is known now, and keep what the next process must know."""
        left = dict(self._late)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        with contextlib.suppress(RetryLater):
            await self._host.take_reports([self._report(receipt, at) for _, receipt, at in left.values()])
            await self._kept_receipts.drop([slot for slot, _, _ in left.values()])
        await remembered.keep(self._host, self.parts)

    async def take(self, packet: Pdu, session: object) -> int:
        """What to answer: stored (or parked), or to be delivered again later. Never raises for what came."""
        digest = digest_of(packet.body)
        known = self._under_way.get(digest)
        if known is not None and known[0] is not session:  # delivered again before it was stored
            return await self._of_another_session(digest, known[1])
        if len(self._under_way) >= MOST_UNDER_WAY:
            return statuses.QUEUE_FULL
        outcome: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._under_way[digest] = (session, outcome)
        status = statuses.TEMPORARY
        try:
            status = await self._take(packet, digest)
        except RetryLater:
            self._notices.log.warning("smpp_delivery_put_off")
        except Exception:  # whoever waits for the outcome must get one, or the provider waits for ever
            self._notices.log.exception("smpp_delivery_failed")
        finally:
            outcome.set_result(status)
            if self._under_way.get(digest) == (session, outcome):
                del self._under_way[digest]
        return status

    def unanswered(self, packet: Pdu) -> None:
        """The session was over before the answer could be written."""
        self._repeats.unanswered(digest_of(packet.body), asyncio.get_running_loop().time())

    def session_ended(self, heard: float) -> None:
        """What was answered last may be delivered again; what was answered before ``heard`` the provider has read."""
        self._repeats.session_ended(asyncio.get_running_loop().time(), heard)

    def session_began(self) -> None:
        """What is delivered again comes now."""
        self._repeats.session_began(asyncio.get_running_loop().time())

    async def park(self, raw: bytes, why: str, detail: str) -> None:
        """Keep octets that cannot be read. Raises ``RetryLater``."""
        self._notices.odd_packet(why, detail)
        key = f"smpp:{digest_of(raw)}"
        payload = {"raw": raw.hex(), "why": why}
        await patiently(lambda: self._host.park(key, payload, clean(detail)))

    async def _of_another_session(self, digest: str, outcome: asyncio.Future[int]) -> int:
        status = await asyncio.shield(outcome)
        if status == statuses.OK:
            self._repeats.answered_again(digest, asyncio.get_running_loop().time())
        return status

    async def _take(self, packet: Pdu, digest: str) -> int:
        at = datetime.now(UTC)
        clock = asyncio.get_running_loop().time
        if self._repeats.again(digest, clock()):
            self._notices.received("repeated")
        else:
            await self._read(packet, at, digest)
        self._repeats.answered(digest, clock())
        return statuses.OK

    async def _read(self, packet: Pdu, at: datetime, digest: str) -> None:
        try:
            message = (read_data if packet.command == pdu.DATA_SM else read_message)(packet.body)
            receipt = read_receipt(message, self._options.receipt_ids, self._errors)
            part = None if message.is_receipt else part_of(message)
        except MalformedError as error:
            return await self.park(packet.encode(), "malformed", str(error))
        if receipt is not None and message.is_receipt:
            return await self._take_receipt(receipt, at)
        if part is None:
            return await self.park(packet.encode(), "malformed", "a receipt that names no message, or no state")
        if part.total == 1:
            return await self._keep(Together(part, at, {1: part}), f"{digest}:{at.timestamp():.6f}")
        await self._take_part(part, at)

    async def _take_part(self, part: Part, at: datetime) -> None:
        """Answered once it is kept, or once the whole is stored."""
        whole: Together | None = None
        for together in self._assembler.add(part, at):
            if together.parts.get(part.index) is part:
                whole = together
            else:
                self._given_up.append(together)
        if whole is None:
            return await self._keep_part(part, self._assembler.began(part) or at)
        try:
            await self._keep(whole, digest_of(whole.key.encode()))
        except BaseException:
            if not self._assembler.put_back(whole, part):
                self._given_up.append(whole)  # its other parts are answered
            raise
        await self._kept.drop(whole)

    async def _keep_part(self, part: Part, began: datetime) -> None:
        try:
            await self._kept.put(part, began)
        except BaseException:
            self._assembler.take_out(part)
            raise

    async def _take_receipt(self, receipt: Receipt, at: datetime) -> None:
        """Stored when it is answered; an early one is kept and answered soon: a provider may wait for that."""
        self._notices.received("receipt")
        if await self.early.known(receipt.id, EARLY_SECONDS):
            return await self._outcomes.put(self._report(receipt, at))
        self._await_message(await self._kept_receipts.put(receipt, at), receipt, at)

    def _await_message(self, slot: int, receipt: Receipt, at: datetime) -> None:
        late = asyncio.create_task(self._take_late(slot, receipt, at))
        self._late[late] = (slot, receipt, at)
        late.add_done_callback(lambda done: self._late.pop(done, None))

    async def _take_late(self, slot: int, receipt: Receipt, at: datetime) -> None:
        await self.early.known(receipt.id, self._options.response_timeout)
        while True:
            try:
                await self._outcomes.put(self._report(receipt, at))
                return await self._kept_receipts.drop([slot])
            except RetryLater as error:
                await asyncio.sleep(error.after or 1)

    def _report(self, receipt: Receipt, at: datetime) -> DeliveryReport:
        told = self.parts.settle(receipt)
        return DeliveryReport(provider_id=told.id, state=told.state, at=at, reason=told.reason, detail=told.detail)

    async def _keep(self, together: Together, key: str) -> None:
        first = together.first
        try:
            text = clean_text(together.text(self._options.default_alphabet))
        except UndecodableError as error:
            return await self._park_parts(together, str(error))
        self._notices.received("message")
        facts = {} if first.total == 1 else {"parts": first.total, "parts_came": len(together.parts)}
        message = InboundMessage(
            "sms", key, first.source, together.at, peer_of(first), text=text, facts=facts, own=clean(first.own, 40)
        )
        await patiently(lambda: self._host.take(message))

    async def _park_parts(self, together: Together, why: str) -> None:
        raw = b"".join(part.octets for _, part in sorted(together.parts.items()))
        self._notices.odd_packet("undecodable", why)
        payload: dict[str, JsonValue] = {
            "raw": raw.hex(), "why": "undecodable", "data_coding": together.first.coding,
            "from": clean(together.first.source, 40), "to": clean(together.first.own, 40), "ton": together.first.ton,
        }  # fmt: skip
        key = f"smpp:{digest_of(raw)}:{together.at.timestamp():.6f}"
        await patiently(lambda: self._host.park(key, payload, clean(why)))

    async def _give_up_overdue(self) -> None:
        while True:
            await asyncio.sleep(min(1.0, self._options.parts_patience / 2))
            self._given_up += self._assembler.overdue(datetime.now(UTC))
            while self._given_up:
                await self._give_up(self._given_up[0])
                del self._given_up[0]

    async def _give_up(self, together: Together) -> None:
        """Keep it as it is: its parts are answered already, so it must not be lost."""
        self._notices.odd_packet("incomplete", f"{len(together.parts)} of {together.first.total} parts came")
        while True:
            try:
                await self._keep(together, digest_of(together.key.encode()))
                return await self._kept.drop(together)
            except RetryLater as error:
                await asyncio.sleep(error.after or 1)
            except Exception:  # one that cannot be given up must not keep the others from it
                self._notices.log.exception("smpp_incomplete_lost")
                return None


def peer_of(source: Part) -> Peer:
    """Whom it is from: a number as the network tells it, or a name that nobody can answer."""
    value = clean(source.source, 40)
    if source.ton == ALPHANUMERIC or any(char.isalpha() for char in value):
        return Peer("external", value, "sms")
    international = source.ton == INTERNATIONAL and value.isdigit()
    return Peer("phone", f"+{value}" if international else value)
