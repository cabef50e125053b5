"""Speaks as SMS.ir does: https://apidocs.sms.ir."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.support.gateways.core import GATEWAY, NoCredit, Sent

routes = web.RouteTableDef()
STATES = {"sent": 5, "delivered": 1, "undelivered": 2, "blacklisted": 7}
BLOCKED = "09120000000"


def said(data: Any, status: int = 1, http: int = 200) -> web.Response:
    return web.json_response(
        {"status": status, "message": "موفق" if status == 1 else "ناموفق", "data": data}, status=http
    )


def known(request: web.Request) -> bool:
    return request.headers.get("X-API-KEY") == request.app[GATEWAY].key


@routes.post("/v1/send/bulk")
async def bulk(request: web.Request) -> web.Response:
    if not known(request):
        return said(None, 10, 401)
    asked = await request.json()
    assert isinstance(asked["lineNumber"], int)
    (to,) = asked["mobiles"]
    if to == BLOCKED:
        return said({"packId": "2b99e63c", "messageIds": [0], "cost": 0})
    try:
        one = request.app[GATEWAY].take(to, str(asked["lineNumber"]), asked["messageText"])
    except NoCredit:
        return said(None, 102, 400)
    return said({"packId": "2b99e63c", "messageIds": [int(one.id)], "cost": 2.0})


@routes.post("/v1/send/verify")
async def verify(request: web.Request) -> web.Response:
    asked = await request.json()
    values = ",".join(f"{one['name']}={one['value']}" for one in asked["parameters"])
    one = request.app[GATEWAY].take(asked["mobile"], "", values, str(asked["templateId"]))
    return said({"messageId": int(one.id), "cost": 1.0})


def row(one: Sent) -> dict[str, Any]:
    return {"messageId": int(one.id), "mobile": 9121234567, "deliveryState": STATES[one.state],
            "deliveryDateTime": 1628683629}  # fmt: skip


@routes.get("/v1/send/{id}")
async def report(request: web.Request) -> web.Response:
    one = request.app[GATEWAY].find(request.match_info["id"])
    return said(row(one)) if one else said(None, 111, 400)


@routes.get("/v1/receive/live")
async def live(request: web.Request) -> web.Response:
    page, size = int(request.query["pageNumber"]), int(request.query["pageSize"])
    found = sorted(request.app[GATEWAY].inbox, key=lambda one: one.at, reverse=True)[(page - 1) * size : page * size]
    return said([
        {"messageText": one.text, "number": int(one.to), "mobile": int(one.sender.lstrip("0")),
         "receivedDateTime": int(one.at.timestamp())} for one in found
    ])  # fmt: skip


@routes.get("/v1/credit")
async def credit(request: web.Request) -> web.Response:
    return said(request.app[GATEWAY].credit) if known(request) else said(None, 10, 401)
