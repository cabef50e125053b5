"""Speaks as Ghasedak does: https://doc.ghasedak.me."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.support.gateways.core import GATEWAY, PRICE, NoCredit

routes = web.RouteTableDef()
STATES = {"sent": 3, "delivered": 5, "undelivered": 4, "blacklisted": 2}


def said(data: Any, status: int = 200) -> web.Response:
    return web.json_response(
        {"isSuccess": status == 200, "statusCode": status, "message": f"پاسخ {status}", "data": data}, status=200
    )


def known(request: web.Request) -> bool:
    return request.headers.get("ApiKey") == request.app[GATEWAY].key


@routes.post("/SendSingleSMS")
async def send(request: web.Request) -> web.Response:
    if not known(request):
        return said(None, 401)
    asked = await request.json()
    try:
        one = request.app[GATEWAY].take(asked["receptor"], asked["lineNumber"], asked["message"])
    except NoCredit:
        return said(None, 402)
    return said({"receptor": one.to, "lineNumber": one.sender, "cost": PRICE, "messageId": one.id})


@routes.post("/SendOtpSMS")
async def otp(request: web.Request) -> web.Response:
    asked = await request.json()
    values = ",".join(f"{one['param']}={one['value']}" for one in asked["inputs"])
    one = request.app[GATEWAY].take(asked["receptors"][0]["mobile"], "", values, asked["templateName"])
    return said({"items": [{"messageId": one.id, "receptor": one.to}], "totalCost": PRICE})


@routes.get("/CheckSmsStatus")
async def status(request: web.Request) -> web.Response:
    found = [request.app[GATEWAY].find(name) for name in request.query["Ids"].split(",")]
    rows = [{"MessageId": one.id, "Status": STATES[one.state], "Price": PRICE} for one in found if one]
    return web.json_response({"Data": rows, "IsSuccess": True, "StatusCode": 200, "Message": "با موفقیت انجام شد"})


@routes.get("/GetReceivedSmsesPaging")
async def received(request: web.Request) -> web.Response:
    gateway = request.app[GATEWAY]
    found = [one for one in gateway.inbox if one.read] if request.query["isRead"] == "true" else gateway.unread()
    return said({"pageIndex": 1, "items": [
        {"id": int(one.id), "message": one.text, "sender": one.sender, "lineNumber": one.to,
         "receiveDate": one.at.isoformat().replace("+00:00", "Z")} for one in found
    ]})  # fmt: skip


@routes.get("/GetAccountInformation")
async def account(request: web.Request) -> web.Response:
    return said({"credit": request.app[GATEWAY].credit}) if known(request) else said(None, 401)
