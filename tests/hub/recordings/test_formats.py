"""Which files are audio, how long they last, and which are not whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.recordings.formats import HEAD, TAIL, Audio, BadAudio, inspect, is_audio
from tests.support.audio import mp3, ogg, wav

WHOLE = {"wav": wav(), "ulaw": wav(tag=7, bytes_a_second=8_000), "gsm": wav(tag=0x31, bytes_a_second=1_625),
         "mp3": mp3(), "ogg": ogg()}  # fmt: skip


def read(data: bytes) -> Audio:
    return inspect(data[:HEAD], data[-TAIL:], len(data))


def reason(data: bytes) -> str:
    with pytest.raises(BadAudio) as caught:
        read(data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "media", "codec", "seconds", "playable"),
    [
        ("wav", "audio/wav", "pcm", 1.0, True),
        ("ulaw", "audio/wav", "ulaw", 1.0, True),
        ("gsm", "audio/wav", "gsm", 1.0, False),
        ("mp3", "audio/mpeg", "mp3", 0.72, True),
        ("ogg", "audio/ogg", "opus", 1.0, True),
    ],
)
def test_what_exchanges_write_is_known(name: str, media: str, codec: str, seconds: float, *, playable: bool) -> None:
    audio = read(WHOLE[name])
    assert is_audio(WHOLE[name])
    assert (audio.media_type, audio.codec, audio.playable) == (media, codec, playable)
    assert audio.seconds == pytest.approx(seconds)


def test_a_long_file_is_known_by_its_ends() -> None:
    assert read(wav(600)).seconds == pytest.approx(600)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (wav(0), "empty"),
        (wav()[:-1], "truncated"),
        (wav()[:30], "truncated"),
        (wav(closed=False), "truncated"),
        (ogg(ended=False), "truncated"),
        (ogg()[:-1], "truncated"),
        (ogg()[:50], "truncated"),
        (mp3(1)[:40], "truncated"),
        (b"<html><body>404 Not Found</body></html>" * 9, "not_audio"),
        (b"#!/bin/sh\nrm -rf /\n", "not_audio"),
        (b"MZ" + bytes(500), "not_audio"),
        (b"RIFF\0\0\0\0AVI " + bytes(500), "not_audio"),
        (wav(tag=0x55), "not_audio"),
        (b"\xff\xfb\x90\x00" + b"text" * 500, "not_audio"),
        (b"OggS" + bytes(200), "not_audio"),
    ],
)
def test_what_is_no_whole_audio_is_refused(data: bytes, why: str) -> None:
    assert reason(data) == why


def outcome(data: bytes) -> str:
    try:
        audio = read(data)
    except BadAudio as error:
        return error.reason
    return "audio" if audio.seconds is None or audio.seconds >= 0 else "nonsense"


KNOWN = {"audio", "empty", "truncated", "not_audio"}


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=20),
       st.integers(0, 400))  # fmt: skip
def test_a_damaged_header_never_breaks_the_reader(name: str, damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(WHOLE[name])
    for at, value in damage:
        data[at % len(data)] = value
    assert outcome(bytes(data[: len(data) - cut])) in KNOWN


@given(st.binary(max_size=300))
def test_any_bytes_are_audio_or_are_not(data: bytes) -> None:
    assert outcome(data) in KNOWN
