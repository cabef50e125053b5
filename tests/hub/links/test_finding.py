"""Which addresses of a text become short links, and what these lead to."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.links.codes import ALPHABET, LENGTH, code_in, new_code
from hub.links.finding import LONGEST, replace_urls, target_of

EXAMPLES = json.loads((Path(__file__).parents[3] / "webui/src/lib/links.fixture.json").read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one["text"][:24])
def test_addresses_are_found_as_the_page_finds_them(example: dict[str, object]) -> None:
    text = str(example["text"])
    assert replace_urls(text, lambda url: f"<{url}>") == example["marked"]
    assert replace_urls(text, lambda _url: None) == text


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.com/a?b=1#c", "https://example.com/a?b=1#c"),
        ("HTTP://Example.COM/A", "http://example.com/A"),
        ("https://example.com/%7Ea?x=%2F+", "https://example.com/%7Ea?x=%2F+"),
        ("https://ایران.ایران/چای", "https://xn--mgba3a4f16a.xn--mgba3a4f16a/%DA%86%D8%A7%DB%8C"),
        ("https://نمونه‌ها.ایران/", "https://xn--mgb3dcbfae4883c.xn--mgba3a4f16a/"),  # as browsers read a half-space
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("https://user:secret@example.com/", None),
        ("https://example.com\\@evil.example/", None),
        ("https:///nothing", None),
        ("https://example.com:99999/", None),
        ("javascript:alert(1)", None),
        ("https://example.com/\n", None),
        ("https://example.com/" + "a" * LONGEST, None),
    ],
)
def test_only_what_can_be_opened_safely_is_a_target(url: str, target: str | None) -> None:
    assert target_of(url, {}) == target


def test_campaign_fields_are_added_once_and_before_the_fragment() -> None:
    utm = {"source": "sms", "campaign": "نوروز"}
    assert target_of("https://e.example/a?utm_source=mail#b", utm) == (
        "https://e.example/a?utm_source=mail&utm_campaign=%D9%86%D9%88%D8%B1%D9%88%D8%B2#b"
    )


@given(st.text())
def test_whatever_is_written_a_target_is_a_plain_web_address(text: str) -> None:
    target = target_of("https://e.example/" + text, {})
    if target is not None:
        assert target.isascii()
        assert target.isprintable()
        assert urlsplit(target).hostname == "e.example"


def test_codes_are_of_letters_that_do_not_look_alike() -> None:
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert all(len(code) == LENGTH and code_in(code) == code for code in codes)
    assert not set("0OIl1o") & set(ALPHABET)


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("x7KpR3d،منتظریم", "x7KpR3d"), ("x7KpR3d.", "x7KpR3d"), ("x7KpR3d»", "x7KpR3d"), ("x7KpR3dx", None),
        ("x7KpR3d0", None), ("ABCDEF\n", None), ("../etc/", None), ("", None),
    ],
)  # fmt: skip
def test_words_that_a_phone_takes_for_a_part_of_the_link_are_none(end: str, code: str | None) -> None:
    assert code_in(end) == code
