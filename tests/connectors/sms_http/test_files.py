"""Files of a gateway's messages, from the post that names them to their bytes: its key goes to its addresses only."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from connectors.sms_http import CONNECTOR
from connectors.sms_http.config import SmsHttpOptions
from hub.attachments import Places
from hub.attachments.download import DownloadError
from hub.ports import MediaFile
from tests.connectors.sms_http.conftest import hook, make_options

KEY, SECRET = "k3y-of-the-gateway", "a secret of the gateway's and ours"


@dataclass
class Store:
    """Gives its one file to whoever shows the key, and notes who asked."""

    keys: list[str | None] = field(default_factory=list)
    url: str = ""

    async def file(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("X-Key"))
        if request.query_string != "sign=a" or self.keys[-1] != KEY:
            raise web.HTTPForbidden
        return web.Response(body=b"GIF89a", content_type="image/gif")

    async def away(self, _request: web.Request) -> web.Response:
        self.keys.append(_request.headers.get("X-Key"))
        raise web.HTTPFound("http://127.0.0.1:9/elsewhere")


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    made, app = Store(), web.Application()
    app.add_routes([web.get("/f/1", made.file), web.get("/f/2", made.away)])
    async with TestServer(app) as server:
        made.url = str(server.make_url("/")).rstrip("/")
        yield made


def options_of(store: Store) -> SmsHttpOptions:
    fields = {name: f"body.{name}" for name in ("from", "text", "files")} | {"file_url": "url", "file_type": "type"}
    gateway = {"messages": {"hook": fields}, "files": {"headers": {"X-Key": "{api_key}"}}}
    return make_options(address=store.url, hook_secret=SECRET, gateway=gateway)


def posted(options: SmsHttpOptions, url: str) -> MediaFile:
    body = json.dumps({"from": "0912", "text": "عکس", "files": [{"url": url, "type": "image/gif"}]}).encode()
    request = hook("inbound", f"secret={SECRET}".encode(), body, "POST", content_type="application/json")
    (message,) = CONNECTOR.read_hook(options, request).messages
    (file,) = message.media
    return file


@pytest.mark.parametrize("whole", [False, True])
async def test_a_file_at_the_gateway_is_fetched_with_its_key(store: Store, whole: bool) -> None:
    options = options_of(store)
    file = posted(options, (store.url if whole else "") + "/f/1?sign=a")
    async with Places(0, 5).opened(file.url, CONNECTOR.media_access(options)) as answer:
        assert (await answer.read(), file.type) == (b"GIF89a", "image/gif")
    assert store.keys == [KEY]


async def test_nobody_is_led_elsewhere_with_or_without_it(store: Store) -> None:
    options = options_of(store)
    with pytest.raises(DownloadError) as told:
        async with Places(0, 5).opened(posted(options, "/f/2").url, CONNECTOR.media_access(options)):
            pass
    assert (told.value.reason, told.value.lasting, store.keys) == ("address", True, [KEY])


async def test_the_key_goes_nowhere_else(store: Store) -> None:
    options = options_of(store)
    other = make_options(address="http://127.0.0.1:9", gateway={"files": {"headers": {"X-Key": "{api_key}"}}})
    with pytest.raises(DownloadError):
        async with Places(0, 5).opened(posted(options, f"{store.url}/f/1?sign=a").url, CONNECTOR.media_access(other)):
            pass
    assert KEY not in store.keys
