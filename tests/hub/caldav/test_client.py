"""Servers that answer nonsense, lead astray or never end; each is one code that the page has words for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web

from hub.caldav import client as client_module
from hub.caldav.client import open_client
from hub.caldav.discovery import look_around
from hub.caldav.guard import Places
from hub.caldav.trouble import Trouble
from hub.ports import AddressRefusedError
from tests.hub.caldav.desk import settings_for
from tests.hub.caldav.server import NAMES, FakeServer

BOMB = '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><D:multistatus xmlns:D="DAV:">&b;</D:multistatus>'
FILE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><D:multistatus xmlns:D="DAV:">&a;</D:multistatus>'


def answer(status: int = 207, text: str = "", **headers: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def odd(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers=headers)

    return odd


async def code_of(server: FakeServer, folder: Path, url: str | None = None) -> str | None:
    places = Places(settings_for(folder))
    async with open_client(places, server.url, "mina", "secret") as client:
        search = await look_around(client, url or server.url)
    return search.problem.code if search.problem else None


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (answer(200, "<html><form>Sign in</form></html>"), "not_caldav"),
        (answer(207, "<html><form>Sign in</form></html>"), "not_caldav"),
        (answer(207, "\x00\x01 not xml <<<"), "not_caldav"),
        (answer(207, BOMB), "not_caldav"),
        (answer(207, FILE), "not_caldav"),
        (answer(207, f"<D:multistatus {NAMES}/>"), "not_caldav"),
        (answer(207, "<a>" * 200_000), "not_caldav"),
        (answer(404), "not_caldav"),
        (answer(401), "sign_in"),
        (answer(503), "server_error"),
        (answer(429), "throttled"),
        (answer(301, Location="/cal/"), "redirects"),
        (answer(301, Location="http://169.254.169.254/latest"), "not_https"),
        (answer(301, Location="https://10.0.0.7/"), "inner_address"),
        (answer(301, Location="https://elsewhere.example/"), "led_away"),
        (answer(301, Location="file:///etc/passwd"), "address"),
        (answer(302), "redirects"),
    ],
)
async def test_what_makes_no_sense_is_told_by_its_code(
    server: FakeServer, tmp_path: Path, odd: Callable[[web.Request], Awaitable[web.Response]], code: str
) -> None:
    server.odd = odd
    assert await code_of(server, tmp_path) == code


async def test_a_body_without_an_end_is_cut_off(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        body = web.StreamResponse(status=207)
        await body.prepare(request)
        while True:
            await body.write(b"x" * 65_536)

    server.odd = endless
    monkeypatch.setattr(client_module, "MOST_BYTES", 500_000)
    assert await code_of(server, tmp_path) == "too_large"


async def test_a_server_that_never_answers_is_not_waited_for(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = asyncio.Event()

    async def silent(_request: web.Request) -> web.Response:
        await over.wait()
        return web.Response()

    server.odd = silent
    monkeypatch.setattr(client_module, "SECONDS", 0.05)
    assert await code_of(server, tmp_path) == "slow"
    over.set()


async def test_a_principal_elsewhere_gets_no_password(server: FakeServer, tmp_path: Path) -> None:
    inner = "<D:current-user-principal><D:href>https://evil.example/me</D:href></D:current-user-principal>"
    stat = f"<D:propstat><D:prop>{inner}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
    server.odd = answer(
        207, f"<D:multistatus {NAMES}><D:response><D:href>/</D:href>{stat}</D:response></D:multistatus>"
    )
    assert await code_of(server, tmp_path) == "led_away"


async def test_a_server_that_wants_digests_gets_no_password(server: FakeServer, tmp_path: Path) -> None:
    async def digest(request: web.Request) -> web.Response | None:
        given = request.headers.get("Authorization", "")
        if given.startswith("Digest "):
            return None
        challenge = 'Digest realm="x", nonce="abc", algorithm=SHA-256, qop="auth"'
        return web.Response(status=401, headers={"WWW-Authenticate": challenge})

    server.odd = digest
    assert await code_of(server, tmp_path) is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/", "inner_address"),
        ("https://[::1]/", "inner_address"),
        ("https://[::ffff:10.0.0.1]/", "inner_address"),
        ("https://192.168.1.4/dav", "inner_address"),
        ("https://169.254.169.254/", "inner_address"),
        ("https://0.0.0.0/", "inner_address"),
        ("https://127。0。0。1/", "inner_address"),
        ("https://１０.0.0.1/", "inner_address"),
        ("http://cal.example/", "not_https"),
        ("ftp://cal.example/", "address"),
        ("https://me:word@cal.example/", "address"),
        ("https://cal.example:x/", "address"),
        ("https://", "address"),
    ],
)
def test_addresses_that_nobody_is_led_to(tmp_path: Path, url: str, code: str) -> None:
    with pytest.raises(Trouble) as told:
        Places(settings_for(tmp_path, inner=[])).check_url(url)
    assert told.value.code == code


async def test_a_name_that_leads_inside_is_refused_when_it_is_connected_to(tmp_path: Path) -> None:
    async with open_client(Places(settings_for(tmp_path, inner=[])), "https://localhost:9/", "a", "b") as client:
        with pytest.raises(Trouble) as told:
            await client.ask("PROPFIND", "https://localhost:9/")
    assert told.value.code == "inner_address"


def test_what_an_administrator_names_is_allowed_but_never_the_clouds_own(tmp_path: Path) -> None:
    places = Places(settings_for(tmp_path, inner=["10.0.0.0/8", "169.254.0.0/16", "cal.inner.example"]))
    assert places.check_url("http://10.1.2.3/dav").hostname == "10.1.2.3"
    assert places.check_url("http://cal.inner.example/").hostname == "cal.inner.example"
    places.network.judge("cal.inner.example", ip_address("192.168.7.7"), 443)
    for host, address in (("meta", "169.254.169.254"), ("other.inner.example", "192.168.7.7")):
        with pytest.raises(AddressRefusedError):
            places.network.judge(host, ip_address(address), 80)
