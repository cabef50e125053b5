"""What could not be read when it was delivered, read once more with the options as they are now. Pure."""

from __future__ import annotations

from connectors.smpp import pdu
from connectors.smpp.alphabets import UndecodableError
from connectors.smpp.assemble import Part, Together, part_of
from connectors.smpp.config import SmppOptions
from connectors.smpp.fields import MalformedError
from connectors.smpp.inbound import peer_of
from connectors.smpp.messages import read_data, read_message
from connectors.smpp.receipts import read_receipt
from connectors.smpp.repeats import digest_of
from connectors.smpp.text import clean, clean_text
from hub.ports import DeliveryReport, HookRead, InboundMessage, Unread, Unreadable


def read_again(options: SmppOptions, unread: Unread) -> HookRead:
    """The message or receipt that was parked. Raises ``Unreadable``."""
    said = unread.payload
    try:
        raw = bytes.fromhex(str(said.get("raw", "")))
        if said.get("why") == "undecodable":
            return _text(options, unread, raw, _parked_part(unread, raw))
        return _packet(options, unread, raw)
    except (MalformedError, UndecodableError, ValueError) as error:
        raise Unreadable(str(error)) from None


def _packet(options: SmppOptions, unread: Unread, raw: bytes) -> HookRead:
    try:
        (packet,) = pdu.Framer().feed(raw)
    except (pdu.BrokenStreamError, ValueError):
        raise Unreadable("octets that are no packet") from None
    message = (read_data if packet.command == pdu.DATA_SM else read_message)(packet.body)
    if not message.is_receipt:
        return _text(options, unread, raw, part_of(message))
    receipt = read_receipt(message, options.receipt_ids, options.errors)
    if receipt is None:
        raise Unreadable("a receipt that names no message, or no state")
    told = DeliveryReport(
        provider_id=receipt.id, state=receipt.state, at=unread.at, reason=receipt.reason, detail=receipt.detail
    )
    return HookRead(reports=[told])


def _text(options: SmppOptions, unread: Unread, raw: bytes, part: Part) -> HookRead:
    if part.total > 1:
        raise Unreadable("one part of a message whose others are not here")
    text = clean_text(Together(part, unread.at, {1: part}).text(options.default_alphabet))
    key = f"{digest_of(raw)}:{unread.at.timestamp():.6f}"
    message = InboundMessage("sms", key, part.source, unread.at, peer_of(part), text=text, own=clean(part.own, 40))
    return HookRead(messages=[message])


def _parked_part(unread: Unread, octets: bytes) -> Part:
    """The parts of the message as one; they were put together before they could not be read."""
    said = unread.payload
    coding, ton = said.get("data_coding"), said.get("ton", 0)
    if not isinstance(coding, int) or not isinstance(ton, int):
        raise Unreadable("it does not say how it is written")
    return Part(str(said.get("from", "")), str(said.get("to", "")), coding, octets, ton=ton)
