"""What every answer carries, the user interface, health and the log."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient
from structlog.testing import capture_logs

from hub.db import Database, StoreUnavailable
from hub.web import READINESS
from tests.hub.web.conftest import Make


@pytest.mark.parametrize("path", ["/", "/api/things", "/api/nothing", "/assets/app-abc123.js", "/api/fail/bug"])
async def test_security_headers_are_everywhere(client: TestClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert f"connect-src 'self' ws://127.0.0.1:{client.port};" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    assert "Strict-Transport-Security" not in headers


async def test_hsts_only_over_tls(make_client: Make) -> None:
    client = await make_client(http={"trusted_proxies": ["127.0.0.1"]})
    headers = (await client.get("/", headers={"X-Forwarded-Proto": "https"})).headers
    assert "max-age" in headers["Strict-Transport-Security"]
    assert "wss://" in headers["Content-Security-Policy"]


async def test_a_strange_host_does_not_enter_the_policy(client: TestClient) -> None:
    response = await client.get("/", headers={"Host": "a.example; script-src *"})
    assert "script-src *" not in response.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize("path", ["/", "/calls", "/customers/0190/timeline", "/index.html"])
async def test_the_page_answers_the_addresses_of_the_browser(client: TestClient, path: str) -> None:
    response = await client.get(path)
    assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")
    assert "<title>Peyvand</title>" in await response.text()


async def test_hashed_assets_are_kept_for_ever_and_others_asked_for(client: TestClient) -> None:
    asset = await client.get("/assets/app-abc123.js", headers={"Accept-Encoding": "identity"})
    assert "immutable" in asset.headers["Cache-Control"]
    assert await asset.text() == "console.log('plain')"
    icon = await client.get("/favicon.svg")
    assert (icon.headers["Cache-Control"], icon.content_type) == ("no-cache", "image/svg+xml")
    again = await client.get("/favicon.svg", headers={"If-None-Match": icon.headers["ETag"]})
    assert again.status == 304


async def test_precompressed_files_are_preferred(client: TestClient) -> None:
    response = await client.get("/assets/app-abc123.js", headers={"Accept-Encoding": "gzip"}, auto_decompress=False)
    assert response.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/..%5c..%5csecret.txt",
        "/assets/link.txt",
        "/.env",
        "//etc/passwd.txt",
        "/assets/gone.js",
        "/x%00.txt",
    ],
)
async def test_files_outside_the_folder_are_never_given(client: TestClient, path: str) -> None:
    from yarl import URL

    url = URL(f"http://127.0.0.1:{client.port}{path}", encoded=True)
    async with client.session.get(url) as response:
        assert response.status in {400, 404}
        assert "SECRET" not in await response.text()


async def test_only_reading_gets_the_page(client: TestClient) -> None:
    assert (await client.post("/calls")).status == 404
    assert (await client.head("/calls")).status == 200


async def test_a_hub_without_its_ui_says_so(client: TestClient, ui_folder: Path) -> None:
    shutil.rmtree(ui_folder)
    page = await client.get("/", headers={"Accept": "text/html"})
    assert (page.status, page.content_type) == (503, "text/html")
    assert "make build" in await page.text()
    other = await client.get("/", headers={"Accept": "*/*"})
    assert (await other.json(content_type="application/problem+json"))["code"] == "ui_not_built"


async def test_health(client: TestClient) -> None:
    assert await (await client.get("/healthz")).json() == {"status": "ok", "version": "1.2.3"}
    assert await (await client.get("/readyz")).json() == {
        "status": "ready",
        "checks": ["store"],
        "sandbox": False,
    }


async def test_what_is_not_ready_is_named(make_client: Make) -> None:
    client = await make_client()

    async def fails() -> None:
        raise StoreUnavailable("password=hunter2")

    client.app[READINESS].add("redis", fails)
    response = await client.get("/readyz")
    body = await response.json(content_type="application/problem+json")
    assert (response.status, body["code"]) == (503, "not_ready")
    assert [error["field"] for error in body["errors"]] == ["check.redis"]
    assert "hunter2" not in await response.text()


async def test_a_closed_store_is_not_ready_but_alive(client: TestClient, store: Database) -> None:
    client.app[READINESS].add("queue", _closed)
    assert (await client.get("/readyz")).status == 503
    assert (await client.get("/healthz")).status == 200


async def _closed() -> None:
    raise StoreUnavailable("closed")


async def test_the_access_log_has_no_query(client: TestClient) -> None:
    with capture_logs() as lines:
        await client.get("/api/things?cursor=hunter2", headers={"X-Request-ID": "abcdef0123"})
        await client.post("/hooks/hunter2")
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["path"], line["status"]) for line in requests] == [("/api/things", 422), ("/hooks/{account}", 204)]
    assert "hunter2" not in str(lines)


async def test_request_ids_are_taken_when_they_are_sane(client: TestClient) -> None:
    kept = await client.get("/healthz", headers={"X-Request-ID": "abcdef0123"})
    assert kept.headers["X-Request-ID"] == "abcdef0123"
    made = await client.get("/healthz", headers={"X-Request-ID": "a b"})
    assert len(made.headers["X-Request-ID"]) == 16
