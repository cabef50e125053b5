"""How files are handed out: nothing of them is ever run, and erasing is for good and on record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from hub import attachments
from hub.accounts.models import AuditEntry
from hub.attachments.fetch import ForgetJob
from tests.hub.attachments.conftest import PATH, PNG, SECRET, Desk
from tests.support.accounts import MakeSite, Site


@pytest.fixture
async def site(make_site: MakeSite, people: dict[str, Any], desk: Desk, tmp_path: Any) -> Site:
    made: Site = await make_site(also=[attachments.routes], blobs={"directory": str(tmp_path / "blobs")})
    return made


async def test_an_image_is_shown_and_a_page_is_only_a_download(desk: Desk, site: Site) -> None:
    page = b"<html><script>alert(1)</script></html>"
    desk.provider.files |= {PATH: PNG, "/media/2": page}
    await desk.comes(PATH, "/media/2")
    row = await desk.fetch()
    agent = await site.signed_in("agent")
    listed = (await (await agent.get(f"/api/interactions/{row.interaction_id}/attachments")).json())["items"]
    assert [(one["name"], one["view"], one["bytes"]) for one in listed] == [
        ("image-1.png", "image", len(PNG)), ("application-2.bin", "file", len(page)),
    ]  # fmt: skip
    image, other = [await agent.get(f"/api/attachments/{one['id']}/content") for one in listed]
    assert (await image.read(), image.headers["Content-Type"]) == (PNG, "image/png")
    assert image.headers["Content-Disposition"].startswith("inline")
    assert (await other.read(), other.headers["Content-Type"]) == (page, "application/octet-stream")
    assert other.headers["Content-Disposition"].startswith("attachment")
    for answer in (image, other):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    part = await agent.get(f"/api/attachments/{row.id}/content", headers={"Range": "bytes=0-7"})
    assert (part.status, await part.read()) == (206, PNG[:8])


async def test_erasing_is_for_good_and_on_record(desk: Desk, site: Site) -> None:
    desk.provider.files[PATH] = PNG
    await desk.comes(PATH)
    row = await desk.fetch()
    boss, agent = await site.signed_in("administrator"), await site.signed_in("agent")
    assert (await agent.delete(f"/api/attachments/{row.id}")).status == 403
    assert (await boss.delete(f"/api/attachments/{row.id}")).status == 204
    assert (await agent.get(f"/api/attachments/{row.id}/content")).status == 404
    assert [one["state"] for one in await desk.told()] == ["erased"]
    async with desk.db.read() as session:
        actions = await session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject_id == row.id))
        assert list(actions) == ["attachment_erased"]


async def test_erasing_what_is_still_on_its_way_takes_the_providers_copy_too(desk: Desk, site: Site) -> None:
    desk.provider.files[PATH] = PNG
    desk.access = replace(desk.access, forget=True)
    await desk.comes(PATH)
    (row,) = await desk.rows()
    boss = await site.signed_in("administrator")
    assert (await boss.delete(f"/api/attachments/{row.id}")).status == 204
    assert (await desk.fetch()).state == "erased"
    for job in await desk.jobs("attachments.forget"):
        await desk.fetcher.forget(ForgetJob.model_validate(job.payload))
    assert desk.provider.asked == [("DELETE", PATH, SECRET)]
