"""Imports from the file to the customers."""

from __future__ import annotations

from tests.hub.imports.conftest import Imports

PEOPLE = """نام,نام خانوادگی,تلفن همراه,ایمیل,شرکت,شهر,برچسب
سارا,محمدی,۰۹۱۲۱۲۳۴۵۶۷,Sara@Example.COM,آریا,تهران,ویژه؛ نمایشگاه
علی,رضایی,9121234568,,آریا,شیراز,
"""


async def test_customers_come_from_a_persian_file(importer: Imports) -> None:
    run = await importer.send(PEOPLE)
    assert run["total"] == 2
    assert [column["target"] for column in run["columns"]] == [
        "first_name", "last_name", "phone", "email", "organisation", "city", "tags",
    ]  # fmt: skip
    checked = await importer.do(run, "check", "checked")
    preview = checked["preview"]
    assert (preview["create"], preview["warn"], preview["fail"]) == (2, 1, 0)
    assert not await importer.customers()
    done = await importer.do(run, "start", "done")
    assert (done["created"], done["warned"], done["failed"], done["done"]) == (2, 1, 0, 2)
    people = await importer.customers()
    assert set(people) == {"سارا محمدی", "علی رضایی", "آریا"}
    sara, ali = people["سارا محمدی"], people["علی رضایی"]
    assert sara["addresses"] == ["+989121234567", "Sara@example.com"]
    assert ali["addresses"] == ["+989121234568"]
    assert sara["organisation_id"] == ali["organisation_id"] == people["آریا"]["id"]
    (warned,) = await importer.rows(run, "warned")
    assert [problem["code"] for problem in warned["problems"]] == ["zero_added"]
