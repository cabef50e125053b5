"""What a typed route does with good and with bad requests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from hub.web import Context, Output, Routes

THING = "/api/things/01900000-0000-7000-8000-000000000001"


async def problem(response: ClientResponse, status: int, code: str) -> dict[str, Any]:
    """Check that ``response`` is this problem, and give its document."""
    body: dict[str, Any] = await response.json(content_type="application/problem+json")
    assert (response.status, body["status"], body["code"]) == (status, status, code), body
    assert set(body) == {"type", "title", "status", "detail", "code", "errors"}
    assert response.headers["Content-Type"] == "application/problem+json"
    return body


async def test_path_values_are_typed(client: TestClient) -> None:
    response = await client.get(THING)
    assert response.status == 200
    assert await response.json() == {"id": THING.rsplit("/", 1)[1], "count": 1}
    assert response.headers["Cache-Control"] == "no-store"


async def test_a_created_thing_answers_201_with_its_cookie(client: TestClient) -> None:
    response = await client.post("/api/things", json={"email": "a@b", "count": 3, "at": "2026-01-01T00:00:00Z"})
    assert response.status == 201
    assert (await response.json())["count"] == 3
    assert response.cookies["made"].value == "yes"


async def test_none_is_no_content(client: TestClient) -> None:
    response = await client.delete(THING)
    assert (response.status, await response.read()) == (204, b"")


async def test_a_raw_response_is_passed_on(client: TestClient) -> None:
    response = await client.get("/api/raw")
    assert (response.content_type, await response.text()) == ("text/csv", "a,b")


@pytest.mark.parametrize("given", [None, "*", '"3"', 'W/"3"'])
async def test_a_change_for_the_version_that_stands_is_made(client: TestClient, given: str | None) -> None:
    response = await client.patch(THING, headers={"If-Match": given} if given else {})
    assert (response.status, response.headers["ETag"]) == (200, '"4"')


async def test_a_change_for_an_earlier_version_is_answered_with_how_it_stands(client: TestClient) -> None:
    response = await client.patch(THING, headers={"If-Match": '"2"'})
    body = await response.json(content_type="application/problem+json")
    assert (response.status, body["code"], body["changed"], response.headers["ETag"]) == (
        412,
        "changed",
        ["count"],
        '"3"',
    )
    assert body["current"] == {"id": THING.rsplit("/", 1)[1], "count": 3}


@pytest.mark.parametrize("given", ["3", '"x"', '"1", "2"', ""])
async def test_an_unreadable_version_is_refused(client: TestClient, given: str) -> None:
    body = await problem(await client.patch(THING, headers={"If-Match": given}), 422, "invalid")
    assert [error["field"] for error in body["errors"]] == ["header.If-Match"]


async def test_an_optional_body_may_be_missing(client: TestClient) -> None:
    assert (await (await client.post("/api/optional")).json())["count"] == 0
    assert (await (await client.post("/api/optional", json={"name": "x"})).json())["count"] == 1


async def test_a_wrong_path_value_names_its_field(client: TestClient) -> None:
    body = await problem(await client.get("/api/things/seven"), 422, "invalid")
    assert [error["field"] for error in body["errors"]] == ["path.thing_id"]


async def test_not_found_from_a_route(client: TestClient) -> None:
    await problem(await client.get(f"/api/things/{UUID(int=0)}"), 404, "not_found")


async def test_body_errors_name_their_fields_and_repeat_no_input(client: TestClient) -> None:
    sent = {"count": "hunter2", "parts": [{"name": "x"}, {"name": ""}], "admin": True}
    response = await client.post("/api/things", json=sent)
    body = await problem(response, 422, "invalid")
    found = {error["field"]: error["code"] for error in body["errors"]}
    assert found == {
        "body.email": "missing",
        "body.count": "int_type",
        "body.parts.1.name": "string_too_short",
        "body.admin": "extra_forbidden",
    }
    assert "hunter2" not in await response.text()


@pytest.mark.parametrize("raw", [b"{", b"", b"nul", b'{"email":"\\ud800"}', b"\xff\xfe", b"[" * 3000])
async def test_what_is_not_json_is_400(client: TestClient, raw: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    await problem(await client.post("/api/things", data=raw, headers=headers), 400, "malformed_json")


async def test_another_media_type_is_415(client: TestClient) -> None:
    await problem(await client.post("/api/things", data={"email": "x"}), 415, "unsupported_media_type")


async def test_a_body_over_the_routes_limit_is_413(client: TestClient) -> None:
    await problem(await client.post("/api/things", json={"email": "x" * 5000}), 413, "too_large")


async def test_a_chunked_body_over_the_limit_is_413(client: TestClient) -> None:
    async def chunks() -> Any:
        for _ in range(8):
            yield b"x" * 1000

    headers = {"Content-Type": "application/json"}
    await problem(await client.post("/api/things", data=chunks(), headers=headers), 413, "too_large")


async def test_the_null_character_is_refused_where_it_hides(client: TestClient) -> None:
    body = {"email": "x", "parts": [{"name": "a\x00b"}]}
    found = await problem(await client.post("/api/things", json=body), 422, "invalid")
    assert found["errors"][0]["field"] == "body.parts.0.name"
    assert (await client.post("/api/things", json={"email": "\\u0000 is only text"})).status == 201
    await problem(await client.get("/api/things?cursor=%00"), 422, "invalid")
    await problem(await client.get("/api/fail/%00"), 422, "invalid")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "query.limit"),
        ("limit=201", "query.limit"),
        ("limit=x", "query.limit"),
        ("limit=1&limit=2", "query.limit"),
        ("colour=red", "query.colour"),
        ("sizes=small&sizes=huge", "query.sizes.1"),
        ("cursor=!!!", "query.cursor"),
        ("cursor=WzEsMl0", "query.cursor"),
        ("cursor=" + "A" * 1001, "query.cursor"),
    ],
)
async def test_wrong_queries_name_their_field(client: TestClient, query: str, field: str) -> None:
    body = await problem(await client.get(f"/api/things?{query}"), 422, "invalid")
    assert [error["field"] for error in body["errors"]] == [field]


async def test_pages_give_every_row_once(client: TestClient) -> None:
    seen, cursor = [], ""
    for _ in range(3):
        page = await (await client.get(f"/api/things?limit=2{cursor}")).json()
        seen += [item["count"] for item in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert (seen, page["next"]) == ([0, 1, 2, 3, 4], None)


async def test_lists_in_the_query(client: TestClient) -> None:
    assert (await client.get("/api/things?sizes=small&sizes=large&urgent=true")).status == 200


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/hooks", "/api/things/", "/socket.io/x"])
async def test_unknown_addresses_are_404_for_every_method(client: TestClient, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        await problem(await client.request(method, path), 404, "not_found")


async def test_a_wrong_method_is_405_and_says_which_are_right(client: TestClient) -> None:
    response = await client.put("/api/things", json={})
    await problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET,HEAD,POST"


async def test_a_bug_is_a_500_that_tells_nothing(client: TestClient) -> None:
    response = await client.get("/api/fail/bug")
    body = await problem(response, 500, "internal")
    assert "secret detail" not in await response.text()
    assert response.headers["X-Request-ID"] in body["detail"]


@pytest.mark.parametrize(("how", "code"), [("away", "store_unavailable"), ("full", "store_full")])
async def test_a_store_that_fails_is_503_with_a_time(client: TestClient, how: str, code: str) -> None:
    response = await client.get(f"/api/fail/{how}")
    await problem(response, 503, code)
    assert int(response.headers["Retry-After"]) > 0


async def test_a_rate_is_kept_and_says_when_to_come_again(client: TestClient) -> None:
    statuses = [(await client.get("/api/rare")).status for _ in range(2)]
    response = await client.get("/api/rare")
    await problem(response, 429, "throttled")
    assert statuses == [204, 204]
    assert 0 < int(response.headers["Retry-After"]) <= 31


def test_a_function_that_does_not_fit_its_path_is_refused() -> None:
    routes = Routes("wrong")
    with pytest.raises(TypeError, match="thing_id"):

        @routes.get("/api/x/{thing_id}", permission="x", summary="x")
        async def no_parameter(ctx: Context) -> None: ...

    with pytest.raises(TypeError, match="annotate the result"):

        @routes.get("/api/x", permission="x", summary="x")
        async def no_model(ctx: Context) -> dict[str, int]: ...

    with pytest.raises(TypeError, match="permission"):

        @routes.get("/api/x", summary="x")
        async def no_permission(ctx: Context) -> Output: ...
