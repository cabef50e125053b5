"""The whole hub at a Twilio of our own: sent, reported by a signed post, answered, and a post that is forged."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import RequestValidator

from tests.connectors.twilio.recordings import INBOUND
from tests.connectors.twilio.twilio import SID, TOKEN, OwnTwilio
from tests.support.hub_process import StartHub
from tests.support.ports import free_port
from tests.support.sms_desk import SARA, sms_desk

PUBLIC = "https://hub.example"


async def post(hub: str, path: str, form: dict[str, str], token: str = TOKEN) -> int:
    """As Twilio does: signed for the address that it was given, and passed on by a proxy."""
    signature = RequestValidator(token).compute_signature(PUBLIC + path, form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    async with aiohttp.ClientSession() as web, web.post(hub + path, data=urlencode(form), headers=headers) as answer:
        return answer.status


async def test_a_hub_sends_and_hears(start_hub: StartHub, tmp_path: Path) -> None:
    twilio = OwnTwilio()
    await twilio.server.start_server()
    options = {
        "CONNECTOR": "twilio", "ACCOUNT_SID": SID, "AUTH_TOKEN": TOKEN, "API_URL": twilio.url, "SENDER": "+982100000",
    }  # fmt: skip
    env = {f"HUB_CONNECTORS__TWILIO__{name}": value for name, value in options.items()}
    hub = await start_hub(port=free_port(), env=env | {"HUB_HTTP__PUBLIC_URL": PUBLIC})
    async with sms_desk(hub.url, tmp_path) as desk:
        message = await desk.write("سلام")
        await desk.state(message, "sent")
        (sent,) = twilio.posted
        assert (sent["To"], sent["StatusCallback"]) == (SARA, f"{PUBLIC}/hooks/twilio/status")
        told = {"MessageSid": twilio.records[0]["sid"], "MessageStatus": "delivered"}
        assert await post(hub.url, "/hooks/twilio/status", told, token="forged") == 403
        assert (await desk.state(message, "sent"))["id"] == message
        for _ in range(2):
            assert await post(hub.url, "/hooks/twilio/status", told) == 200
        await desk.state(message, "delivered")
        for _ in range(2):
            assert await post(hub.url, "/hooks/twilio/inbound", INBOUND | {"From": SARA}) == 200
        await desk.heard(INBOUND["Body"])
    assert TOKEN not in hub.output()
    await twilio.server.close()
