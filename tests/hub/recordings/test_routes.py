"""Who may listen, in which parts, and what is put on record of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub import recordings
from hub.accounts.models import AuditEntry, User
from hub.db import Database
from hub.recordings import LISTENS, CallRecording, Listens
from tests.hub.recordings.conftest import LEG, Desk, add_call
from tests.support.accounts import Client, MakeSite, Site
from tests.support.audio import wav

SOUND = wav(3)


@pytest.fixture
async def site(make_site: MakeSite, people: dict[str, Any], desk: Desk) -> Site:
    folder = {"directory": str(desk.folder.parent / "blobs")}
    made: Site = await make_site(also=[recordings.routes], services={LISTENS: Listens()}, blobs=folder)
    return made


async def fetched(
    desk: Desk, site: Site, *, name: str = f"x-{LEG}.wav", voicemail: bool = False, **phones: bool
) -> tuple[str, str]:
    """A call with a recording; ``phones`` names who sat at them, and whether they answered. Its id, and its audio's."""
    async with desk.db.read() as session:
        rows = await session.execute(sa.select(User.email, User.id))
        users = {email.partition("@")[0]: user for email, user in rows.all()}
    call = await add_call(desk.db, users=[(users[who], answered) for who, answered in phones.items()])
    for old in desk.folder.iterdir():
        old.unlink()
    desk.put(SOUND, name)
    fetcher = recordings.Fetcher(desk.db, desk.blobs, desk.find_source, max_bytes=10**6)
    await desk.wish(id=call)
    (wish,) = [row for row in await desk.rows() if row.call_id == call]
    await fetcher.fetch(wish.id, 1)
    (row,) = [row for row in await desk.rows() if row.call_id == call]
    if voicemail:
        async with desk.db.writer.begin() as connection:
            change = sa.update(CallRecording).where(CallRecording.id == row.id)
            await connection.execute(change.values(kind="voicemail"))
    return str(call), f"/api/recordings/{row.id}"


async def records(db: Database) -> list[str]:
    async with db.read() as session:
        query = sa.select(AuditEntry.action).where(AuditEntry.action.startswith("recording_")).order_by(AuditEntry.at)
        return list(await session.scalars(query))


async def test_it_is_played_whole_and_in_parts(desk: Desk, site: Site) -> None:
    call, path = await fetched(desk, site)
    boss = await site.signed_in("supervisor")
    listed = (await (await boss.get(f"/api/calls/{call}/recordings")).json())["items"]
    assert [(one["state"], one["playable"], one["seconds"]) for one in listed] == [("fetched", True, 3.0)]
    whole = await boss.get(f"{path}/audio")
    assert (whole.status, await whole.read()) == (200, SOUND)
    assert whole.headers["Content-Type"] == "audio/wav"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Disposition"].startswith('inline; filename="recording-')
    for asked, start, stop in (("0-9", 0, 10), ("100-", 100, len(SOUND)), ("-5", len(SOUND) - 5, len(SOUND))):
        part = await boss.get(f"{path}/audio", headers={"Range": f"bytes={asked}"})
        assert (part.status, await part.read()) == (206, SOUND[start:stop])
        assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(SOUND)}"
    beyond = await boss.get(f"{path}/audio", headers={"Range": f"bytes={len(SOUND)}-"})
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")
    odd = await boss.get(f"{path}/audio", headers={"Range": "lines=1-2"})
    assert (odd.status, await odd.read()) == (200, SOUND)
    kept = await boss.get(f"{path}/audio?download=true")
    assert kept.headers["Content-Disposition"].startswith("attachment")


async def test_every_listen_is_on_record(desk: Desk, site: Site) -> None:
    _, path = await fetched(desk, site)
    boss = await site.signed_in("supervisor")
    await boss.get(f"{path}/audio", headers={"Range": "bytes=1-"})  # leaving the first byte out hides nothing
    await boss.get(f"{path}/audio", headers={"Range": "bytes=500-"})
    assert await records(desk.db) == ["recording_played"]
    await boss.get(f"{path}/audio")
    await boss.get(f"{path}/audio?download=true")
    assert await records(desk.db) == ["recording_played", "recording_played", "recording_downloaded"]


CASES = [
    ("agent", {"agent": True}, False, 200),
    ("agent", {"agent": False}, False, 404),  # it only rang
    ("agent", {"supervisor": True}, False, 404),
    ("agent", {"agent": False}, True, 200),
    ("agent", {"supervisor": False}, True, 404),
    ("supervisor", {"agent": True}, False, 200),
    ("administrator", {"agent": True}, False, 200),
    ("marketer", {"agent": True}, False, 403),
]


async def test_who_may_listen(desk: Desk, site: Site) -> None:
    clients = {role: await site.signed_in(role) for role in ("agent", "supervisor", "administrator", "marketer")}
    for number, (role, phones, voicemail, status) in enumerate(CASES):
        call, path = await fetched(desk, site, name=f"{number}-{LEG}.wav", voicemail=voicemail, **phones)
        before = len(await records(desk.db))
        assert (await clients[role].get(f"{path}/audio")).status == status, number
        listing = await clients[role].get(f"/api/calls/{call}/recordings")
        heard = len((await listing.json())["items"]) if listing.status == 200 else 0
        assert heard == (status == 200), number
        assert len(await records(desk.db)) - before == (status == 200), number


async def test_nobody_listens_without_signing_in(desk: Desk, site: Site) -> None:
    _, path = await fetched(desk, site)
    assert (await site.browser().get(f"{path}/audio")).status == 401


async def test_erasing_takes_the_audio_for_good(desk: Desk, site: Site) -> None:
    call, path = await fetched(desk, site)
    boss, admin = await site.signed_in("supervisor"), await site.signed_in("administrator")
    assert (await boss.delete(path)).status == 403
    assert (await admin.delete(path)).status == 204
    assert (await status_of(boss, call))["state"] == "erased"
    gone = await boss.get(f"{path}/audio")
    assert (gone.status, (await gone.json())["code"]) == (404, "no_audio")
    assert not list(desk.folder.parent.glob("blobs/??/??/*"))
    assert (await admin.delete(f"/api/recordings/{UUID(int=7)}")).status == 404
    assert "recording_erased" in await records(desk.db)


async def status_of(client: Client, call: str) -> dict[str, Any]:
    (one,) = (await (await client.get(f"/api/calls/{call}/recordings")).json())["items"]
    return dict(one)
