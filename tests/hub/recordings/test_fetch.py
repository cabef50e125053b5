"""A call's recording is fetched when it is whole, and what became of it stands on the call's entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hub.db import utc_now
from hub.ports import RetryLater
from hub.recordings import Fetcher, erase_old
from hub.recordings.fetch import NOT_FOUND_TRIES, give_up
from hub.recordings.want import TRIES
from tests.hub.recordings.conftest import LEG, MAX_BYTES, Desk, add_call
from tests.support.audio import mp3, ogg, wav


def files(desk: Desk) -> list[Path]:
    return [path for path in desk.folder.parent.glob("blobs/??/??/*") if path.is_file()]


async def test_a_whole_recording_is_kept(desk: Desk) -> None:
    desk.put(wav(3))
    await desk.wish()
    assert await desk.jobs() == 1
    await desk.look()
    row = await desk.one()
    assert (row.state, row.codec, row.seconds, row.bytes) == ("fetched", "pcm", 3.0, len(wav(3)))
    assert (row.source, row.consent, row.media_type) == (f"x-{LEG}.wav", "always", "audio/wav")
    assert await desk.told() == [{"id": str(row.id), "kind": "recording", "state": "fetched", "seconds": 3.0}]
    assert row.blob_id is not None
    assert await desk.blobs.purge(utc_now() + timedelta(days=9)) == 0  # it is referred to
    _, chunks = await desk.blobs.open(row.blob_id)
    assert b"".join([chunk async for chunk in chunks]) == wav(3)


async def test_a_line_without_consent_leaves_no_trace(desk: Desk) -> None:
    desk.put(wav())
    await desk.wish(record="never")
    await desk.wish(answered=False)
    assert (list(await desk.rows()), await desk.jobs()) == ([], 0)


async def test_a_file_that_is_still_written_is_waited_for(desk: Desk) -> None:
    await desk.wish(record="with_notice")
    await desk.looks_again()
    assert [one["state"] for one in await desk.told()] == ["wanted"]
    desk.put(wav(closed=False))
    await desk.looks_again(2)
    assert files(desk) == []
    desk.put(wav(2))
    await desk.look(3)
    assert ((await desk.one()).state, (await desk.one()).consent) == ("fetched", "with_notice")


async def test_a_format_that_does_not_say_its_length_must_stand_still(desk: Desk) -> None:
    await desk.wish()
    desk.put(mp3(5), f"x-{LEG}.mp3")
    await desk.looks_again()
    desk.put(mp3(10), f"x-{LEG}.mp3")
    await desk.looks_again(2)
    await desk.look(3)
    assert ((await desk.one()).codec, (await desk.one()).bytes) == ("mp3", len(mp3(10)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>not found</html>" * 9, "not_audio"),
        (wav(100), "too_large"),
        (wav()[:-1], "truncated"),
        (b"", "empty"),
    ],
)
async def test_what_is_no_recording_is_refused_and_not_kept(desk: Desk, data: bytes, reason: str) -> None:
    assert len(wav(100)) > MAX_BYTES
    desk.put(data)
    await desk.wish()
    await desk.look(NOT_FOUND_TRIES)
    row = await desk.one()
    assert (row.state, row.reason, row.blob_id) == ("refused", reason, None)
    assert (await desk.told())[0]["reason"] == reason
    assert files(desk) == []


async def test_what_does_not_come_is_missing(desk: Desk) -> None:
    await desk.wish()
    await desk.looks_again(NOT_FOUND_TRIES - 1)
    await desk.look(NOT_FOUND_TRIES)
    row = await desk.one()
    assert (row.state, row.reason, row.attempts) == ("missing", "not_found", NOT_FOUND_TRIES)
    assert (await desk.told())[0]["state"] == "missing"
    desk.put(wav())
    await desk.look()  # it is settled
    assert (await desk.one()).state == "missing"


async def test_a_place_that_is_away_is_tried_for_hours(desk: Desk) -> None:
    await desk.wish()
    away = desk.folder.rename(desk.folder.with_name("unmounted"))
    await desk.looks_again(NOT_FOUND_TRIES)
    away.rename(desk.folder)
    desk.put(wav())
    await desk.look(NOT_FOUND_TRIES + 1)
    assert (await desk.one()).state == "fetched"


async def test_a_place_that_stays_away_is_told(desk: Desk) -> None:
    await desk.wish()
    desk.folder.rmdir()
    await desk.look(TRIES)
    assert ((await desk.one()).state, (await desk.one()).reason) == ("missing", "unreachable")


async def test_an_account_that_names_no_place_has_no_recordings(desk: Desk) -> None:
    await desk.wish()
    fetcher = Fetcher(desk.db, desk.blobs, lambda _account: None, max_bytes=MAX_BYTES)
    await fetcher.fetch((await desk.one()).id, 1)
    assert (list(await desk.rows()), await desk.told()) == ([], [])


async def test_several_files_of_a_call_are_all_kept(desk: Desk) -> None:
    desk.put(wav(1), f"queue-{LEG}.wav")
    desk.put(ogg(2), f"moved-{LEG}.ogg")
    desk.put(b"#!/bin/sh", f"odd-{LEG}.wav")
    await desk.wish()
    await desk.look()
    found = {row.source: (row.state, row.seconds) for row in await desk.rows()}
    assert found == {
        f"queue-{LEG}.wav": ("fetched", 1.0), f"moved-{LEG}.ogg": ("fetched", 2.0),
        f"odd-{LEG}.wav": ("refused", None),
    }  # fmt: skip


async def test_one_file_belongs_to_one_call(desk: Desk) -> None:
    desk.put(wav())
    await desk.wish()
    await desk.look()
    await desk.wish()  # the end of the call, told twice
    await desk.wish(id=await add_call(desk.db))  # another, with the same leg
    wanted = [row.id for row in await desk.rows() if row.state == "wanted"]
    for row in wanted:
        with pytest.raises(RetryLater):
            await desk.fetcher.fetch(row, 1)
        await desk.fetcher.fetch(row, NOT_FOUND_TRIES)
    assert sorted(row.state for row in await desk.rows()) == ["fetched", "missing"]
    assert len(files(desk)) == 1


async def test_a_job_that_is_given_up_says_so(desk: Desk) -> None:
    await desk.wish()
    wish = await desk.one()
    await desk.db.write(lambda tx: give_up(tx, wish.id, "failed", TRIES))
    assert (await desk.one()).reason == "failed"


async def test_a_message_is_fetched_beside_a_recording(desk: Desk) -> None:
    inbox = desk.folder / "default/101/INBOX"
    inbox.mkdir(parents=True)
    stamp = int((utc_now() - timedelta(minutes=2)).timestamp())
    (inbox / "msg0000.txt").write_text(f"origtime={stamp}\nmsg_id={stamp}-1\ncallerid=<09121234567>\nduration=9\n")
    (inbox / "msg0000.wav").write_bytes(wav(9))
    await desk.wish(answered=False, voicemail="101@default")
    await desk.look()
    row = await desk.one()
    assert (row.kind, row.state, row.mailbox, row.seconds) == ("voicemail", "fetched", "101@default", 9.0)


async def test_old_recordings_are_erased_and_stay_known(desk: Desk) -> None:
    desk.put(wav())
    old = replace(desk.call, ended_at=utc_now() - timedelta(days=91))
    await desk.wish(ended_at=old.ended_at)
    await desk.look()
    assert await erase_old(desk.db, desk.blobs, utc_now() - timedelta(days=92)) == 0
    assert await erase_old(desk.db, desk.blobs, utc_now() - timedelta(days=90)) == 1
    row = await desk.one()
    assert (row.state, row.blob_id, files(desk)) == ("erased", None, [])
    assert (await desk.told())[0]["state"] == "erased"
    await desk.wish()
    await desk.looks_again()  # its file is still there, and is not fetched anew
    assert files(desk) == []
