"""Speaks as Kavenegar does: https://kavenegar.com/rest.html."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.support.gateways.core import GATEWAY, PRICE, Came, NoCredit, Sent

routes = web.RouteTableDef()
STATES = {"sent": 5, "delivered": 10, "undelivered": 11, "blacklisted": 14}


def said(entries: Any, status: int = 200, message: str = "تایید شد") -> web.Response:
    return web.json_response({"return": {"status": status, "message": message}, "entries": entries}, status=status)


def allowed(request: web.Request) -> bool:
    return request.match_info["key"] == request.app[GATEWAY].key


def entry(one: Sent) -> dict[str, Any]:
    return {
        "messageid": int(one.id), "message": one.text, "status": STATES[one.state], "statustext": "در صف ارسال",
        "sender": one.sender, "receptor": one.to, "date": 1356619709, "cost": PRICE,
    }  # fmt: skip


@routes.post("/v1/{key}/sms/send.json")
@routes.post("/v1/{key}/verify/lookup.json")
async def send(request: web.Request) -> web.Response:
    if not allowed(request):
        return said(None, 403, f"API-Key {request.match_info['key']} شناسائی نشد")
    form = await request.post()
    try:
        one = request.app[GATEWAY].take(
            str(form["receptor"]), str(form.get("sender", "")), str(form.get("message", form.get("token"))),
            str(form["template"]) if "template" in form else None,
        )  # fmt: skip
    except NoCredit:
        return said(None, 418, "اعتبار حساب شما کافی نیست")
    return said([entry(one)])


@routes.post("/v1/{key}/sms/status.json")
async def status(request: web.Request) -> web.Response:
    form = await request.post()
    found = [request.app[GATEWAY].find(name) for name in str(form["messageid"]).split(",")]
    return said([
        {"messageid": int(one.id), "status": STATES[one.state], "statustext": one.state} for one in found if one
    ])  # fmt: skip


def incoming(one: Came) -> dict[str, Any]:
    return {
        "messageid": int(one.id), "message": one.text, "sender": one.sender, "receptor": one.to,
        "date": int(one.at.timestamp()),
    }  # fmt: skip


@routes.get("/v1/{key}/sms/receive.json")
async def receive(request: web.Request) -> web.Response:
    if not allowed(request):
        return said(None, 403, "شناسه API-Key معتبر نمی باشد")
    return said([incoming(one) for one in request.app[GATEWAY].unread()])


@routes.get("/v1/{key}/sms/inboxpaged.json")
async def paged(request: web.Request) -> web.Response:
    since, page = int(request.query["startdate"]), int(request.query["pagenumber"])
    found = [one for one in request.app[GATEWAY].inbox if one.read and one.at.timestamp() >= since]
    return said([incoming(one) for one in found[(page - 1) * 200 : page * 200]])


@routes.get("/v1/{key}/account/info.json")
async def info(request: web.Request) -> web.Response:
    if not allowed(request):
        return said(None, 403, "شناسه API-Key معتبر نمی باشد")
    return said({"remaincredit": request.app[GATEWAY].credit, "expiredate": 13548889, "type": "master"})
