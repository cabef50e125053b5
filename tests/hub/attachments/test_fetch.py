"""Files are fetched after their message: once, from where nobody is led astray, or the timeline says why not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from yarl import URL

from hub.attachments import Fetcher, Places, erase_old
from hub.attachments.fetch import GONE_TRIES, TRIES, ForgetJob
from hub.blobs import BlobNotFound
from hub.db import utc_now
from hub.ports import MediaAccess, MediaFile, RetryLater
from tests.hub.attachments.conftest import MOST, PATH, PNG, SECRET, Desk


async def test_a_message_says_at_once_that_files_are_on_their_way(desk: Desk) -> None:
    await desk.comes(PATH, "/media/2")
    await desk.comes(PATH, "/media/2")  # told again
    assert [one["state"] for one in await desk.told()] == ["wanted", "wanted"]
    assert len(await desk.jobs()) == 2
    assert not desk.provider.asked


async def test_a_file_is_kept_and_its_address_forgotten(desk: Desk) -> None:
    desk.provider.files[PATH] = PNG
    await desk.comes(MediaFile(desk.provider.url + PATH, "image/png", "..\\خانه.png"))
    row = await desk.fetch()
    assert (row.state, row.reason, row.media_type, row.name, row.url) == (
        "fetched",
        None,
        "image/png",
        "خانه.png",
        None,
    )
    assert await desk.kept(row) == PNG
    assert await desk.told() == [
        {"id": str(row.id), "state": "fetched", "name": "خانه.png", "view": "image", "bytes": len(PNG)}
    ]
    await desk.fetch()
    assert desk.provider.asked == [("GET", PATH, SECRET)]


async def test_two_who_fetch_keep_one(desk: Desk) -> None:
    desk.provider.files[PATH] = PNG
    await desk.comes(PATH)
    (row,) = await desk.rows()
    await asyncio.gather(desk.fetcher.fetch(row.id, 1), desk.fetcher.fetch(row.id, 1))
    assert await desk.kept((await desk.rows())[0]) == PNG
    assert await desk.blobs.purge(utc_now() + timedelta(days=2)) == 0


async def test_of_files_that_come_at_once_the_message_tells_all(desk: Desk) -> None:
    paths = [f"/media/{place}" for place in range(6)]
    desk.provider.files = dict.fromkeys(paths, PNG)
    await desk.comes(*paths)
    await asyncio.gather(*(desk.fetcher.fetch(row.id, 1) for row in await desk.rows()))
    assert [one["state"] for one in await desk.told()] == ["fetched"] * 6


async def test_what_it_is_called_proves_nothing(desk: Desk) -> None:
    desk.provider.files[PATH] = b"<html><script>alert(1)</script></html>"
    await desk.comes(MediaFile(desk.provider.url + PATH, "image/jpeg"))
    row = await desk.fetch()
    assert (row.state, row.reason, row.media_type) == ("fetched", "mismatch", "application/octet-stream")
    assert (await desk.told())[0]["view"] == "file"


@pytest.mark.parametrize(
    ("file", "reason"),
    [(b"", "empty"), (bytes(MOST + 1), "too_large"), ([b"x" * 60_000] * 2, "too_large"), (PATH, "address")],
)
async def test_what_is_not_kept(desk: Desk, file: Any, reason: str) -> None:
    desk.provider.files[PATH] = file  # the last one leads on to itself
    await desk.comes(PATH)
    row = await desk.fetch()
    assert (row.state, row.reason, row.blob_id) == ("refused", reason, None)
    assert (await desk.told())[0]["reason"] == reason


NOWHERE = (
    "http://169.254.169.254/latest/meta-data", "https://10.0.0.1/x", "https://localhost/x", "https://[::1]/x",
    "https://127.0.0.1:9/x", "http://example.com/x", "https://user:pw@example.com/x", "ftp://example.com/x",
    "https://" + "x" * 3000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "led"), [("nothing", False), *((one, led) for one in NOWHERE for led in (False, True))]
)
async def test_nobody_is_led_to_inner_addresses(desk: Desk, address: str, *, led: bool) -> None:
    desk.provider.files[PATH] = address
    await desk.comes(PATH if led else MediaFile(address))
    row = await desk.fetch()
    assert (row.state, row.reason) == ("refused", "address")
    assert desk.provider.asked == [("GET", PATH, SECRET)] * led


class _Anywhere(Places):
    """As if loopback were the Internet."""

    async def _look_at(self, url: URL, access: MediaAccess) -> bool:
        return str(url.origin()) in access.origins

    def _network(self, host: str, port: int, access: MediaAccess) -> Any:
        return self._named


async def test_credentials_stay_with_the_provider(desk: Desk) -> None:
    elsewhere = desk.provider.url.replace("127.0.0.1", "localhost")
    desk.provider.files |= {PATH: f"{elsewhere}/cdn", "/cdn": PNG}
    desk.places = _Anywhere(0, 5)
    await desk.comes(PATH)
    assert (await desk.fetch()).state == "fetched"
    assert desk.provider.asked == [("GET", PATH, SECRET), ("GET", "/cdn", None)]


@pytest.mark.parametrize(
    ("status", "tries", "reason"),
    [(404, GONE_TRIES, "gone"), (401, TRIES, "sign_in"), (503, TRIES, "unreachable")],
)
async def test_it_is_tried_again_and_given_up_in_words(desk: Desk, status: int, tries: int, reason: str) -> None:
    desk.provider.files[PATH] = status
    await desk.comes(PATH)
    for attempt in (1, tries - 1):
        with pytest.raises(RetryLater):
            await desk.fetch(attempt)
    row = await desk.fetch(tries)
    assert (row.state, row.reason) == ("missing", reason)


@pytest.mark.parametrize("file", [MediaFile("/media/1"), MediaFile("http://10.0.0.1/media/1")])
async def test_a_process_that_does_not_know_the_account_yet_gives_nothing_up(desk: Desk, file: MediaFile) -> None:
    desk.provider.files[PATH] = PNG
    await desk.comes(file)
    (row,) = await desk.rows()
    strange = Fetcher(desk.db, desk.blobs, lambda _account: None, desk.places, max_bytes=MOST)
    for attempt in range(1, TRIES):
        with pytest.raises(RetryLater):
            await strange.fetch(row.id, attempt)
    with pytest.raises(RetryLater):
        await strange.forget(ForgetJob(account="sms", url=desk.provider.url + PATH))
    assert (await desk.rows())[0].state == "wanted"
    await strange.fetch(row.id, TRIES)  # it was taken away for good
    assert (await desk.rows())[0].reason == "address"


async def test_the_providers_copy_is_deleted_where_it_is_to_be(desk: Desk) -> None:
    desk.provider.files[PATH] = PNG
    desk.access = replace(desk.access, forget=True)
    await desk.comes(PATH)
    await desk.fetch()
    (job,) = await desk.jobs("attachments.forget")
    for _ in range(2):  # also where it is gone already
        await desk.fetcher.forget(ForgetJob.model_validate(job.payload))
    assert desk.provider.asked[1:] == [("DELETE", PATH, SECRET)] * 2
    assert PATH not in desk.provider.files


async def test_what_is_old_is_erased(desk: Desk) -> None:
    desk.provider.files[PATH] = PNG
    await desk.comes(PATH)
    row = await desk.fetch()
    assert await erase_old(desk.db, desk.blobs, utc_now() - timedelta(days=1)) == 0
    assert await erase_old(desk.db, desk.blobs, utc_now() + timedelta(seconds=1)) == 1
    assert [one["state"] for one in await desk.told()] == ["erased"]
    with pytest.raises(BlobNotFound):
        await desk.kept(row)
