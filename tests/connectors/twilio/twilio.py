"""A Twilio of one's own for what the real contract's mock cannot do: it keeps messages, refuses, breaks off."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

SID = "AC" + "0" * 32
TOKEN = "t0ken-of-the-account"


class OwnTwilio:
    """Answers as Twilio does; ``fail`` answers the next requests instead."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.posted: list[dict[str, str]] = []
        self.listed: list[dict[str, str]] = []
        self.fail: tuple[int, int] | None = None
        self.break_off = False
        self.page = 50
        app = web.Application()
        base = f"/2010-04-01/Accounts/{SID}"
        app.router.add_get(f"{base}.json", self._account)
        app.router.add_get(f"{base}/Balance.json", self._balance)
        app.router.add_post(f"{base}/Messages.json", self._create)
        app.router.add_get(f"{base}/Messages.json", self._list)
        app.router.add_get(f"{base}/Messages/{{sid}}/Media.json", self._media)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def add(self, sid: str, direction: str, status: str, at: datetime, **more: Any) -> None:
        given = {
            "sid": sid, "direction": direction, "status": status, "from": "+989121234567", "to": "+982100000",
            "body": "سلام", "num_segments": "1", "date_sent": format_datetime(at), "date_created": format_datetime(at),
            "date_updated": format_datetime(at), "error_code": None, "price": None, "price_unit": "USD",
        }  # fmt: skip
        self.records.insert(0, given | more)

    def _turned_away(self, request: web.Request) -> web.Response | None:
        if self.break_off:
            assert request.transport
            request.transport.abort()
            return web.Response()
        if request.headers.get("Authorization") is None:
            return web.json_response({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
        if self.fail:
            status, code = self.fail
            return web.json_response({"code": code, "message": "no", "status": status}, status=status)
        return None

    async def _account(self, request: web.Request) -> web.Response:
        return self._turned_away(request) or web.json_response({"sid": SID, "friendly_name": "Clinic"})

    async def _balance(self, request: web.Request) -> web.Response:
        return self._turned_away(request) or web.json_response({"balance": "12.5", "currency": "USD"})

    async def _create(self, request: web.Request) -> web.Response:
        if (answer := self._turned_away(request)) is not None:
            return answer
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.posted.append(form)
        sid = f"SM{len(self.posted):032x}"
        self.add(sid, "outbound-api", "queued", datetime.now(UTC), body=form.get("Body"), to=form["To"])
        return web.json_response(self.records[0], status=201)

    async def _media(self, request: web.Request) -> web.Response:
        if (answer := self._turned_away(request)) is not None:
            return answer
        one = {"sid": "ME1", "content_type": "image/png", "uri": request.path.replace("Media.json", "Media/ME1.json")}
        return web.json_response({"media_list": [one], "next_page_uri": None, "page": 0})

    async def _list(self, request: web.Request) -> web.Response:
        if (answer := self._turned_away(request)) is not None:
            return answer
        self.listed.append(dict(request.query))
        start = int(request.query.get("Page", 0)) * self.page
        more = start + self.page < len(self.records)
        following = f"{request.path}?Page={start // self.page + 1}" if more else None
        return web.json_response(
            {"messages": self.records[start : start + self.page], "next_page_uri": following, "page": 0}
        )
