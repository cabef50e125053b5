"""Gateways that post what became of messages and what came in: Vonage, Infobip and MessageBird."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.support.gateways.core import GATEWAY, Came, NoCredit, Sent

vonage, infobip, messagebird = web.RouteTableDef(), web.RouteTableDef(), web.RouteTableDef()
Posted = tuple[bytes, bytes, str]  # query, body, content type


@vonage.post("/sms/json")
async def vonage_send(request: web.Request) -> web.Response:
    form, gateway = {name: str(value) for name, value in (await request.post()).items()}, request.app[GATEWAY]

    def said(**one: str) -> web.Response:
        return web.json_response({"message-count": "1", "messages": [one]})

    if form["api_secret"] != gateway.key:
        return said(status="4", **{"error-text": "Bad Credentials"})
    try:
        one = gateway.take(form["to"], form["from"], form["text"], callback=form.get("callback"))
    except NoCredit:
        return said(status="9", **{"error-text": "Partner quota exceeded"})
    assert form["type"] == "unicode"
    return said(status="0", **{"message-id": one.id, "to": one.to, "message-price": "0.0333", "network": "43211"})


@vonage.get("/account/get-balance")
async def vonage_balance(request: web.Request) -> web.Response:
    if request.query["api_secret"] != request.app[GATEWAY].key:
        return web.json_response({"error-code": "401", "error-code-label": "authentication failed"}, status=401)
    return web.json_response({"value": request.app[GATEWAY].credit, "autoReload": False})


def vonage_report(one: Sent) -> Posted:
    status = {"delivered": "delivered", "undelivered": "expired"}[one.state]
    said = {"msisdn": one.to, "network-code": "43211", "messageId": one.id, "price": "0.0333", "status": status,
            "scts": "2511301053", "err-code": "0"}  # fmt: skip
    return urlencode(said).encode(), b"", ""


def vonage_message(one: Came) -> Posted:
    said = {"msisdn": one.sender, "to": one.to, "messageId": one.id, "text": one.text, "type": "unicode",
            "message-timestamp": f"{one.at:%Y-%m-%d %H:%M:%S}"}  # fmt: skip
    return b"", json.dumps(said).encode(), "application/json"


@infobip.post("/sms/3/messages")
async def infobip_send(request: web.Request) -> web.Response:
    if request.headers["Authorization"] != f"App {request.app[GATEWAY].key}":
        return web.json_response({"errorCode": "E401", "description": "Invalid login details"}, status=401)
    ((asked,), gateway) = (await request.json())["messages"], request.app[GATEWAY]
    try:
        one = gateway.take(asked["destinations"][0]["to"], asked["sender"], asked["content"]["text"],
                           callback=asked["webhooks"]["delivery"].get("url"))  # fmt: skip
    except NoCredit:
        said: dict[str, Any] = {"groupName": "REJECTED", "description": "Not enough credits"}
        return web.json_response({"messages": [{"messageId": "x", "status": said}]})
    said = {"groupId": 1, "groupName": "PENDING", "description": "Message sent to next instance"}
    return web.json_response({"bulkId": "1", "messages": [{"messageId": one.id, "status": said}]})


@infobip.get("/account/1/balance")
async def infobip_balance(request: web.Request) -> web.Response:
    return web.json_response({"balance": request.app[GATEWAY].credit, "currency": "EUR"})


def infobip_report(one: Sent) -> Posted:
    group = {"delivered": "DELIVERED", "undelivered": "EXPIRED"}[one.state]
    said = {"messageId": one.id, "to": one.to, "doneAt": "2025-11-30T10:53:00.000+0000", "mccMnc": "43211",
            "status": {"groupName": group}, "price": {"pricePerMessage": 0.03, "currency": "EUR"},
            "error": {"description": "No Error"}}  # fmt: skip
    return b"", json.dumps({"results": [said]}).encode(), "application/json"


def infobip_message(one: Came) -> Posted:
    said = {"messageId": one.id, "from": one.sender, "to": one.to, "text": one.text,
            "receivedAt": f"{one.at:%Y-%m-%dT%H:%M:%S}.000+0000"}  # fmt: skip
    return b"", json.dumps({"results": [said], "messageCount": 1}).encode(), "application/json"


@messagebird.post("/messages")
async def messagebird_send(request: web.Request) -> web.Response:
    asked, gateway = await request.json(), request.app[GATEWAY]
    if request.headers["Authorization"] != f"AccessKey {gateway.key}":
        return web.json_response({"errors": [{"code": 2, "description": "Request not allowed"}]}, status=401)
    try:
        one = gateway.take(asked["recipients"][0], asked["originator"], asked["body"], callback=asked.get("reportUrl"))
    except NoCredit:
        return web.json_response({"errors": [{"code": 25, "description": "Not enough balance"}]}, status=422)
    return web.json_response({"id": one.id, "recipients": {"totalCount": 1}}, status=201)


@messagebird.get("/balance")
async def messagebird_balance(request: web.Request) -> web.Response:
    return web.json_response({"payment": "prepaid", "type": "credits", "amount": request.app[GATEWAY].credit})


def messagebird_report(one: Sent) -> Posted:
    status = {"delivered": "delivered", "undelivered": "expired"}[one.state]
    said = {"id": one.id, "status": status, "statusDatetime": "2025-11-30T10:53:00+00:00", "mccmnc": "43211"}
    return urlencode(said).encode(), b"", ""


def messagebird_message(one: Came) -> Posted:
    said = {"id": one.id, "originator": one.sender, "recipient": one.to, "body": one.text,
            "createdDatetime": one.at.isoformat()}  # fmt: skip
    return b"", urlencode(said).encode(), "application/x-www-form-urlencoded"
