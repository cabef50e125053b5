"""Imports from the file to the customers: what is made, changed, left out and refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from hub.customers import Customer, CustomerTag, CustomField, Tag
from hub.db import Tx, new_id
from hub.events.models import Event
from hub.imports import run, store
from hub.jobs.imports import Stopped
from hub.search.models import CustomerSearch
from tests.hub.imports.conftest import Imports
from tests.hub.sheets.files import workbook

PEOPLE = """نام,نام خانوادگی,تلفن همراه,ایمیل,شرکت,شهر,برچسب
سارا,محمدی,۰۹۱۲۱۲۳۴۵۶۷,Sara@Example.COM,آریا,تهران,ویژه؛ نمایشگاه
علی,رضایی,9121234568,,آریا,شیراز,
"""
OLD = "name,phone,email,city\nSara,09121234567,,Tehran\nAli,09121234568,ali@example.com,\n"
NEW = (
    "name,phone,email,city,tags\nSara M,09121234567,s@example.com,Shiraz,vip\nAli,0935 123 4569,ali@example.com,Yazd,\n"
)

WRONG = """نام;موبایل;ایمیل
سارا;9.12E+09;
علی;123;
"=cmd|x";;x@y
رضا;09121234567;r@example.com
;;
;+49 30 1234567;
"""

ONE_STORE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it is not what matters here


def codes(row: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in row["problems"]]


async def test_customers_come_from_a_persian_file(importer: Imports) -> None:
    run = await importer.send(PEOPLE)
    assert run["total"] == 2
    assert [column["target"] for column in run["columns"]] == [
        "first_name", "last_name", "phone", "email", "organisation", "city", "tags",
    ]  # fmt: skip
    checked = await importer.do(run, "check", "checked")
    preview = checked["preview"]
    assert (preview["create"], preview["warn"], preview["fail"]) == (2, 1, 0)
    assert preview["examples"][0]["values"]["phones"] == ["+989121234567"]
    assert not await importer.customers()
    done = await importer.do(run, "start", "done")
    assert (done["created"], done["warned"], done["failed"], done["done"]) == (2, 1, 0, 2)
    people = await importer.customers()
    assert set(people) == {"سارا محمدی", "علی رضایی", "آریا"}
    sara, ali = people["سارا محمدی"], people["علی رضایی"]
    assert sara["addresses"] == ["+989121234567", "sara@example.com"]
    assert ali["addresses"] == ["+989121234568"]
    assert sara["organisation_id"] == ali["organisation_id"] == people["آریا"]["id"]
    assert str(sara["import_id"]) == run["id"]
    (warned,) = await importer.rows(run, "warned")
    assert codes(warned) == ["zero_added"]
    async with importer.db.read() as session:
        assert set(await session.scalars(sa.select(Tag.name))) == {"ویژه", "نمایشگاه"}
        assert await session.scalar(sa.select(sa.func.count()).select_from(CustomerTag)) == 2
        texts = list(await session.scalars(sa.select(CustomerSearch.text)))
        told = list(await session.scalars(sa.select(Event.data).where(Event.kind == "import").order_by(Event.id)))
    assert len(texts) == 3
    assert any("اریا" in text and "سارا محمدی" in text and "989121234567" in text for text in texts)
    assert [data["state"] for data in told if data][-1] == "done"


@pytest.mark.parametrize(
    ("policy", "sara", "ali", "counts"),
    [
        ("skip", ("Sara", "Tehran"), None, (0, 2)),
        ("merge", ("Sara", "Tehran"), "Yazd", (2, 0)),
        ("update", ("Sara M", "Shiraz"), "Yazd", (2, 0)),
    ],
)
async def test_those_who_are_there_already(
    importer: Imports, policy: str, sara: tuple[str, str], ali: str | None, counts: tuple[int, int]
) -> None:
    await importer.bring(OLD)
    run = await importer.send(NEW)
    await importer.change(run, policy=policy)
    preview = (await importer.do(run, "check", "checked"))["preview"]
    done = await importer.do(run, "start", "done")
    assert (done["created"], done["updated"], done["skipped"]) == (0, *counts)
    assert preview[policy] == 2
    people = await importer.customers()
    assert (people[sara[0]]["name"], people[sara[0]]["city"]) == sara
    assert people["Ali"]["city"] == ali
    both = ["+989121234567", "s@example.com"] if policy != "skip" else ["+989121234567"]
    assert sorted(people[sara[0]]["addresses"]) == both
    assert people[sara[0]]["version"] == (1 if policy == "skip" else 2)


async def test_the_same_number_twice_in_a_file(importer: Imports) -> None:
    text = "name,phone,city\nSara,09121234567,\nS.,+989121234567,Tehran\n"
    run = await importer.send(text)
    assert (await importer.do(run, "check", "checked"))["preview"]["skip"] == 1
    done = await importer.do(run, "start", "done")
    assert (done["created"], done["skipped"]) == (1, 1)
    again = await importer.bring(text.replace("0912", "0935").replace("+98912", "+98935"), policy="merge")
    assert (again["created"], again["updated"]) == (1, 1)
    async with importer.db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 2


async def test_people_on_one_switchboard(importer: Imports) -> None:
    await importer.bring("name,phone,kind\nArya,02188881234,organisation\n")
    text = "name,phone\nSara,02188881234\nAli,02188881234\n"
    done = await importer.bring(text, options={"match_name": True})
    assert done["created"] == 2
    run = await importer.bring("name,phone\nReza,02188881234\n", policy="update")
    assert run["failed"] == 1
    assert codes((await importer.rows(run))[0]) == ["ambiguous"]
    run = await importer.bring("name,phone,city\nsara,02188881234,Tehran\n", policy="merge")
    assert run["updated"] == 1
    assert (await importer.customers())["Sara"]["city"] == "Tehran"


async def test_wrong_rows_fail_alone_and_come_back_as_a_file(importer: Imports) -> None:
    done = await importer.bring(WRONG)
    assert (done["created"], done["failed"], done["warned"], done["done"]) == (2, 3, 1, 5)
    assert [codes(row) for row in await importer.rows(done, "failed")] == [["digits_lost"], ["phone"], ["email"]]
    answer = await importer.client.get(f"/api/imports/{done['id']}/errors.csv")
    lines = (await answer.read()).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "نام;موبایل;ایمیل;problem"
    assert lines[2] == "علی;123;;موبایل: This is not a phone number that can be called."
    assert lines[3].startswith("'=cmd|x;;x@y;")
    assert len(lines) == 5
    assert "+49 30 1234567" in await importer.customers()


@ONE_STORE
async def test_wrong_cells_can_be_left_out(importer: Imports) -> None:
    done = await importer.bring("name,phone,email\nSara,123,s@example.com\n", options={"lenient": True})
    assert (done["created"], done["warned"]) == (1, 1)
    assert (await importer.customers())["Sara"]["addresses"] == ["s@example.com"]


@ONE_STORE
async def test_custom_fields_owners_and_a_workbook(importer: Imports) -> None:
    async def work(tx: Tx) -> None:
        for key, kind, options in (("birthday", "date", []), ("level", "choice", ["طلایی"]), ("spent", "number", [])):
            tx.session.add(
                CustomField(
                    id=new_id(), key=key, label=f"My {key}", kind=kind, options=options, applies_to="both", position=0,
                    created_at=tx.now, version=1,
                )
            )  # fmt: skip

    await importer.db.write(work)
    rows = [
        ["Customers of 1403"], [],
        ["Name", "Mobile", "My birthday", "My level", "My spent", "Owner"],
        ["Sara", 9121234567.0, "1370/05/12", "طلايي", 1200.5, "agent@example.com"],
        ["Ali", "0912 123 4568", "date:45123", "", None, "nobody@example.com"],
    ]  # fmt: skip
    run = await importer.send(workbook({"List": rows, "Other": [["x"]]}), "people.xlsx")
    assert (run["reading"]["header_row"], run["reading"]["sheets"], run["total"]) == (3, ["List", "Other"], 2)
    done = await importer.do(run, "start", "done")
    assert (done["created"], done["failed"]) == (1, 1)
    sara = (await importer.customers())["Sara"]
    assert sara["fields"] == {"birthday": "1991-08-03", "level": "طلایی", "spent": 1200.5}
    assert sara["owner_id"] is not None
    assert [codes(row) for row in await importer.rows(done, "failed")] == [["person"]]


@ONE_STORE
async def test_a_mapping_is_remembered_and_can_be_changed(importer: Imports) -> None:
    text = "who,reached at,where\nSara,09121234567,Tehran\n"
    run = await importer.send(text)
    assert [column["target"] for column in run["columns"]] == [None, "phone", None]
    wanted = [{"index": 0, "target": "name"}, {"index": 2, "target": "city"}]
    refused = await importer.change(run, 422, mapping=[*wanted, {"index": 1, "target": "fields.none"}])
    assert refused["errors"][0]["field"] == "body.mapping.2.target"
    refused = await importer.change(run, 422, mapping=[*wanted, {"index": 1, "target": "name"}])
    assert refused["errors"][0]["code"] == "repeated"
    await importer.change(run, mapping=wanted)
    await importer.do(run, "start", "done")
    again = await importer.send("Who,Reached at,Where\nAli,09121234568,Yazd\n")
    assert [column["target"] for column in again["columns"]] == ["name", "phone", "city"]
    assert (await importer.customers())["Sara"]["city"] == "Tehran"


@ONE_STORE
async def test_the_file_can_be_read_otherwise(importer: Imports) -> None:
    run = await importer.send("name|phone\nSara|09121234567\n")
    read = await importer.change(run, reading={"delimiter": ","})
    assert len(read["columns"]) == 1
    read = await importer.change(run, reading={"delimiter": "|", "header_row": 0})
    assert (read["total"], read["columns"][0]["header"]) == (2, "")
    refused = await importer.change(run, 422, reading={"encoding": "utf-16-be", "delimiter": ";", "header_row": 900})
    assert refused["errors"][0]["field"] == "body.reading"


@ONE_STORE
async def test_what_is_refused_at_the_door(importer: Imports) -> None:
    assert (await importer.send(b"", status=422))["errors"][0]["code"] == "empty"
    assert (await importer.send(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), status=422))["errors"][0][
        "code"
    ] == "old_xls"
    assert (await importer.send(b"name,phone\n", status=422))["errors"][0]["code"] == "no_rows"
    assert (await importer.send(b"a" * (26 * 1024 * 1024), status=413))["code"] == "too_large"
    answer = await importer.client.post("/api/imports", json={})
    assert answer.status == 415
    answer = await importer.client.post("/api/imports", data=b"--x", headers={"Content-Type": "multipart/form-data"})
    assert answer.status == 400
    run = await importer.send("colour\nred\nblue\n")
    assert (await importer.do(run, "start", status=422))["errors"][0]["code"] == "nobody"
    assert (await importer.do(run, "undo", status=409))["code"] == "state"
    async with importer.db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Customer)) == 0


@ONE_STORE
@pytest.mark.parametrize("name", ["＝1+1", "@SUM(A1)", '"\n=1+1"'])
async def test_rows_that_come_back_are_no_formulas(importer: Imports, name: str) -> None:
    done = await importer.bring(f"name,phone\n{name},123\n")
    answer = await importer.client.get(f"/api/imports/{done['id']}/errors.csv")
    line = (await answer.read()).decode("utf-8-sig").split("\r\n")[1]
    assert line.lstrip('"').startswith("'"), line


@ONE_STORE
async def test_imports_are_listed_the_latest_first(importer: Imports) -> None:
    sent = [await importer.send(OLD, f"{number}.csv") for number in range(3)]
    answer = await (await importer.client.get("/api/imports?limit=2")).json()
    assert answer["items"] == sent[:0:-1]
    rest = await (await importer.client.get(f"/api/imports?cursor={answer['next']}")).json()
    assert (rest["items"], rest["next"]) == (sent[:1], None)


@ONE_STORE
async def test_a_dry_run_that_another_has_overtaken_says_nothing(importer: Imports) -> None:
    sent = await importer.send(OLD)
    async with importer.db.read() as session:
        before = await store.get_import(session, UUID(sent["id"]))
    await importer.change(sent, policy="merge")
    await importer.db.write(lambda tx: store.change_import(tx, before["id"], {"state": "checking"}))
    with pytest.raises(Stopped):
        await run.advance(importer.db, before, {"state": "checked"})
    async with importer.db.read() as session:
        now = await store.get_import(session, before["id"])
    assert now["state"] == "checking"
    await run.advance(importer.db, now, {"state": "checked"})


async def test_more_tags_than_there_may_be(importer: Imports) -> None:
    lines = [f"P{n},091212{n:05d}," + ";".join(f"t{n}x{k}" for k in range(40)) for n in range(30)]
    done = await importer.bring("\n".join(["name,phone,tags", *lines]))
    assert (done["created"], done["failed"]) == (25, 5)
    assert codes((await importer.rows(done, "failed"))[0]) == ["too_many_tags"]
