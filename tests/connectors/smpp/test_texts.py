"""Alphabets and parts: nothing is lost, nothing is split, nothing is longer than a network takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.smpp.alphabets import BASIC, ESCAPE, EXTENDED, UCS2, Alphabet, UndecodableError, decode
from connectors.smpp.segments import EACH_GSM, EACH_UCS2, header, split
from connectors.smpp.text import clean, clean_text
from hub.gsm import count_sms

GSM = st.text(st.sampled_from([*(char for char in BASIC if char != "\x1b"), *EXTENDED]), max_size=700)
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=400)


@given(GSM)
def test_gsm_text_comes_back_and_no_part_splits_an_escape(text: str) -> None:
    segments = split(text, "gsm7")
    assert segments.coding == 0
    assert decode(segments.whole, 0, "gsm7") == text
    assert all(not part or part[-1] != ESCAPE for part in segments.parts)
    assert len(segments.parts) == 1 or all(len(part) <= EACH_GSM for part in segments.parts)


@given(ANY, st.sampled_from(["gsm7", "latin1", "ascii"]))
def test_any_text_comes_back_and_no_part_splits_a_pair(text: str, alphabet: Alphabet) -> None:
    segments = split(text, alphabet)
    whole = "".join(decode(part, segments.coding, alphabet) for part in segments.parts)
    assert whole == (text.rstrip("\0") if len(segments.parts) == 1 else whole)
    if segments.coding == UCS2:
        assert segments.whole.decode("utf-16-be") == text
        assert len(segments.parts) == 1 or all(len(part) <= EACH_UCS2 for part in segments.parts)
        for part in segments.parts:
            part.decode("utf-16-be")


@pytest.mark.parametrize(
    ("text", "alphabet", "coding", "parts"),
    [
        ("x" * 160, "gsm7", 0, 1), ("x" * 161, "gsm7", 0, 2), ("x" * 306, "gsm7", 0, 2), ("x" * 307, "gsm7", 0, 3),
        ("€" * 80, "gsm7", 0, 1), ("x" + "€" * 80, "gsm7", 0, 2), ("س" * 70, "gsm7", UCS2, 1),
        ("س" * 71, "gsm7", UCS2, 2), ("س" * 134, "gsm7", UCS2, 2), ("س" * 135, "gsm7", UCS2, 3),
        ("🙂" * 35, "gsm7", UCS2, 1), ("🙂" * 67, "gsm7", UCS2, 3), ("x" + "🙂" * 66, "gsm7", UCS2, 2),
        ("é" * 160, "latin1", 0, 1), ("é", "ascii", UCS2, 1), ("[" * 80, "ascii", 0, 1), ("[" * 81, "ascii", 0, 2),
        ("ç", "latin1", UCS2, 1),
    ],
)  # fmt: skip
def test_as_many_parts_as_telephones_count(text: str, alphabet: Alphabet, coding: int, parts: int) -> None:
    segments = split(text, alphabet)
    assert (segments.coding, len(segments.parts)) == (coding, parts)


@pytest.mark.parametrize(
    ("octets", "coding", "alphabet", "text"),
    [
        (b"\x00", 0, "gsm7", "@"), (b"\xe9", 0, "latin1", "é"), (b"A", 1, "gsm7", "A"), (b"\xe9", 3, "gsm7", "é"),
        ("سلام".encode("utf-16-be"), 8, "gsm7", "سلام"), ("سلام".encode("utf-16-be"), 0x18, "gsm7", "سلام"),
        (b"\x00", 0xF0, "gsm7", "@"), (b"\x00", 0x10, "gsm7", "@"), (b"\xbf", 6, "gsm7", "П"),
    ],
)  # fmt: skip
def test_each_coding_is_read_as_what_it_is(octets: bytes, coding: int, alphabet: Alphabet, text: str) -> None:
    assert decode(octets, coding, alphabet) == text


@given(st.binary(max_size=300), st.integers(0, 255), st.sampled_from(["gsm7", "latin1", "ascii"]))
def test_no_octets_do_worse_than_be_undecodable(octets: bytes, coding: int, alphabet: Alphabet) -> None:
    try:
        clean_text(decode(octets, coding, alphabet)).encode()
    except UndecodableError:
        return


def test_what_strangers_write_is_kept_without_control_characters() -> None:
    assert clean_text("a\r\nb\0\x1b\ud800c") == "a\nbc"
    assert clean("x\r\ny" + "z" * 500, 5) == "x yzz"


def test_a_header_counts_its_parts() -> None:
    assert header(0x1FF, 3, 2) == bytes((5, 0, 3, 0xFF, 3, 2))


@given(ANY | GSM)
def test_there_are_as_many_parts_as_people_are_told(text: str) -> None:
    assert len(split(text, "gsm7").parts) == max(1, count_sms(text).parts)
