"""What could not be read when it was delivered is read once the account is set right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import JsonValue

from connectors.smpp import CONNECTOR, pdu
from connectors.smpp.again import read_again
from connectors.smpp.config import SmppOptions
from connectors.smpp.messages import Address, ShortMessage
from connectors.smpp.pdu import Pdu
from hub.ports import HookRead, Peer, ReadsAgain, Unread, Unreadable

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
THEM, US = Address("989121234567", 1, 1), Address("3000")


def read(payload: dict[str, JsonValue], **options: Any) -> HookRead:
    assert isinstance(CONNECTOR, ReadsAgain)
    given = SmppOptions.model_validate({"host": "smsc.example", "system_id": "me", "password": "x"} | options)
    return read_again(given, Unread(account="smsc", at=AT, payload=payload))


def packet(message: ShortMessage) -> dict[str, JsonValue]:
    return {"raw": Pdu(pdu.DELIVER_SM, 0, 1, message.encode()).encode().hex(), "why": "malformed"}


def test_a_text_at_its_own_time_and_always_by_the_same_key() -> None:
    payload: dict[str, JsonValue] = {
        "raw": "سلام".encode("utf-16-be").hex(), "why": "undecodable", "data_coding": 8, "from": "989121234567",
        "to": "3000", "ton": 1,
    }  # fmt: skip
    (message,) = read(payload).messages
    assert (message.text, message.at, message.sender, message.own) == (
        "سلام",
        AT,
        Peer("phone", "+989121234567"),
        "3000",
    )
    assert read(payload).messages[0].dedupe_key == message.dedupe_key
    with pytest.raises(Unreadable):
        read(payload | {"raw": "d80000"})
    (whole,) = read(packet(ShortMessage(THEM, US, b"hello"))).messages
    assert whole.text == "hello"


def test_a_receipt_and_what_stays_unreadable() -> None:
    receipt = b"id:1F stat:DELIVRD err:000 text:"
    (told,) = read(packet(ShortMessage(THEM, US, receipt, esm_class=0x04)), receipt_ids="hex").reports
    assert (told.provider_id, told.state, told.at) == ("31", "delivered", AT)
    for payload in (
        packet(ShortMessage(THEM, US, b"no receipt", esm_class=0x04)),
        {"raw": "ffffffff00", "why": "x"},
        {},
    ):
        with pytest.raises(Unreadable):
            read(payload)
