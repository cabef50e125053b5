"""Speaks as IPPanel does: https://github.com/ippanelcom/Edge-Document."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.support.gateways.core import GATEWAY, NoCredit

routes = web.RouteTableDef()
STATES = {"sent": "1", "delivered": "2", "undelivered": "3", "blacklisted": "4"}


def said(data: Any, *, well: bool = True, code: str = "200-1", status: int = 200) -> web.Response:
    meta = {"status": well, "message": "انجام شد" if well else "انجام نشد", "message_code": code}
    return web.json_response({"data": data, "meta": meta}, status=status)


def known(request: web.Request) -> bool:
    return request.headers.get("Authorization") == request.app[GATEWAY].key


def stranger() -> web.Response:
    return said(None, well=False, code="400-1", status=401)


@routes.post("/api/send")
async def send(request: web.Request) -> web.Response:
    if not known(request):
        return stranger()
    asked = await request.json()
    is_pattern = asked["sending_type"] == "pattern"
    (to,) = asked["recipients"] if is_pattern else asked["params"]["recipients"]
    text = ",".join(f"{name}={value}" for name, value in asked["params"].items()) if is_pattern else asked["message"]
    try:
        one = request.app[GATEWAY].take(to, asked["from_number"], text, asked.get("code"))
    except NoCredit:
        return said(None, well=False, code="400-2", status=422)
    return said({"message_outbox_ids": [int(one.id)]})


@routes.get("/api/report/recipients")
async def recipients(request: web.Request) -> web.Response:
    one = request.app[GATEWAY].find(request.query["bulk_id"])
    assert one
    return said([{"recipient": one.to, "message": one.text, "msg_parts": "1", "message_status": STATES[one.state]}])


@routes.post("/api/report/messages-inbox")
async def inbox(request: web.Request) -> web.Response:
    asked = await request.json()
    found = [one for one in reversed(request.app[GATEWAY].inbox) if int(one.id) > asked["filters"].get("from_id", 0)]
    begin = (asked["page"] - 1) * asked["per_page"]
    return said([
        {"messages_inbox_id": int(one.id), "from": one.sender, "number": one.to, "message": one.text, "type": "normal",
         "time": int(one.at.timestamp()), "seen": "0"} for one in found[begin : begin + asked["per_page"]]
    ])  # fmt: skip


@routes.get("/api/payment/credit/mine")
async def credit(request: web.Request) -> web.Response:
    return said({"credit": request.app[GATEWAY].credit}) if known(request) else stranger()
