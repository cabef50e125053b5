"""Lines through the API: made, changed, tried, deleted, and refused by field."""

from __future__ import annotations

from typing import Any

import pytest

from hub import lines
from hub.db import Database
from hub.lines import LINES, Lines
from tests.support.accounts import Client, MakeSite, Site

TEHRAN = {"name": "Tehran", "region": "IR", "area_code": "۲۱", "number": "۰۲۱ ۹۱۰۰۱۰۰۰", "brand": "Peyvand"}


@pytest.fixture
async def board(database: Database) -> Lines:
    """The lines in memory."""
    return Lines(database)


@pytest.fixture
async def boss(make_site: MakeSite, people: dict[str, Any], board: Lines) -> Client:
    """A supervisor at a hub that serves lines."""
    site: Site = await make_site(also=[lines.routes], services={LINES: board})
    return await site.signed_in("supervisor")


async def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """The answer's status and body."""
    sent = {} if body is None else {"json": body}
    response = await client.request(
        method, path, headers={name.replace("_", "-"): v for name, v in headers.items()}, **sent
    )
    return response.status, await response.json(content_type=None) if response.status != 204 else None


async def test_a_line_works_at_once_and_until_it_is_gone(boss: Client, board: Lines) -> None:
    status, line = await ask(boss, "POST", "/api/lines", TEHRAN)
    assert status == 201, line
    assert (line["number"], line["display"], line["area_code"]) == ("+982191001000", "+98 21 9100 1000", "21")
    found = board.find("pbx", "91001000")
    assert found is not None
    assert found.ref == {"id": line["id"], "name": "Tehran", "brand": "Peyvand"}
    path = f"/api/lines/{line['id']}"
    rules = [{"prefix": "۹", "strip": 1, "add": "", "length": None}]
    status, changed = await ask(boss, "PATCH", path, {"rules": rules, "brand": None}, If_Match='"1"')
    assert (status, changed["rules"][0]["prefix"], changed["brand"], changed["version"]) == (200, "9", None, 2)
    assert (board.find("pbx") or found).rules[0].strip == 1
    status, stale = await ask(boss, "PATCH", path, {"name": "Other"}, If_Match='"1"')
    assert (status, stale["changed"], stale["current"]["version"]) == (412, ["name"], 2)
    await ask(boss, "PATCH", path, {"active": False})
    assert board.find("pbx") is None
    assert (await ask(boss, "GET", path))[1]["active"] is False
    assert (await ask(boss, "DELETE", path))[0] == 204
    assert (await ask(boss, "GET", path))[0] == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"region": "XX"}, "body.region region"), ({"region": "ir"}, "body.region string_pattern_mismatch"),
        ({"area_code": "2a"}, "body.area_code string_pattern_mismatch"), ({"name": " "}, "body.name string_too_short"),
        ({"number": "()"}, "body.number phone"), ({"rules": [{"prefix": "9"}]}, "body.rules.0 no_change"),
        ({"rules": [{"strip": 1}]}, "body.rules.0 every_number"),
        ({"rules": [{"prefix": "x", "strip": 1}]}, "body.rules.0.prefix string_pattern_mismatch"),
        ({"rules": [{"prefix": "9", "strip": 21}]}, "body.rules.0.strip less_than_equal"),
        ({"rules": [{"prefix": "9", "strip": 1}] * 51}, "body.rules too_long"),
        ({"internal_ranges": [{"first": "4999", "last": "4000"}]}, "body.internal_ranges.0 range"),
        ({"internal_ranges": [{"first": "99", "last": "100"}]}, "body.internal_ranges.0 range"),
        ({"outbound": {"format": "local"}}, "body.outbound.format literal_error"),
        ({"outbound": {"prefix": "+9"}}, "body.outbound.prefix string_pattern_mismatch"),
        ({"name_prefixes": ["x"] * 21}, "body.name_prefixes too_long"),
    ],
)  # fmt: skip
async def test_what_a_line_cannot_be_is_refused_by_field(boss: Client, wrong: dict[str, Any], field: str) -> None:
    for method, path in (("POST", "/api/lines"), ("POST", "/api/lines/try")):
        line = {"name": "Tehran", "region": "IR"} | wrong
        body = line if path == "/api/lines" else {"line": line, "value": "1"}
        status, answer = await ask(boss, method, path, body)
        found = [f"{item['field']} {item['code']}".replace("body.line.", "body.") for item in answer["errors"]]
        assert (status, found) == (422, [field])
    assert (await ask(boss, "GET", "/api/lines"))[1]["items"] == []


async def test_two_lines_do_not_claim_one_number(boss: Client) -> None:
    await ask(boss, "POST", "/api/lines", TEHRAN)
    status, answer = await ask(boss, "POST", "/api/lines", TEHRAN | {"number": "+982191001000", "name": "Again"})
    assert (status, answer["code"]) == (409, "line_taken")
    status, other = await ask(boss, "POST", "/api/lines", TEHRAN | {"number": "02191001001", "name": "Other"})
    assert (status, other["position"]) == (201, 1)
    assert (await ask(boss, "PATCH", f"/api/lines/{other['id']}", {"number": "91001000"}))[0] == 409
    await ask(boss, "PATCH", f"/api/lines/{other['id']}", {"position": 0})
    assert [line["name"] for line in (await ask(boss, "GET", "/api/lines"))[1]["items"]] == ["Other", "Tehran"]
    assert (await ask(boss, "PATCH", f"/api/lines/{other['id']}", {"region": None}))[1]["errors"][0][
        "field"
    ] == "body.region"


async def test_a_line_is_tried_before_it_is_saved(boss: Client) -> None:
    line = {"name": "x", "region": "IR", "area_code": "21", "outbound": {"prefix": "9"}, "name_prefixes": ["Sales:"]}
    body = {"line": line, "value": "88881234", "name": "Sales: Sara"}
    _, tried = await ask(boss, "POST", "/api/lines/try", body)
    assert [step["code"] for step in tried["steps"]] == ["area", "read"]
    assert (tried["address"]["value"], tried["dial"], tried["name"]) == ("+982188881234", None, "Sara")
    _, tried = await ask(boss, "POST", "/api/lines/try", {"line": line, "value": "۰۹۱۲۱۲۳۴۵۶۷", "direction": "out"})
    assert tried["dial"] == "909121234567"
    _, saved = await ask(boss, "POST", "/api/lines", line)
    _, tried = await ask(boss, "POST", "/api/lines/try", {"line_id": saved["id"], "value": "88881234"})
    assert tried["address"]["display"] == "+98 21 8888 1234"
    assert (await ask(boss, "POST", "/api/lines/try", {"value": "1"}))[0] == 422
