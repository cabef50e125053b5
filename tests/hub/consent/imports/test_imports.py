"""Consents out of a file: looked at, written down in batches, taken back; and the log into one."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from aiohttp import FormData
from python_calamine import CalamineWorkbook

from hub import consent, customers
from hub.consent.imports import run
from hub.consent.imports.store import get
from hub.consent.models import Consent, ConsentEvent, ConsentOptOut
from hub.customers import Identity
from hub.db import Database, Tx
from hub.jobs.imports import Stopped
from hub.settings import Settings
from tests.support.accounts import Client, MakeSite, Site, make_users

FILE = """موبایل,channel,state,time,source,wording
0912 123 4567,sms,yes,2026-01-05,form,I agree
09121234567,sms,no,2026-02-05,,
09121234567,sms,yes,2026-01-20,,
Sara@Example.com,email,yes,1404/10/15,فرم,می‌پذیرم
Sara@Example.com,email,yes,1404/10/15,فرم,می‌پذیرم
nonsense,sms,yes,2026-01-05,,
09351234567,email,yes,2026-01-05,,
09351234567,sms,yes,2099-01-05,,
"""
REASONS = {"older_than_opt_out": 1, "unreadable": 1, "wrong_channel": 1, "in_the_future": 1}


@pytest.fixture
async def site(make_site: MakeSite, database: Database, cheap_hashes: None) -> Site:
    """A hub that serves consents and their files."""
    await make_users(database)
    return await make_site(also=[customers.routes, consent.routes, consent.file_routes, consent.import_routes])


@pytest.fixture
async def chief(site: Site) -> Client:
    return await site.signed_in("supervisor")


async def send(client: Client, text: str | bytes = FILE, query: str = "") -> tuple[int, Any]:
    form = FormData()
    form.add_field("file", text.encode() if isinstance(text, str) else text, filename="list.csv")
    answer = await client.request("POST", f"/api/consents/imports{query}", data=form)
    return answer.status, await answer.json()


async def ask(client: Client, method: str, path: str, **more: Any) -> tuple[int, Any]:
    answer = await client.request(method, f"/api/consents/{path}", **more)
    return answer.status, await answer.json()


async def looked_at(client: Client, db: Database, settings: Settings, text: str = FILE, query: str = "") -> Any:
    status, one = await send(client, text, query)
    assert (status, one["state"]) == (202, "checking"), one
    await run.check(db, settings, UUID(one["id"]))
    return (await ask(client, "GET", f"imports/{one['id']}"))[1]


async def carried_out(client: Client, db: Database, settings: Settings, text: str = FILE, query: str = "") -> Any:
    one = await looked_at(client, db, settings, text, query)
    assert (await ask(client, "POST", f"imports/{one['id']}/start"))[0] == 202
    await run.carry_out(db, settings, UUID(one["id"]))
    return (await ask(client, "GET", f"imports/{one['id']}"))[1]


async def stands(db: Database) -> dict[str, str | None]:
    query = sa.select(Identity.value, Consent.stands).join(Consent, Consent.identity_id == Identity.id)
    async with db.read() as session:
        return {row.value: row.stands for row in await session.execute(query)}


async def count(db: Database, table: Any) -> int:
    async with db.read() as session:
        return int(await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


async def test_a_file_is_looked_at_first_and_then_written_down(chief: Client, site: Site, database: Database) -> None:
    seen = await looked_at(chief, database, site.settings)
    assert (seen["state"], seen["added"], seen["known"], seen["refused"]) == ("checked", 3, 1, 4)
    assert seen["reasons"] == REASONS
    assert [(row["row"], row["code"]) for row in seen["rows"]][:2] == [(4, "older_than_opt_out"), (7, "unreadable")]
    assert await count(database, ConsentEvent) == 0, "nothing was changed by looking"
    done = await carried_out(chief, database, site.settings)
    assert (done["state"], done["done"], done["added"], done["reasons"]) == ("done", 8, 3, REASONS)
    assert await stands(database) == {"+989121234567": "denied", "sara@example.com": "granted"}
    again = await carried_out(chief, database, site.settings)
    assert (again["added"], again["known"]) == (0, 4), "a second time adds nothing"
    assert again["refused"] == 4


async def test_a_taken_back_file_counts_no_more(chief: Client, site: Site, database: Database) -> None:
    before = await carried_out(
        chief, database, site.settings, "mobile,state,time\n09121234567,no,2026-01-01\n", "?channel=sms"
    )
    second = await carried_out(
        chief,
        database,
        site.settings,
        "mobile,state,time\n09121234567,yes,2026-02-01\n09351234567,no,\n",
        "?channel=sms",
    )
    assert await stands(database) == {"+989121234567": "granted", "+989351234567": "denied"}
    path = f"imports/{second['id']}/undo"
    assert (await ask(chief, "POST", path, json={"why": "wrong list"}))[0] == 202
    await run.take_back(database, site.settings, UUID(second["id"]))
    assert await stands(database) == {"+989121234567": "denied"}, "what was said before counts again"
    assert await count(database, ConsentOptOut) == 1
    assert await count(database, ConsentEvent) == 3, "the log keeps everything"
    _, log = await ask(chief, "GET", f"imports/{before['id']}")
    assert log["state"] == "done"
    assert (await ask(chief, "POST", path, json={"why": "twice"}))[0] == 409


async def test_a_run_that_was_killed_goes_on_where_it_was(
    chief: Client, site: Site, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "AT_ONCE", {"sqlite": 2, "postgresql": 2})
    one = await looked_at(chief, database, site.settings)
    await ask(chief, "POST", f"imports/{one['id']}/start")
    written, keep = [], run._write

    async def dies(*args: Any, **more: Any) -> Any:
        if len(written) == 2:
            raise RuntimeError("killed")
        written.append(1)
        return await keep(*args, **more)

    monkeypatch.setattr(run, "_write", dies)
    with pytest.raises(RuntimeError):
        await run.carry_out(database, site.settings, UUID(one["id"]))
    monkeypatch.setattr(run, "_write", keep)
    await run.carry_out(database, site.settings, UUID(one["id"]))
    _, done = await ask(chief, "GET", f"imports/{one['id']}")
    assert (done["state"], done["done"], done["added"], done["reasons"]) == ("done", 8, 3, REASONS)
    async with database.read() as session:
        old = await get(session, UUID(one["id"]))
    with pytest.raises(Stopped):  # another process that still believes it is at work writes nothing
        await run._write(database, old | {"done": 0}, [], tell=False)


@pytest.mark.parametrize("text", ["", "mobile,state\n", b"PK\x03\x04nonsense"])
async def test_what_is_no_list_is_refused_at_the_field(chief: Client, text: str | bytes) -> None:
    status, problem = await send(chief, text)
    assert (status, problem["errors"][0]["field"]) == (422, "body.file")


async def test_agents_bring_no_files(site: Site) -> None:
    agent = await site.signed_in("agent")
    assert (await send(agent))[0] == 403
    assert (await ask(agent, "GET", "export"))[0] == 403


async def test_the_log_goes_out_as_either_file_by_what_is_asked(chief: Client, site: Site, database: Database) -> None:
    await carried_out(chief, database, site.settings)
    text = await (await chief.request("GET", "/api/consents/export?state=granted")).text()
    lines = text.removeprefix("\ufeff").split("\r\n")
    assert [line.split(",")[0] for line in lines] == ["address", "+989121234567", "Sara@example.com", ""]
    answer = await chief.request("GET", "/api/consents/export?format=xlsx&channel=email")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(await answer.read())).get_sheet_by_index(0).to_python()
    assert [row[:5] for row in rows[1:]] == [["Sara@example.com", "email", "email", "marketing", "granted"]]
    assert rows[1][7] == "می‌پذیرم"
    again = await carried_out(chief, database, site.settings, text)
    assert (again["added"], again["known"]) == (0, 2), "what was exported can be brought in again"


async def test_what_is_refused_does_not_stand_in_the_way_of_others(
    chief: Client, site: Site, database: Database
) -> None:
    async def later(tx: Tx) -> None:
        ids = await customers.see_identities(tx, [customers.read_number("09121234567")])  # type: ignore[list-item]
        said = consent.Said(identity_id=next(iter(ids.values())), channel="sms", purpose="marketing",
                            state="withdrawn", source="agent")  # fmt: skip
        await consent.record(tx, said)

    await database.write(later)
    text = "mobile,state,time\n09121234567,yes,2026-01-01\n09351234567,yes,2026-01-01\n"
    done = await carried_out(chief, database, site.settings, text, "?channel=sms")
    assert (done["added"], done["reasons"]) == (1, {"older_than_opt_out": 1})
    assert await stands(database) == {"+989121234567": "withdrawn", "+989351234567": "granted"}
