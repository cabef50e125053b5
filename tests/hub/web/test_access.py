"""Who is let in: permissions, locks, origins, proxies."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from hypothesis import given
from hypothesis import strategies as st

from hub.web.origin import is_own
from hub.web.peers import Peer, networks
from tests.hub.web.conftest import Door, Make

PEER = Peer("10.0.0.1", "http", "hub.example:8080", False)


async def code_of(client: TestClient, method: str, path: str, **options: object) -> tuple[int, str]:
    """The status and the problem's code, or an empty one."""
    response = await client.request(method, path, **options)
    problem = response.content_type == "application/problem+json"
    return response.status, (await response.json(content_type=None))["code"] if problem else ""


async def test_nobody_is_asked_to_sign_in(client: TestClient, door: Door) -> None:
    door.principal = None
    assert await code_of(client, "GET", "/api/things") == (401, "signed_out")
    assert await code_of(client, "GET", "/api/raw") == (200, "")


async def test_a_role_without_the_permission_is_refused_before_the_body_is_read(client: TestClient, door: Door) -> None:
    door.admit("things:read")
    assert await code_of(client, "POST", "/api/things", data=b"{") == (403, "forbidden")


async def test_a_locked_session_opens_only_what_unlocks_it(client: TestClient, door: Door) -> None:
    door.admit("things:read", locked=True)
    assert await code_of(client, "GET", "/api/things") == (423, "locked")
    assert await code_of(client, "POST", "/api/unlock") == (204, "")


async def test_a_public_route_does_not_ask_who_it_is(client: TestClient, door: Door) -> None:
    await client.get("/api/raw")
    assert door.calls == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "https://hub.example"}, 204),
        ({"Origin": "https://hub.example.evil.example"}, 403),
        ({"Origin": "not a url:["}, 403),
    ],
)
async def test_changes_come_from_our_own_pages(make_client: Make, headers: dict[str, str], status: int) -> None:
    client = await make_client(own_page=False, http={"public_url": "https://hub.example"})
    assert (await code_of(client, "POST", "/api/unlock", headers=headers))[0] == status
    if status == 403:
        assert await code_of(client, "POST", "/api/unlock", headers=headers) == (403, "origin")


async def test_the_requests_own_host_is_an_origin(make_client: Make) -> None:
    client = await make_client(own_page=False)
    own = str(client.make_url("/")).rstrip("/")
    assert (await client.post("/api/unlock", headers={"Origin": own})).status == 204
    assert (await client.post("/api/unlock", headers={"Origin": own + "1"})).status == 403


async def test_hooks_and_reads_need_no_origin(make_client: Make) -> None:
    client = await make_client(own_page=False)
    assert (await client.post("/hooks/shop", headers={"Origin": "https://elsewhere.example"})).status == 204
    assert (await client.get("/api/things", headers={"Sec-Fetch-Site": "cross-site"})).status == 200


def test_tls_may_end_at_a_proxy_but_never_begin_there() -> None:
    over_tls = Peer("10.0.0.1", "https", "hub.example", False)
    assert is_own("https://hub.example", Peer("10.0.0.1", "http", "hub.example", True), None)
    assert not is_own("http://hub.example", over_tls, None)
    assert is_own("http://HUB.example:8080", PEER, None)
    assert not is_own("http://hub.example", PEER, None)


@given(st.text(max_size=60))
def test_any_text_as_an_origin_is_refused_quietly(origin: str) -> None:
    assert not is_own(origin, PEER, None) or "hub.example" in origin.lower()


@pytest.mark.parametrize(
    ("trusted", "header", "expected"),
    [
        ((), "203.0.113.9", "127.0.0.1"),
        (("127.0.0.1",), "203.0.113.9", "203.0.113.9"),
        (("127.0.0.1",), "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (("127.0.0.1", "203.0.113.0/24"), "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (("127.0.0.1",), "rubbish", "127.0.0.1"),
        (("127.0.0.1",), "198.51.100.1, rubbish", "127.0.0.1"),
        (("127.0.0.1",), "2001:db8::1", "2001:db8::1"),
    ],
)
async def test_only_a_trusted_proxy_names_the_client(
    make_client: Make, trusted: tuple[str, ...], header: str, expected: str
) -> None:
    client = await make_client(http={"trusted_proxies": trusted})
    headers = {"X-Forwarded-For": header, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "hub.example"}
    seen = await (await client.get("/api/whoami", headers=headers)).json()
    assert seen["address"] == expected
    assert (seen["scheme"], seen["host"] == "hub.example") == (("https", True) if trusted else ("http", False))


def test_networks_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        networks(["10.0.0.0/8", "proxy.local"])


@pytest.mark.parametrize(("headers", "status"), [({}, 200), ({"X-Forwarded-For": "203.0.113.9"}, 403)])
async def test_metrics_are_for_this_machine(client: TestClient, headers: dict[str, str], status: int) -> None:
    response = await client.get("/metrics", headers=headers)
    assert response.status == status
    if status == 200:
        assert "hub_http_requests_total" in await response.text()


@pytest.mark.parametrize(("token", "status"), [("right", 200), ("wrong", 403), ("ригхт", 403)])
async def test_metrics_take_the_token(make_client: Make, token: str, status: int) -> None:
    client = await make_client(metrics={"token": "right"})
    headers = {"X-Forwarded-For": "203.0.113.9", "Authorization": f"Bearer {token}"}
    assert (await client.get("/metrics", headers=headers)).status == status


async def test_metrics_for_a_signed_in_reader(client: TestClient, door: Door) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    door.admit("metrics:read")
    assert (await client.get("/metrics", headers=headers)).status == 200
    door.admit("metrics:read", locked=True)
    assert (await client.get("/metrics", headers=headers)).status == 403
