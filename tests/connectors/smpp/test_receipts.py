"""Receipts as providers write them, and what they say of messages of several parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.smpp.messages import MESSAGE_STATE, NETWORK_ERROR, RECEIPTED_MESSAGE_ID, Address, ShortMessage
from connectors.smpp.receipts import IdForm, Receipt, canonical, read_receipt
from connectors.smpp.tracking import Parts

HERE = Address("1")


def made(text: bytes = b"", **optional: bytes) -> ShortMessage:
    tags = {"id": RECEIPTED_MESSAGE_ID, "state": MESSAGE_STATE, "error": NETWORK_ERROR}
    return ShortMessage(HERE, HERE, text, 4, optional={tags[name]: value for name, value in optional.items()})


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (made(b"id:42 sub:001 dlvrd:001 submit date:2 done date:3 stat:DELIVRD err:000 text:id:9 stat:REJECTD"),
         Receipt("42", "delivered", None, "DELIVRD")),
        (made(b"ID: 42 Stat: UNDELIV Err: 01B text:"), Receipt("42", "undelivered", "unknown_error", "UNDELIV, 01B")),
        (made(b"id:42 stat:UNDELIV err:7"), Receipt("42", "undelivered", "absent_subscriber", "UNDELIV, 7")),
        (made(id=b"42\0", state=b"\x03"), Receipt("42", "undelivered", "expired", "EXPIRED")),
        (made(b"id:1 stat:ACCEPTD err:000", id=b"42\0", state=b"\x02"), Receipt("42", "delivered", None, "DELIVRD")),
        (made(id=b"42\0", state=b"\x05", error=b"\x03\x00\x07"),
         Receipt("42", "undelivered", "absent_subscriber", "UNDELIV, 7")),
        (made(b"id:42 stat:ENROUTE err:000"), Receipt("42", "sent", None, "ENROUTE")),
        (made(b"id:42 stat:REJECTD err:000"), Receipt("42", "undelivered", "rejected", "REJECTD")),
        (made(b"id:42"), None), (made(b"stat:DELIVRD"), None), (made(b"id:42 stat:NONSENS"), None), (made(b""), None),
    ],
)  # fmt: skip
def test_what_a_receipt_says(message: ShortMessage, found: Receipt | None) -> None:
    assert read_receipt(message, "text", {"7": "absent_subscriber"}) == found


@pytest.mark.parametrize(
    ("written", "form", "kept"),
    [
        ("00FF", "hex", "255"), ("0000000255", "decimal", "255"), ("00FF", "text", "00FF"), ("x-1", "hex", "x-1"),
        ("a-b", "decimal", "a-b"),
    ],
)  # fmt: skip
def test_ids_in_hex_and_in_decimal_are_one(written: str, form: IdForm, kept: str) -> None:
    assert canonical(written, form) == kept


@given(st.binary(max_size=300), st.dictionaries(st.integers(0, 65535), st.binary(max_size=70)))
def test_no_octets_break_the_reading(octets: bytes, optional: dict[int, bytes]) -> None:
    read_receipt(ShortMessage(HERE, HERE, octets, 4, optional=optional), "hex", {})


@given(st.permutations(["1", "2", "3", "2"]))
def test_a_message_is_delivered_once_each_part_is_in_any_order(order: list[str]) -> None:
    parts = Parts()
    parts.know(["1", "2", "3"])
    told = [parts.settle(Receipt(part, "delivered", None, "DELIVRD")) for part in order]
    assert {one.id for one in told} == {"1"}
    seen, whole = set[str](), list[bool]()
    for part in order:
        seen.add(part)
        whole.append(len(seen) == 3)
    assert [one.state == "delivered" for one in told] == whole


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.smpp.tracking.MOST", 4)
    parts = Parts()
    for number in range(10):
        parts.know([f"{number}a", f"{number}b"])
    assert [part for part in ("0a", "7b", "8a", "9b") if parts.has(part)] == ["8a", "9b"]
