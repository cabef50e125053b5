"""A message as the bodies of its submit_sm. Pure."""

from __future__ import annotations

import re
from typing import Final

from connectors.smpp import messages
from connectors.smpp.config import SmppOptions
from connectors.smpp.messages import Address, ShortMessage
from connectors.smpp.segments import MOST, Segments, header, split
from hub.ports import OutboundMessage, Refused

_NUMBER: Final = re.compile(r"\+?[0-9]{3,20}", re.ASCII)
_RECEIPT_WANTED: Final = 1
_SHORT: Final = 6  # digits of a number that only works in one network


def bodies(message: OutboundMessage, options: SmppOptions, reference: int) -> list[bytes]:
    """One body a part. Raises ``Refused`` for what can never be sent."""
    if message.pattern is not None:
        raise Refused("SMPP knows no texts that lie at the provider.", cause="rejected")
    if not message.text:
        raise Refused("The text is empty.", cause="content_rejected")
    source, destination = _source(message, options), _destination(message, options)
    segments = split(message.text, options.default_alphabet)
    if len(segments.parts) > MOST:
        raise Refused(f"The text needs {len(segments.parts)} parts; {MOST} are the most.", cause="content_rejected")
    try:
        return [one.encode() for one in _messages(source, destination, segments, options, reference)]
    except ValueError as error:
        raise Refused(f"A field cannot be sent: {error}.", cause="content_rejected") from None


def _messages(
    source: Address, destination: Address, segments: Segments, options: SmppOptions, reference: int
) -> list[ShortMessage]:
    total = len(segments.parts)

    def made(octets: bytes, esm_class: int = 0, optional: dict[int, bytes] | None = None) -> ShortMessage:
        return ShortMessage(
            source, destination, octets, esm_class, segments.coding, _RECEIPT_WANTED, options.service_type or "",
            validity(options.validity), optional or {},
        )  # fmt: skip

    if total == 1:
        return [made(segments.parts[0])]
    if options.long_messages == "payload":
        return [made(b"", optional={messages.PAYLOAD: segments.whole})]
    if options.long_messages == "sar":
        return [
            made(part, optional={
                messages.SAR_REFERENCE: (reference & 0xFFFF).to_bytes(2, "big"), messages.SAR_TOTAL: bytes((total,)),
                messages.SAR_INDEX: bytes((index,)),
            })
            for index, part in enumerate(segments.parts, 1)
        ]  # fmt: skip
    return [made(header(reference, total, index) + part, messages.UDHI) for index, part in enumerate(segments.parts, 1)]


def validity(seconds: int) -> str:
    """A relative time as SMPP writes it; empty for as long as the provider does."""
    if not seconds:
        return ""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return f"0000{days:02}{hour:02}{minute:02}{second:02}000R"


def _destination(message: OutboundMessage, options: SmppOptions) -> Address:
    if message.to.kind != "phone" or not _NUMBER.fullmatch(message.to.value):
        raise Refused("This is not a number that an SMS can go to.", cause="unknown_number")
    return Address(message.to.value.lstrip("+"), options.destination_ton, options.destination_npi)


def _source(message: OutboundMessage, options: SmppOptions) -> Address:
    """The sender, with the type that it looks like where none is set: name, international, of one network, or other."""
    value = message.sender_address or options.sender or ""
    if not value or (_NUMBER.fullmatch(value) and len(value) > _SHORT):
        looks = (1, 1) if value.startswith("+") else (0, 0 if not value else 1)
    elif value.isdigit():
        looks = (3, 0)
    else:
        looks = (5, 0)
    ton = looks[0] if options.source_ton is None else options.source_ton
    npi = looks[1] if options.source_npi is None else options.source_npi
    return Address(value.lstrip("+"), ton, npi)
