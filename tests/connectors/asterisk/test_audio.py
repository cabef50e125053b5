"""Recordings and voicemail are found and read in a folder, over SFTP and over HTTP."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.asterisk.audio import AsteriskAudio
from connectors.asterisk.audio_options import AudioOptions
from connectors.asterisk.voicemail import folders_of, read_message
from hub.ports import AudioFound, AudioKind, AudioWanted, NeedsSignIn, Refused, RetryLater
from tests.support.audio import wav
from tests.support.audio_servers import Served, http, sftp

AT = datetime(2026, 3, 20, 22, 30, tzinfo=UTC)
CALL = AudioWanted(AudioKind.RECORDING, ("1774000000.7", "1774000003.8"), AT, AT + timedelta(minutes=2))
MESSAGE = replace(CALL, kind=AudioKind.VOICEMAIL, number="+98 912 123 4567", mailbox="101@default")
PLAIN = "{year}/{month}/{day}/{uniqueid}.wav"


@pytest.fixture(params=["folder", "sftp", "http"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Served]:
    if request.param == "folder":
        yield Served(str(tmp_path))
        return
    async with (sftp if request.param == "sftp" else http)(tmp_path) as served:
        yield served


def source(served: Served, **more: Any) -> AsteriskAudio:
    pattern = {"recordings_pattern": PLAIN} if served.address.startswith("http") else {}
    return AsteriskAudio(AudioOptions(**({"recordings": served.address} | served.options | pattern | more)))


def put(root: Path, path: str, data: bytes | str = wav()) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return file


async def read(audio: AsteriskAudio, found: AudioFound) -> bytes:
    return b"".join([chunk async for chunk in audio.read(found)])


async def test_a_recording_is_found_and_read(place: Served, tmp_path: Path) -> None:
    name = "1774000000.7.wav" if place.address.startswith("http") else "q-600-09121234567-20260321-1774000000.7.wav"
    put(tmp_path, f"2026/03/21/{name}", wav(3))  # the PBX's own day: ahead of UTC
    put(tmp_path, "2026/03/21/q-600-x-1774000000.77.wav")
    put(tmp_path, "2026/03/21/1774000099.1.wav")
    audio = source(place)
    (found,) = await audio.find(CALL)
    assert (found.name, found.size) == (f"2026/03/21/{name}", len(wav(3)))
    assert await read(audio, found) == wav(3)


async def test_where_there_is_none_none_is_found(place: Served, tmp_path: Path) -> None:
    assert await source(place).find(CALL) == []
    gone = AudioFound("x", "recording:2026/03/20/1774000000.7.wav")
    with pytest.raises(Refused):
        await read(source(place), gone)


@pytest.mark.parametrize("place", ["sftp", "http"], indirect=True)
async def test_a_wrong_password_is_told(place: Served) -> None:
    with pytest.raises(NeedsSignIn):
        await source(place, audio_secret="wrong").find(CALL)


async def test_a_server_with_another_key_is_not_signed_in_to(tmp_path: Path) -> None:
    async with sftp(tmp_path) as served:
        other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
        with pytest.raises(NeedsSignIn, match="another key"):
            await source(served, audio_host_key=other).find(CALL)


async def test_a_server_that_is_away_is_tried_again(tmp_path: Path) -> None:
    async with sftp(tmp_path) as shell, http(tmp_path) as web:
        pass
    for served in (shell, web, Served(str(tmp_path / "not mounted"))):
        with pytest.raises(RetryLater):
            await source(served).find(CALL)


@pytest.mark.parametrize("status", [302, 500])
async def test_a_redirect_is_not_followed(tmp_path: Path, status: int) -> None:
    async with http(tmp_path) as served:
        served.answer = status
        with pytest.raises(RetryLater, match=str(status)):
            await source(served).find(CALL)


async def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    put(tmp_path, "secret.wav")
    root = tmp_path / "monitor"
    day = root / "2026/03/20"
    day.mkdir(parents=True)
    (day / "x-1774000000.7.wav").symlink_to(tmp_path / "secret.wav")
    os.mkfifo(day / "y-1774000000.7.wav")
    audio = source(Served(str(root)))
    assert await audio.find(CALL) == []
    for place in (
        "recording:../secret.wav",
        "recording:2026/03/20/x-1774000000.7.wav",
        "recording:2026/03/20/y-1774000000.7.wav",
    ):
        with pytest.raises(Refused):
            async with asyncio.timeout(5):
                await read(audio, AudioFound("x", place))


@pytest.mark.parametrize("leg", ["../../etc/passwd", "*", "1774000000.7/../x", "", "a\0b", "[!x]"])
async def test_a_leg_with_an_odd_name_finds_nothing(tmp_path: Path, leg: str) -> None:
    put(tmp_path, "2026/03/20/x-1774000000.7.wav")
    assert await source(Served(str(tmp_path))).find(replace(CALL, legs=(leg,))) == []


TEXT = '[message]\norigmailbox=101\ncallerid="Leila" <09121234567>\norigtime={}\nmsg_id={}-0001\nduration=12\n'


def leave(root: Path, number: int, moment: datetime, folder: str = "INBOX", text: str = TEXT) -> None:
    stamp = int(moment.timestamp())
    put(root, f"default/101/{folder}/msg{number:04}.txt", text.format(stamp, stamp))
    put(root, f"default/101/{folder}/msg{number:04}.wav", wav(12))


@pytest.mark.parametrize("place", ["folder", "sftp"], indirect=True)
async def test_the_message_that_a_call_left_is_found(place: Served, tmp_path: Path) -> None:
    leave(tmp_path, 0, AT - timedelta(hours=3))
    leave(tmp_path, 1, AT + timedelta(minutes=1))
    leave(tmp_path, 2, AT + timedelta(minutes=1), text=TEXT.replace("09121234567", "09350000000"))
    leave(tmp_path, 3, AT + timedelta(hours=3))
    audio = source(place, recordings=None, voicemail=place.address)
    (found,) = await audio.find(MESSAGE)
    assert found.name == f"voicemail/101@default/{int((AT + timedelta(minutes=1)).timestamp())}-0001"
    assert (found.seconds, found.recorded_at) == (12, AT + timedelta(minutes=1))
    assert await read(audio, found) == wav(12)


async def test_a_message_that_was_heard_is_found_among_the_old_ones(tmp_path: Path) -> None:
    leave(tmp_path, 0, AT + timedelta(minutes=1), "Old")
    audio = source(Served(str(tmp_path)), recordings=None, voicemail=str(tmp_path))
    assert len(await audio.find(MESSAGE)) == 1
    assert await audio.find(replace(MESSAGE, mailbox="102@default")) == []
    assert await audio.find(replace(MESSAGE, mailbox="../101@default")) == []


@given(st.text(max_size=200))
def test_any_text_is_read_as_a_message_or_not(text: str) -> None:
    read_message(text)
    assert all(".." not in folder.split("/") for folder in folders_of(text))


@pytest.mark.parametrize(
    ("options", "about"),
    [
        ({"recordings": "monitor"}, "absolute folder"),
        ({"recordings": "ftp://x/y"}, "absolute folder"),
        ({"recordings": "https://me:secret@pbx/"}, "audio_secret"),
        ({"recordings": "sftp://me@pbx/x"}, "audio_host_key"),
        ({"recordings": "sftp://pbx/x", "audio_host_key": "ssh-ed25519 A"}, "name the user"),
        ({"recordings": "https://pbx/"}, "must not contain"),
        ({"voicemail": "https://pbx/"}, "use a folder or SFTP"),
        ({"recordings_pattern": "{year}/x.wav"}, "uniqueid"),
        ({"recordings_pattern": "../{uniqueid}.wav"}, "below the folder"),
        ({"recordings_pattern": "*/{uniqueid}.wav"}, "below the folder"),
        ({"recordings_pattern": "{uniqueid.__class__}"}, "uniqueid"),
        ({"recordings_pattern": "{uniqueid"}, "not a pattern"),
    ],
)
def test_options_that_cannot_work_are_refused(options: dict[str, Any], about: str) -> None:
    with pytest.raises(ValidationError, match=about):
        AudioOptions(**options)
