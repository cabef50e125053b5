"""Reading answers and what is posted: nothing that a gateway says raises anything but what is meant."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sms_http import expressions as at
from connectors.sms_http.answers import Got, balance, document, taken
from connectors.sms_http.description import Answer, Gateway, Messages, Reports
from connectors.sms_http.presets import described, names
from connectors.sms_http.reading import messages, read_time, reports
from hub.ports import ConnectorError, NeedsSignIn, Price, Refused, RetryLater, Uncertain

ANSWER = {
    "ok": "body.ok", "code": "body.code", "error": "body.error", "id": "body.ids[0]", "parts": "body.parts",
    "price": "body.cost", "amount": "body.left",
}  # fmt: skip
GATEWAY = Gateway.model_validate({
    "send": {"request": {"url": "/"}, "answer": ANSWER}, "currency": "IRR", "factor": 10,
    "codes": {"7": "no_credit", "8": "retry", "9": "sign_in", "10": "uncertain", "11": "taken"},
    "states": {"done": "delivered", "5": "undelivered expired"},
})  # fmt: skip


def read(said: Any, status: int = 200, **headers: str) -> Any:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return taken(GATEWAY, GATEWAY.send.answer, Got(status, body, headers), "own")


def test_what_was_taken() -> None:
    found = read({"ok": True, "ids": [12345678901234567890], "parts": 2, "cost": "12.5"})
    assert (found.provider_id, found.parts, found.price) == ("12345678901234567890", 2, Price(Decimal(125), "IRR"))
    assert read({"ok": 1, "code": 11}).provider_id is None


@pytest.mark.parametrize(
    ("said", "status", "error", "cause"),
    [
        ({"ok": False, "code": 7, "error": "کم"}, 200, Refused, "no_credit"),
        ({"code": "8"}, 200, RetryLater, "not_now"),
        ({"code": 9}, 200, NeedsSignIn, "sign_in"), ({"code": 10}, 200, Uncertain, "uncertain"),
        ({"ok": False}, 200, Refused, "rejected"), ({"ok": True}, 500, Uncertain, "uncertain"),
        ({}, 401, NeedsSignIn, "sign_in"), ({}, 400, Refused, "rejected"), ({}, 302, Refused, "rejected"),
        (b"<html>", 200, Uncertain, "uncertain"), (b"<html>", 404, Refused, "rejected"),
        (b"", 429, RetryLater, "throttled"),
        (b"", 503, Uncertain, "uncertain"),
    ],
)  # fmt: skip
def test_what_else_came_of_it(said: Any, status: int, error: type[ConnectorError], cause: str) -> None:
    with pytest.raises(ConnectorError) as raised:
        read(said, status)
    assert (type(raised.value), raised.value.cause) == (error, cause)


def test_how_long_to_wait_is_believed_within_reason() -> None:
    for written, seconds in (("7", 7.0), ("999999", 3600.0), ("Wed, 21 Oct", None), ("٧", None)):
        with pytest.raises(RetryLater) as raised:
            read({}, 429, **{"retry-after": written})
        assert raised.value.after == seconds


def test_times_are_read_in_the_gateways_zone() -> None:
    told = {
        ("1764500000", "unix", "UTC"), ("1764500000123", "unix_ms", "UTC"),
        ("2025-11-30 14:23:20", "iso", "Asia/Tehran"),
        ("2025-11-30T10:53:20Z", "iso", "Asia/Tehran"), ("2511301053", "%y%m%d%H%M", "UTC"),
    }  # fmt: skip
    assert {f"{read_time(*one):%y%m%d%H%M%Z}" for one in told} == {"2511301053UTC"}
    assert [read_time(one, "unix", "UTC") for one in ("nan", "1e400", "-1e20", "x")] == [None] * 4


def test_a_broken_expression_is_refused_and_an_odd_answer_finds_nothing() -> None:
    with pytest.raises(ValueError, match="JMESPath"):
        Answer.model_validate({"ok": "body..["})
    with pytest.raises(ValueError, match="JMESPath"):
        Answer.model_validate({"ok": "[" * 400 + "]" * 90})
    assert at.find("length(body)", {"body": 3}) is None
    assert at.word("a", {"a": 8.7e6}) == "8700000"


names_ = st.sampled_from([
    "ok", "code", "ids", "return", "status", "entries", "data", "body", "messages", "to", "text", "meta", "from", "id",
])  # fmt: skip
documents = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names_, inner),
    max_leaves=12,
)


@settings(max_examples=25)
@given(said=documents | st.binary(max_size=80), status=st.sampled_from([200, 202, 400, 401, 418, 429, 500]))
@pytest.mark.parametrize("name", names())
def test_an_answer_says_that_it_was_taken_or_why_not(name: str, said: Any, status: int) -> None:
    gateway = described(name, {})
    got = Got(status, said if isinstance(said, bytes) else json.dumps(said).encode())
    for call in (gateway.send, gateway.pattern, gateway.balance):
        try:
            _ = call and taken(gateway, call.answer, got, "own")
            _ = call and balance(gateway, call.answer, got)
        except ConnectorError:
            continue


@settings(max_examples=25)
@given(said=documents)
@pytest.mark.parametrize("name", names())
def test_whatever_is_told_is_read_or_counted(name: str, said: Any) -> None:
    gateway = described(name, {})
    root = {"http": 200, "body": said, "query": said, "form": said}
    for way in (gateway.reports.hook, gateway.reports.poll):
        if isinstance(way, Reports):
            told = reports(gateway, way, root)
            assert len(told.items) + len(told.unreadable) + len(told.unknown) == told.count
    for one in (gateway.messages.hook, *gateway.messages.polls):
        if isinstance(one, Messages):
            came = messages(gateway, one, root, "sms")
            assert len(came.items) + len(came.unreadable) == came.count


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_none(body: bytes) -> None:
    for form in ({"format": "text", "split": ":"}, {"format": "json"}):
        read = document(Answer.model_validate({"ok": "`true`", **form}), Got(200, body))
        assert read is None or read["http"] == 200
