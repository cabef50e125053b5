"""What a file is, by its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.attachments.kinds import ENDINGS, INLINE, OCTETS, differs, recognise


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\0\0\0\x18ftyp3gp4", "video/3gpp"), (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"#!AMR\n", "audio/amr"), (b"\xff\xfb\x90\x64", "audio/mpeg"), (b"%PDF-1.7", "application/pdf"),
        (b"\xef\xbb\xbfBEGIN:VCARD\r\n", "text/vcard"), (b"begin:vcalendar\r\n", "text/calendar"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", OCTETS), (b"<!DOCTYPE html>", OCTETS), (b"MZ\x90", OCTETS),
        (b"\xff\xfe<\0s\0v\0g\0", OCTETS), (b"", OCTETS),
    ],
)  # fmt: skip
def test_by_its_bytes(head: bytes, found: str) -> None:
    assert recognise(head) == found


@given(st.binary(max_size=600))
def test_whatever_comes_has_a_kind(head: bytes) -> None:
    assert recognise(head) in ENDINGS


@given(st.sampled_from([b"<", b" <", b"\xef\xbb\xbf<", b"\n<!--"]), st.binary(max_size=200))
def test_markup_is_never_shown(start: bytes, rest: bytes) -> None:
    assert recognise(start + rest) not in INLINE


@pytest.mark.parametrize(
    ("declared", "found", "lies"),
    [
        ("image/jpeg", "image/png", False), ("image/jpeg", OCTETS, True), ("video/mp4", "audio/mp4", False),
        ("application/pdf", OCTETS, True), ("application/octet-stream", "image/png", False), (None, OCTETS, False),
        ("text/plain", "image/png", True), ("text/x-vcard; charset=utf-8", "text/vcard", False),
    ],
)  # fmt: skip
def test_what_it_was_called(declared: str | None, found: str, *, lies: bool) -> None:
    assert differs(declared, found) is lies
