"""Speaks as MeliPayamak does: https://www.melipayamak.com/api/sendsms/."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.support.gateways.core import GATEWAY, NoCredit, Sent

routes = web.RouteTableDef()
STATES = {"sent": "8", "delivered": "1", "undelivered": "2", "blacklisted": "35"}


def said(value: Any, status: int = 1) -> web.Response:
    return web.json_response(
        {"Value": str(value), "RetStatus": status, "StrRetStatus": "Ok" if status == 1 else "Error"}
    )


async def form(request: web.Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.post()).items()}


def taken(request: web.Request, asked: dict[str, str], pattern: str | None = None) -> Sent | None:
    if asked["password"] != request.app[GATEWAY].key:
        return None
    return request.app[GATEWAY].take(asked["to"], asked.get("from", ""), asked["text"], pattern)


@routes.post("/SendSMS")
async def send(request: web.Request) -> web.Response:
    try:
        one = taken(request, await form(request))
    except NoCredit:
        return said(2, 35)
    return said(one.id) if one else said(0, 35)


@routes.post("/BaseServiceNumber")
async def base(request: web.Request) -> web.Response:
    asked = await form(request)
    one = taken(request, asked, asked["bodyId"])
    return said(one.id) if one else said(0, 35)


@routes.post("/GetDeliveries2")
async def deliveries(request: web.Request) -> web.Response:
    one = request.app[GATEWAY].find((await form(request))["recId"])
    return said(STATES[one.state] if one else "100")


@routes.post("/GetMessages")
async def messages(request: web.Request) -> web.Response:
    asked = await form(request)
    found = list(reversed(request.app[GATEWAY].inbox))[int(asked["index"]) :][: int(asked["count"])]
    return web.json_response({"MyBase": {"Value": "", "RetStatus": 1, "StrRetStatus": "Ok"}, "Data": [
        {"MsgID": int(one.id), "Body": one.text, "SenderNumber": one.sender, "RecipientNumber": one.to,
         "SendDate": f"/Date({int(one.at.timestamp())}000+0330)/"} for one in found
    ]})  # fmt: skip


@routes.post("/GetCredit")
async def credit(request: web.Request) -> web.Response:
    gateway = request.app[GATEWAY]
    return said(gateway.credit) if (await form(request))["password"] == gateway.key else said(0, 35)
