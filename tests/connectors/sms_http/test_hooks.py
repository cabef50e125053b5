"""What gateways post: only theirs, in whatever charset, read or kept for people."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sms_http import CONNECTOR
from connectors.sms_http.hooks import document
from hub.ports import HookRead, HookRequest, InboundMessage, ReadsAgain, ReadsHooks, Refused, Unread, Unreadable
from tests.connectors.sms_http.conftest import PERSIAN, hook, make_options

SECRET = "s3cret-of-hooks"
KANNEL = make_options(preset="kannel", address="http://127.0.0.1:13013", hook_secret=SECRET)
LETTER = f"secret={SECRET}&id=5c1d&from=%2B989121234567&to=10004346&time=1764500000".encode()


def read(request: HookRequest, options: Any = KANNEL) -> HookRead:
    assert isinstance(CONNECTOR, ReadsHooks)
    return CONNECTOR.read_hook(options, request)


def test_what_kannel_really_asked_for() -> None:
    options = make_options(preset="kannel", address="http://127.0.0.1:13013", hook_secret=SECRET)
    told = []
    for row in (Path(__file__).parent / "recordings/kannel.txt").read_text("ascii").splitlines():
        path, _, query = row.removeprefix("/hooks/kannel/").partition("?")
        said = read(hook(path, query.encode()), options)
        told += [(one.sender.value, one.own, one.text) for one in said.messages]
        told += [(one.provider_id, one.state, one.operator) for one in said.reports]
    assert told == [
        ("+989121234567", "10004346", "hello there"), ("my-1", "sent", "fake"), ("my-1", "delivered", "fake"),
        ("+989121234567", "10004346", "سلام"),
    ]  # fmt: skip


def test_a_persian_message_comes_as_utf_16_in_the_raw_query() -> None:
    text = "".join(f"%{byte:02X}" for byte in PERSIAN.encode("utf-16-be"))
    (message,) = read(hook("inbound", LETTER + f"&coding=2&text={text}".encode())).messages
    assert (message.text, message.sender.value, message.own) == (PERSIAN, "+989121234567", "10004346")
    assert (message.dedupe_key, message.ordering_key, f"{message.at:%H%M}") == ("id:5c1d", "sms:+989121234567", "1053")
    (plain,) = read(hook("inbound", LETTER + b"&coding=0&text=see+you%20%40+9")).messages
    assert plain.text == "see you @ 9"
    with pytest.raises(Unreadable):
        read(hook("inbound", LETTER + b"&coding=2&text=%D8"))


def test_reports_in_any_order_say_what_became_of_it() -> None:
    def state(code: int) -> tuple[str, str | None, str | None]:
        (one,) = read(hook("status", f"secret={SECRET}&id=own-1&state={code}&answer=NACK/9/full".encode())).reports
        return one.state, one.reason, one.detail

    assert state(8) == ("sent", None, "NACK/9/full")
    assert state(1) == ("delivered", None, "NACK/9/full")
    assert state(16) == ("undelivered", "rejected", "NACK/9/full")
    for query in ("id=own-1&state=77", "id=own-1", "state=1"):
        with pytest.raises(Unreadable):
            read(hook("status", f"secret={SECRET}&{query}".encode()))


@pytest.mark.parametrize("query", ["", "secret=", "secret=wrong", f"secret=x{SECRET}", "secret=%FF"])
@pytest.mark.parametrize("path", ["inbound", "status", "inbound/wrong"])
def test_who_does_not_know_the_secret_is_refused(path: str, query: str) -> None:
    with pytest.raises(Refused):
        read(hook(path, f"{query}&id=1&state=1&from=1&text=x".encode()))


def test_a_secret_may_stand_in_the_path_and_none_means_nobody() -> None:
    assert read(hook(f"status/{SECRET}", b"id=1&state=1")).reports
    with pytest.raises(Refused):
        read(hook("status", b"secret=&id=1&state=1"), make_options(preset="kannel", address="http://127.0.0.1"))
    with pytest.raises(Refused):
        read(hook("elsewhere", LETTER))


SIGNED = {
    "states": {"DELIVRD": "delivered"},
    "reports": {"hook": {
        "items": "body.results", "id": "id", "state": "status", "operator": "net",
        "signature": {"header": "X-Signature", "prefix": "sha256=", "over": "url_body", "encoding": "base64"},
    }},
}  # fmt: skip


def test_a_signature_is_made_over_address_and_raw_body() -> None:
    options = make_options(hook_secret=SECRET, gateway=SIGNED)
    body = json.dumps(
        {"results": [{"id": 1, "status": "DELIVRD", "net": "MCI"}, {"id": 2, "status": "DELIVRD"}]}
    ).encode()
    over = b"https://hub.example/hooks/sms/status?" + body
    right = "sha256=" + base64.b64encode(hmac.new(SECRET.encode(), over, hashlib.sha256).digest()).decode()
    told = read(hook("status", body=body, method="POST", content_type="application/json", x_signature=right), options)
    assert [(one.provider_id, one.state, one.operator) for one in told.reports] == [
        ("1", "delivered", "MCI"), ("2", "delivered", None),
    ]  # fmt: skip
    for wrong in (right[:-2] + "x=", "", "sha256=é"):
        with pytest.raises(Refused):
            read(hook("status", body=body, method="POST", content_type="application/json", x_signature=wrong), options)
    with pytest.raises(Refused):
        read(hook("status", f"secret={SECRET}".encode(), body), options)


def test_a_message_without_an_id_is_the_same_each_time_it_is_told() -> None:
    query = f"secret={SECRET}&from=+98912&to=1&time=1764500000&coding=0&text=".encode()
    one, again, other = (read(hook("inbound", query + text)).messages[0] for text in (b"a", b"a", b"b"))
    assert one.dedupe_key == again.dedupe_key != other.dedupe_key
    assert one.dedupe_key.startswith("digest:")


POSTS = make_options(hook_secret=SECRET, gateway={
    "states": {"OK": "delivered"},
    "messages": {"hook": {"items": "body", "id": "id", "from": "from", "text": "text"}},
    "reports": {"hook": {"items": "body", "id": "id", "state": "state"}},
})  # fmt: skip


def posted(path: str, rows: list[dict[str, Any]]) -> HookRead:
    body = json.dumps(rows).encode()
    return read(hook(path, f"secret={SECRET}".encode(), body, "POST", content_type="application/json"), POSTS)


def test_an_odd_thing_keeps_nothing_else_out() -> None:
    said = posted("inbound", [{"id": "1", "from": "0912", "text": "STOP"}, {"id": "2", "from": "0912"}])
    assert [one.text for one in said.messages] == ["STOP"]
    assert said.leftovers == ["1 of 2 things that were posted cannot be read."]
    told = posted("status", [{"id": "1", "state": "OK"}, {"id": "2", "state": "ODD"}, {"id": "3"}])
    assert [one.provider_id for one in told.reports] == ["1"]
    assert told.leftovers == ["A report of an unknown state: ODD.", "1 of 3 things that were posted cannot be read."]
    with pytest.raises(Unreadable, match="ODD"):
        posted("status", [{"id": "2", "state": "ODD"}])


def test_nothing_is_cut_off_a_long_post() -> None:
    said = posted("inbound", [{"id": str(place), "from": "0912", "text": "a"} for place in range(1500)])
    assert (len(said.messages), said.leftovers) == (1500, [])


def test_a_message_without_id_and_time_is_told_again_for_minutes_only() -> None:
    def key(now: float, text: str = "yes") -> str:
        body = json.dumps({"from": "0912", "text": text}).encode()
        request = hook("inbound", f"secret={SECRET}".encode(), body, "POST", content_type="application/json")
        came = replace(request, at=datetime.fromtimestamp(now, UTC))
        options = make_options(
            hook_secret=SECRET, gateway={"messages": {"hook": {"from": "body.from", "text": "body.text"}}}
        )
        (message,) = read(came, options).messages
        assert message.at == came.at
        return message.dedupe_key

    assert key(1200.0) == key(1500.0) != key(90_000.0)
    assert key(1200.0) != key(1200.0, "no")


def test_a_photo_needs_no_words_and_two_photos_are_two_messages() -> None:
    options = make_options(
        hook_secret=SECRET, gateway={"messages": {"hook": {name: f"body.{name}" for name in ("from", "text", "files")}}}
    )

    def came(*files: str, **more: str) -> InboundMessage:
        body = json.dumps({"from": "0912", "files": files} | more).encode()
        request = hook("inbound", f"secret={SECRET}".encode(), body, "POST", content_type="application/json")
        return read(request, options).messages[0]

    one, again, other = came("/f/1?sign=a"), came("/f/1?sign=b"), came("/f/2?sign=a")
    assert (one.text, [file.url for file in one.media]) == ("", ["/f/1?sign=a"])
    assert one.dedupe_key == again.dedupe_key != other.dedupe_key
    with pytest.raises(Unreadable):
        came()


@given(query=st.binary(max_size=120), body=st.binary(max_size=120), json_=st.booleans())
def test_anything_that_is_posted_is_read_or_unreadable(query: bytes, body: bytes, json_: bool) -> None:
    request = hook("inbound", b"secret=" + SECRET.encode() + b"&" + query, body, "POST",
                   content_type="application/json" if json_ else "text/plain")  # fmt: skip
    with contextlib.suppress(Unreadable):
        read(request)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), charset=st.sampled_from(["2", "0"]))
def test_a_text_comes_through_as_it_was_written(text: str, charset: str) -> None:
    raw = quote(text.encode("utf-16-be" if charset == "2" else "utf-8"))
    described = KANNEL.described().messages.hook
    assert described is not None
    said = document(described, hook("inbound", f"coding={charset}&text={raw}".encode()))
    assert said["query"]["text"] == text


def test_what_could_not_be_read_is_read_with_the_description_as_it_is_by_now() -> None:
    """Posted without its secret, or told when the gateway was asked."""
    assert isinstance(CONNECTOR, ReadsAgain)
    at = datetime(2026, 11, 30, 12, tzinfo=UTC)
    posted_so = replace(hook("inbound", b"secret=[redacted]&from=0912&body=hello"), at=at)
    unread = Unread(account="sms", at=at, request=posted_so)
    with pytest.raises(Unreadable):
        CONNECTOR.read_again(KANNEL, unread)
    mended = make_options(gateway={"messages": {"hook": {"from": 'fields."from"', "text": "fields.body"}}})
    (message,) = CONNECTOR.read_again(mended, unread).messages
    assert (message.text, message.at) == ("hello", at)
    assert CONNECTOR.read_again(mended, unread).messages[0].dedupe_key == message.dedupe_key
    row = {"messageid": 7, "sender": "0912", "message": "سلام", "date": 1764500000}
    asked = Unread(account="sms", at=at, payload={"item": json.dumps(row)})
    (message,) = CONNECTOR.read_again(make_options(), asked).messages
    assert (message.text, message.dedupe_key) == ("سلام", "id:7")
    with pytest.raises(Unreadable):
        CONNECTOR.read_again(make_options(), Unread(account="sms", at=at, payload={"item": '{"cut'}))
