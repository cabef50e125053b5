"""Building requests: whatever is sent, the JSON can be read, the address is one, and nothing comes beside it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.sms_http.description import Gateway, Request
from connectors.sms_http.placeholders import filled
from connectors.sms_http.requests import build, sending
from connectors.sms_http.text import alphabet, ways_to_write
from hub.ports import Refused
from tests.connectors.sms_http.conftest import PERSIAN, outgoing, pattern

BASE = "https://sms.example:8443/api/"
ANSWER = {"ok": "`true`"}


def gateway(**request: Any) -> Gateway:
    return Gateway.model_validate({"send": {"request": request, "answer": ANSWER}})


def built(request: dict[str, Any], text: str = "salam", **changes: Any) -> Any:
    one = gateway(**request)
    access = {"username": "u", "password": "p&ss", "api_key": "k/y"}
    given_ = sending(
        one, outgoing(text, **changes), access, "10004346", "https://hub.example/hooks/sms/status?secret=x"
    )
    return build(one.send.request, BASE, given_)


def test_json_keeps_its_types_and_leaves_out_what_lacks() -> None:
    body = {
        "line": "{from|int}", "to": ["{to_national}"], "text": "{text}", "unicode": True, "priority": 1,
        "pattern": "{pattern?}", "nested": {"id": "id-{id}", "gone": "{values.code?}"}, "brace": "{{to}}",
    }  # fmt: skip
    one = built({"url": "/send", "json": body}, PERSIAN)
    assert one.url == "https://sms.example:8443/api/send"
    assert one.headers["Content-Type"] == "application/json"
    assert json.loads(one.body) == {
        "line": 10004346, "to": ["09121234567"], "text": PERSIAN, "unicode": True, "priority": 1,
        "nested": {"id": "id-0192-own"}, "brace": "{to}",
    }  # fmt: skip


def test_values_of_a_pattern_go_as_the_gateway_wants_them() -> None:
    template = {
        "pairs": "{values|pairs:Name,Value}",
        "list": "{values|list}",
        "joined": "{values|join:;}",
        "all": "{values}",
    }
    message = pattern("login", code="12", person="Sara")
    given_ = sending(gateway(url="/"), message, {}, None, None)
    assert filled(template, given_) == {
        "pairs": [{"Name": "code", "Value": "12"}, {"Name": "person", "Value": "Sara"}], "list": ["12", "Sara"],
        "joined": "12;Sara", "all": {"code": "12", "person": "Sara"},
    }  # fmt: skip


def test_secrets_go_into_path_query_header_and_basic() -> None:
    one = built({
        "method": "GET", "url": "/v1/{api_key}/send", "query": {"p": "{password}", "cb": "{callback}&id={id}"},
        "headers": {"X-Key": "{api_key}"}, "basic": True,
    })  # fmt: skip
    assert one.url.startswith("https://sms.example:8443/api/v1/k%2Fy/send?p=p%26ss&cb=https%3A%2F%2Fhub")
    assert one.headers == {"X-Key": "k/y", "Authorization": "Basic dTpwJnNz"}


def test_a_form_is_written_in_the_gateways_charset() -> None:
    assert built({"url": "/", "form": {"t": "{text}"}, "charset": "windows-1256"}, "سلام").body == b"t=%D3%E1%C7%E3"
    with pytest.raises(Refused) as raised:
        built({"url": "/", "form": {"t": "{text}"}, "charset": "latin-1"}, "سلام")
    assert raised.value.cause == "content"


def test_numbers_are_written_in_each_way() -> None:
    assert ways_to_write("+989121234567") == {
        "to": "+989121234567", "to_international": "989121234567", "to_national": "09121234567",
        "to_subscriber": "9121234567",
    }  # fmt: skip
    assert ways_to_write("3000")["to_national"] == "3000"


def test_the_alphabet_is_told() -> None:
    assert [alphabet(text) for text in ("Hi @ €", "سلام", "so—so", "")] == ["gsm7", "ucs2", "ucs2", "gsm7"]
    one = Gateway.model_validate({
        "alphabets": {"gsm7": "0", "ucs2": "2"}, "send": {"request": {"query": {"c": "{alphabet}"}}, "answer": ANSWER},
    })  # fmt: skip
    assert sending(one, outgoing("سلام"), {}, None, None)["alphabet"] == "2"


@pytest.mark.parametrize(
    "request_",
    [
        {"url": "/{nobody}"}, {"url": "https://{to}.example/"}, {"form": {}, "json": {}}, {"method": "GET", "form": {}},
        {"charset": "klingon"}, {"method": "DELETE"}, {"json": {"a": "{ids}"}},
    ],
)  # fmt: skip
def test_a_wrong_request_is_refused_before_it_is_used(request_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        gateway(**request_)


anything = st.text(max_size=60)


@given(text=anything, name=anything, to=anything, sender=anything, key=anything)
def test_nothing_that_is_sent_breaks_out_of_its_place(text: str, name: str, to: str, sender: str, key: str) -> None:
    request = Request.model_validate({
        "url": "/v1/{api_key}/send", "query": {"to": "{to?}", "from": "{from?}"}, "headers": {"X-From": "{from?}"},
        "json": {"text": "{text?}", "id": "{id?}", "list": ["{to?}"]},
    })  # fmt: skip
    one = Gateway.model_validate({"send": {"request": {}, "answer": ANSWER}})
    message = outgoing(text, name=name, to=to, sender_address=sender)
    made = build(request, BASE, {**sending(one, message, {}, None, None), "api_key": key or "k"})
    parts = urlsplit(made.url)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "sms.example:8443", "")
    assert parts.path.startswith("/api/v1/")
    assert parts.path.count("/") == 4
    assert parse_qs(parts.query, errors="strict").keys() <= {"to", "from"}
    assert json.loads(made.body or b"").keys() <= {"text", "id", "list"}
    assert not any(sign in value for value in made.headers.values() for sign in "\r\n\0")
