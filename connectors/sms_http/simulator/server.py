"""The gateway's HTTP side, on loopback only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from connectors.sms_http.simulator.described import DEMO_HOST
from connectors.sms_http.simulator.gateway import NotTakenError, SimulatedGateway
from connectors.sms_http.simulator.people import fate_of

FILES: Final = Path(__file__).parent / "files"
PICTURES: Final = frozenset({"kettle.jpg", "machine.jpg"})
LONGEST: Final = 10_000
ACCOUNT: Final = web.RequestKey("account", str)
_NUMBER: Final = re.compile(r"\+?[0-9]{3,15}")
_ADDRESS: Final = re.compile(r"[\w+ .-]{1,40}")
_STATUS: Final = {"unauthorized": 401, "no_credit": 402, "busy": 429}


async def serve(gateway: SimulatedGateway, port: int) -> tuple[web.AppRunner, int]:
    """Serve this gateway; the port (the given one, or a free one for 0). Raises ``OSError``."""
    app = web.Application(middlewares=[_answering(gateway)], client_max_size=100_000)
    desk = _Desk(gateway)
    app.router.add_post("/v1/messages", desk.send)
    app.router.add_get("/v1/messages/{name}", desk.look)
    app.router.add_get("/v1/balance", desk.balance)
    app.router.add_get("/v1/files/{name}", desk.file)
    app.router.add_post("/v1/simulate/messages", desk.write)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, DEMO_HOST, port, reuse_address=True).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner, int(runner.addresses[0][1])


def _answering(gateway: SimulatedGateway) -> Any:
    """Lets in who knows the key, and answers refusals as JSON."""

    @web.middleware
    async def answer(request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            account = gateway.account_of(request.headers.get("Authorization", "").removeprefix("Bearer "))
            if account is None or bool(account) is request.path.startswith("/v1/simulate/"):
                raise NotTakenError("unauthorized", "The key is wrong.")  # noqa: TRY301 - answered like any other
            request[ACCOUNT] = account
            found: web.StreamResponse = await handler(request)
        except NotTakenError as error:
            said = {"error": error.code, "detail": str(error)}
            return web.json_response(said, status=_STATUS.get(error.code, 400))
        return found

    return answer


class _Desk:
    """What can be asked of it."""

    def __init__(self, gateway: SimulatedGateway) -> None:
        self._gateway = gateway

    async def send(self, request: web.Request) -> web.Response:
        """Take a message."""
        said = await _document(request)
        to, sender, text = _number(said, "to"), _match(said, "from", _ADDRESS), _text(said)
        one = self._gateway.take(request[ACCOUNT], to, sender, text, str(said.get("reference") or ""))
        if fate_of(to).loses and request.transport is not None:
            request.transport.abort()
        answer = {"id": one.id, "parts": one.parts, "price": str(one.price), "state": "accepted"}
        return web.json_response(answer, status=201)

    async def look(self, request: web.Request) -> web.Response:
        """Say how a message stands."""
        one = self._gateway.sent.get(request.match_info["name"])
        if one is None or one.account != request[ACCOUNT]:
            return web.json_response({"error": "not_found", "detail": "There is no such message."}, status=404)
        return web.json_response({"id": one.id, "to": one.to, "from": one.sender, "text": one.text, "state": one.state})

    async def balance(self, _request: web.Request) -> web.Response:
        """Say what is left."""
        return web.json_response({"credit": str(self._gateway.credit), "currency": self._gateway.currency})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Give a picture that somebody sent."""
        name = request.match_info["name"]
        if name not in PICTURES:
            return web.json_response({"error": "not_found", "detail": "There is no such file."}, status=404)
        return web.FileResponse(FILES / name)

    async def write(self, request: web.Request) -> web.Response:
        """Let a person write."""
        said = await _document(request)
        name = self._gateway.write(_number(said, "from"), _match(said, "to", _ADDRESS), _text(said))
        return web.json_response({"id": name}, status=202)


async def _document(request: web.Request) -> Mapping[str, Any]:
    try:
        said = await request.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NotTakenError("bad_request", "Send an object as JSON.")
    return said


def _number(said: Mapping[str, Any], name: str) -> str:
    value = re.sub(r"[ ()-]", "", str(said.get(name) or ""))
    if not _NUMBER.fullmatch(value):
        raise NotTakenError("bad_number", f"“{name}” is a number, such as 09121234567 or +989121234567.")
    return value


def _match(said: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = str(said.get(name) or "").strip()
    if not pattern.fullmatch(value):
        raise NotTakenError("bad_request", f"“{name}” is missing, or nothing that a message could have.")
    return value


def _text(said: Mapping[str, Any]) -> str:
    text = said.get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise NotTakenError("bad_request", f"“text” is missing, or longer than {LONGEST} letters.")
    return text
