"""Exports, read back: everything in its column, nothing that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hub import accounts, imports
from hub.accounts.models import AuditEntry
from hub.blobs import Blobs, DirectoryStorage
from hub.customers import Customer, CustomerTag, CustomField, Identity, Tag, link
from hub.db import Database, Tx, new_id, utc_now
from hub.imports import bulk_runs
from hub.imports.export import KEEP, export
from hub.imports.export_columns import COLUMNS, safe
from hub.imports.headers import EXPORTED, NAMES
from hub.imports.schemas_bulk import NewBulkRun
from hub.jobs import Handlers, Workers
from hub.settings import Settings
from hub.text import fold, sort_key
from hub.web import build_application
from tests.hub.imports.runs import USER, run_of
from tests.support.accounts import Site
from tests.support.waiting import WaitFor

NOTE = '=HYPERLINK("http://x.example","a")\r\nlines, and "marks"'
Fetch = Callable[..., Coroutine[Any, Any, bytes]]


async def fill(db: Database) -> UUID:
    """A firm, and Zoë who works there, with all that can be known of her."""

    async def work(tx: Tx) -> UUID:
        names = [("Office", "organisation"), ("Zoë", "person")]
        firm, zoe = [
            Customer(id=new_id(), kind=kind, name=name, sort_key=sort_key(name), search=fold(name),
                     created_at=datetime(2026, 3, 20, 20, 30, tzinfo=UTC), updated_at=tx.now)
            for name, kind in names
        ]  # fmt: skip
        tx.session.add_all([firm, CustomField(key="debt", label="Debt", kind="number", created_at=tx.now),
                            CustomField(key="since", label="-Since", kind="date", created_at=tx.now)])  # fmt: skip
        await tx.session.flush()
        zoe.organisation_id, zoe.city, zoe.note = firm.id, "@York", NOTE
        zoe.fields = {"debt": -2.5, "since": "2026-03-21"}
        tag = Tag(id=new_id(), name="VIP")
        tx.session.add_all([zoe, tag])
        await tx.session.flush()
        tx.session.add(CustomerTag(customer_id=zoe.id, tag_id=tag.id))
        for kind, value in (("phone", "+989121234567"), ("phone", "+982188881234"), ("email", "-z@example.com")):
            identity = Identity(id=new_id(), kind=kind, value=value, first_seen_at=tx.now, last_seen_at=tx.now)
            tx.session.add(identity)
            await tx.session.flush()
            await link(tx, zoe.id, identity.id)
        return zoe.id

    return await db.write(work)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """With a folder for files."""
    return Settings.model_validate({"blobs": {"directory": tmp_path / "blobs"}})


@pytest.fixture
def fetch(database: Database, settings: Settings) -> Fetch:
    """Export what is asked for, and read the file."""

    async def made(**options: Any) -> bytes:
        wanted = NewBulkRun.model_validate({"action": "export", "selection": {}, "options": options})

        async def begin(tx: Tx) -> UUID:
            return (await bulk_runs.begin(tx, USER, wanted)).id

        run_id = await database.write(begin)
        await export(database, settings, run_id)
        run = await run_of(database, run_id)
        assert (run.state, run.error) == ("done", None)
        assert run.done == run.total
        assert run.blob_id
        _, chunks = await Blobs(database, DirectoryStorage(settings.blobs.directory)).open(run.blob_id)
        return b"".join([chunk async for chunk in chunks])

    return made


def parsed(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, by their headers."""
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def test_csv_read_back(database: Database, fetch: Fetch) -> None:
    zoe = await fill(database)
    columns = ["name", "kind", "organisation", "number", "other_phones", "email", "tags", "city", "note", "created_at",
               "last_contact_at", "fields.debt", "fields.since", "id"]  # fmt: skip
    office, row = parsed(await fetch(columns=columns))
    assert (office["Name"], office["Kind"], office["Phone"]) == ("Office", "organisation", "")
    assert row == {
        "Name": "Zoë", "Kind": "person", "Organisation": "Office", "Phone": "+98 912 123 4567",
        "Other phones": "+98 21 8888 1234", "Email": "'-z@example.com", "Tags": "VIP", "City": "'@York",
        "Note": f"'{NOTE}", "Created": "2026-03-21 00:00", "Last contact": "", "Debt": "-2.5", "'-Since": "2026-03-21",
        "Id": str(zoe),
    }  # fmt: skip


async def test_in_persian_and_jalali(database: Database, fetch: Fetch) -> None:
    await fill(database)
    columns = ["name", "kind", "created_at", "fields.since"]
    content = (await fetch(columns=columns, language="fa", calendar="jalali", sort="-name")).decode("utf-8-sig")
    first, second, *_ = content.split("\r\n")
    assert first.split(",")[:3] == [NAMES["name"][0][0], NAMES["kind"][0][0], EXPORTED["created_at"][0][0]]
    assert second.split(",")[2:] == ["1405/01/01 00:00", "1405/01/01"]


async def test_xlsx_read_back(database: Database, fetch: Fetch, tmp_path: Path) -> None:
    await fill(database)
    path = tmp_path / "read.xlsx"
    path.write_bytes(await fetch(format="xlsx", columns=["name", "number", "city", "note", "fields.debt"]))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Name", "Phone", "City", "Note", "Debt"]
    assert rows[2] == ["Zoë", "+98 912 123 4567", "'@York", f"'{NOTE}", -2.5]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_cancelled_export_leaves_nothing(database: Database, settings: Settings, kind: str) -> None:
    await fill(database)
    wanted = NewBulkRun.model_validate({"action": "export", "selection": {}, "options": {"format": kind}})

    async def begin(tx: Tx) -> UUID:
        run = await bulk_runs.begin(tx, USER, wanted)
        await bulk_runs.end(tx, run, "cancelled")
        return run.id

    run_id = await database.write(begin)
    await export(database, settings, run_id)
    assert (await run_of(database, run_id)).blob_id is None
    assert not settings.blobs.directory.exists()


def test_every_column_has_a_name_in_both_languages() -> None:
    known = {"number" if name == "phone" else name: names for name, names in (NAMES | EXPORTED).items()}
    assert set(known) >= COLUMNS
    assert all(persian and english for persian, english in known.values())


@given(st.text(max_size=40))
def test_no_text_begins_a_formula(text: str) -> None:
    made = safe(text)
    assert made is not None
    assert made in {text, f"'{text}"}
    assert made[:1] not in {"=", "+", "-", "@", "\t", "\r"}


async def test_the_file_is_for_whoever_asked(
    database: Database, settings: Settings, people: dict[str, Any], wait_for: WaitFor
) -> None:
    await fill(database)
    app = build_application(
        settings, database, [accounts.routes, imports.bulk_routes], authenticate=accounts.authenticate, version="1"
    )
    server = TestServer(app)
    await server.start_server()
    handlers = Handlers()
    imports.register_bulk(handlers, settings)
    workers = Workers(database, handlers)
    await workers.start()
    site = Site(server, database, settings, [])
    try:
        await _fetched(site, people, wait_for)
    finally:
        await workers.stop()
        for client in site.clients:
            await client.close()
        await server.close()


async def _fetched(site: Site, people: dict[str, Any], wait_for: WaitFor) -> None:
    agent, marketer, supervisor = [await site.signed_in(role) for role in ("agent", "marketer", "supervisor")]
    order = {"action": "export", "selection": {"kind": "person"}, "options": {"columns": ["name"]}}
    assert (await agent.post("/api/bulk", json=order)).status == 403
    answer = await marketer.post("/api/bulk", json=order)
    assert answer.status == 202, await answer.text()
    url = f"/api/bulk/{(await answer.json())['id']}"

    async def done() -> Any:
        run = await (await marketer.get(url)).json()
        return run if run["state"] == "done" else None

    run: Any = await wait_for(done)
    assert (run["done"], run["total"], run["file"]["url"]) == (1, 1, f"{url}/file")
    assert run["file"]["name"].endswith(".csv")
    answer = await marketer.get(run["file"]["url"])
    assert answer.headers["Content-Type"] == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert [row["Name"] for row in parsed(await answer.read())] == ["Zoë"]
    for client in (agent, supervisor):
        assert {(await client.get(path)).status for path in (url, f"{url}/file")} <= {403, 404}
    assert (await supervisor.post(f"{url}/cancel")).status == 404
    assert (await (await marketer.post(f"{url}/cancel")).json())["state"] == "done"
    async with site.db.read() as session:
        rows = await session.scalars(sa.select(AuditEntry).where(AuditEntry.subject_id == UUID(str(run["id"]))))
        noted = {entry.action: entry.actor_id for entry in rows}
    assert noted == dict.fromkeys(("customers_exported", "export_fetched"), people["marketer"].id)
    await Blobs(site.db, DirectoryStorage(site.settings.blobs.directory)).purge(utc_now() + KEEP)
    assert (await marketer.get(f"{url}/file")).status == 404
