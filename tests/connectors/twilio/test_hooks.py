"""What Twilio posts: its signature over the exact address and form, messages with files, states with reasons."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from connectors.twilio import CONNECTOR
from connectors.twilio.codes import REASONS
from connectors.twilio.config import TwilioOptions
from connectors.twilio.hooks import MOST_FIELDS
from connectors.twilio.messages import price_of, report
from connectors.twilio.text import clean_text
from hub.ports import HookRead, HookRequest, MediaFile, Options, Peer, ReadsHooks, Refused, Unreadable
from tests.connectors.twilio.conftest import HOOKS, make_options
from tests.connectors.twilio.recordings import INBOUND, STATUS
from tests.connectors.twilio.twilio import TOKEN


def request(path: str, form: dict[str, str], **changes: Any) -> HookRequest:
    url = changes.pop("url", f"{HOOKS}/{path}")
    signature = RequestValidator(changes.pop("token", TOKEN)).compute_signature(url, changes.pop("signed", form))
    given: dict[str, Any] = {
        "account": "twilio", "path": path, "method": "POST", "url": url, "body": urlencode(form).encode(),
        "headers": {"x-twilio-signature": signature},
    }  # fmt: skip
    return HookRequest(**given | changes)


def read(path: str, form: dict[str, str], **changes: Any) -> HookRead:
    assert isinstance(CONNECTOR, ReadsHooks)
    return CONNECTOR.read_hook(make_options(), request(path, form, **changes))


def test_a_message_that_came_in_with_a_file() -> None:
    found = read("inbound", INBOUND)
    (message,) = found.messages
    assert (message.text, message.sender, message.own) == (
        "سلام، وقت دارید؟",
        Peer("phone", "+989121234567"),
        "+982100000",
    )
    assert message.dedupe_key == f"twilio:{INBOUND['MessageSid']}"
    assert message.facts == {"parts": 1, "opt_out": "STOP"}
    assert message.media == (MediaFile(INBOUND["MediaUrl0"], "image/jpeg"),)
    assert (found.answer.status, found.answer.body) == (200, b"<Response/>")


def test_a_state_with_its_reason_and_one_that_says_nothing_yet() -> None:
    (told,) = read("status", STATUS).reports
    assert (told.provider_id, told.state, told.reason, told.detail) == (
        STATUS["MessageSid"], "undelivered", "blocked_by_operator", "30007",
    )  # fmt: skip
    assert read("status", STATUS | {"MessageStatus": "queued"}).reports == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "another"}, {"headers": {}}, {"headers": {"x-twilio-signature": "é"}},
        {"signed": INBOUND | {"Body": "no"}}, {"body": b"Body=%FF", "signed": {}},
        {"body": b"&".join([b"a=b"] * (MOST_FIELDS + 1))},
    ],
)  # fmt: skip
def test_what_is_not_twilios_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        read("inbound", INBOUND, **wrong)


def test_the_signature_holds_for_the_address_with_its_query_and_port() -> None:
    for url in (f"{HOOKS}/inbound?line=1", f"{HOOKS}/inbound".replace("example", "example:443")):
        assert read("inbound", INBOUND, url=url).messages
    got = request("inbound", {}, url=f"{HOOKS}/inbound?{urlencode(INBOUND)}", method="GET", body=b"",
                  query=urlencode(INBOUND).encode())  # fmt: skip
    assert CONNECTOR.read_hook(make_options(), got).messages  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("inbound", {"From": "+98912"}), ("inbound", {"MessageSid": "SM1"}),
        ("inbound", {"MessageSid": "SM1", "From": "whatsapp:+98912"}), ("elsewhere", INBOUND),
    ],
)  # fmt: skip
def test_what_says_nothing_is_kept_for_people(path: str, form: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        read(path, form)


@given(
    st.dictionaries(st.sampled_from([*INBOUND, *STATUS, "x"]), st.text(max_size=60)),
    st.sampled_from(["inbound", "status"]),
)
def test_no_form_does_worse_than_be_unreadable(form: dict[str, str], path: str) -> None:
    form = {name: value.encode("utf-8", "ignore").decode() for name, value in form.items()}
    try:
        read(path, form)
    except Unreadable:
        return


def test_prices_and_states_are_read_with_care() -> None:
    assert price_of("-0.0075", "usd") == price_of("0.0075", "USD")
    assert [price_of(*one) for one in ((None, "USD"), ("x", "USD"), ("NaN", "USD"), ("1", None))] == [None] * 4
    assert report("SM1", "nonsense", None) is None  # type: ignore[arg-type]
    assert clean_text("a\r\nb\0") == "a\nb"


def test_every_reason_is_a_word_of_the_hubs() -> None:
    from connectors.smpp.config import REASONS as WORDS

    assert set(REASONS.values()) <= set(WORDS)


@pytest.mark.parametrize("url", ["ftp://x", "https://", "https://user@x", "https://x?y=1", "x"])
def test_an_address_of_the_api_is_one(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        make_options(api_url=url)
    assert CONNECTOR.address(make_options()) == "api.twilio.com"
    with pytest.raises(TypeError):
        CONNECTOR.address(Options())
    assert issubclass(TwilioOptions, Options)
