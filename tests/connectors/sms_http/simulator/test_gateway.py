"""The simulated gateway as the real connector meets it: over sockets, both ways."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from connectors.sms_http import CONNECTOR, SmsHttpConnector
from connectors.sms_http.client import SmsHttpAccount
from connectors.sms_http.config import SmsHttpOptions
from connectors.sms_http.simulator import SimulatedGateway, cli
from connectors.sms_http.simulator.demo_entry import DemoGateway
from connectors.sms_http.simulator.people import FATES
from hub.attachments import Places
from hub.attachments.download import DownloadError
from hub.attachments.kinds import recognise
from hub.network import GuardedNetwork
from hub.ports import Checks, HookRequest, NeedsSignIn, Price, ReadsHooks, Refused, RetryLater, Uncertain
from tests.connectors.sms_http.conftest import LINE, PERSIAN, TO, Hub, outgoing
from tests.support.waiting import until


class Site:
    """A gateway that lets everything happen at once, an account at it, and a hub that is posted to."""

    def __init__(self) -> None:
        self.gateway = SimulatedGateway(pace=0)
        self.demo = DemoGateway(self.gateway)
        self.hub = Hub(None)
        self.away = 0

    def options(self, **changes: object) -> SmsHttpOptions:
        given = {name: value for name, value in self.demo.options("sms", [LINE]).items() if name != "connector"}
        return SmsHttpOptions.model_validate(given | changes)

    def account(self, **changes: object) -> SmsHttpAccount:
        return SmsHttpAccount(self.options(**changes), self.hub)

    async def receive(self, request: web.Request) -> web.Response:
        if self.away > 0:
            self.away -= 1
            return web.Response(status=503)
        assert isinstance(CONNECTOR, ReadsHooks)
        read = CONNECTOR.read_hook(self.options(), HookRequest(
            account="sms", path=request.match_info["path"], method="POST", url=str(request.url),
            query=request.query_string.encode(), body=await request.read(),
            headers={name.lower(): value for name, value in request.headers.items()},
        ))  # fmt: skip
        assert not read.leftovers
        for message in read.messages:
            await self.hub.take(message)
        await self.hub.take_reports(read.reports)
        return web.Response(text="OK")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made = Site()
    app = web.Application()
    app.router.add_post("/hooks/sms/{path}", made.receive)
    async with TestServer(app) as server:
        await made.demo.start(0)
        made.options()
        made.demo.post_to("sms", f"http://127.0.0.1:{server.port}/hooks/sms")
        yield made
        await made.demo.stop()


async def test_a_message_is_taken_sent_and_delivered(site: Site) -> None:
    taken = await site.account().send_message(outgoing(PERSIAN * 3))
    assert (taken.parts, taken.price) == (2, Price(Decimal(2390), "IRR"))
    await until(lambda: len(site.hub.reports) == 2, 5, "both reports")
    assert [(one.provider_id, one.state, one.operator) for one in site.hub.reports] == [
        (taken.provider_id, "sent", "همراه اول"), (taken.provider_id, "delivered", "همراه اول"),
    ]  # fmt: skip
    assert await site.account().balance() == Price(Decimal(12_500_000 - 2390), "IRR")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+989900000001", "absent_subscriber"), ("09900000002", "unknown_number"), ("09900000003", "blacklisted"),
        ("09900000004", "handset_full"), ("09900000005", "expired"),
    ],
)  # fmt: skip
async def test_some_numbers_get_nothing(site: Site, number: str, reason: str) -> None:
    await site.account().send_message(outgoing(to=number))
    await until(lambda: len(site.hub.reports) == 2, 5, "both reports")
    last = site.hub.reports[-1]
    assert (last.state, last.reason) == ("undelivered", reason)
    assert last.detail


async def test_an_answer_is_lost_and_the_message_was_taken_once(site: Site) -> None:
    lost = outgoing(to="09900000006")
    for _ in range(2):
        with pytest.raises(Uncertain):
            await site.account().send_message(lost)
    assert len(site.gateway.sent) == 1


async def test_refusals(site: Site) -> None:
    with pytest.raises(RetryLater):
        await site.account().send_message(outgoing(to="09900000007"))
    with pytest.raises(NeedsSignIn):
        await site.account(api_key="another").send_message(outgoing())
    with pytest.raises(Refused) as refused:
        await site.account().send_message(outgoing(to="nobody"))
    assert refused.value.cause == "unknown_number"
    site.gateway.credit = Decimal(1)
    with pytest.raises(Refused) as refused:
        await site.account().send_message(outgoing(name="2"))
    assert refused.value.cause == "no_credit"
    assert not site.gateway.sent


async def test_pictures_are_given_to_its_accounts(site: Site) -> None:
    access, places = SmsHttpConnector().media_access(site.options()), Places(0, 5)
    for name in ("kettle.jpg", "machine.jpg"):
        async with places.opened(f"/v1/files/{name}", access) as answer:
            assert recognise(await answer.read()) == "image/jpeg"
    for name in ("other.jpg", "..%2Fserver.py"):
        with pytest.raises(DownloadError, match="gone"):
            async with places.opened(f"/v1/files/{name}", access):
                pass
    with pytest.raises(DownloadError):
        async with places.opened("/v1/files/kettle.jpg", replace(access, headers={})):
            pass


async def test_somebody_writes_back(site: Site) -> None:
    await site.account().send_message(outgoing(to="+989900000009"))
    await until(lambda: site.hub.messages, 5, "the answer")
    (message,) = site.hub.messages.values()
    assert (message.sender.value, message.own, message.text) == ("+989900000009", LINE, FATES["9900000009"].answer)


def _parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser.add_subparsers())
    return parser.parse_args(["sms", *words])


async def test_somebody_writes_from_a_terminal(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.gateway.hubs["sms"].pauses = (0, 0)
    site.away = 2  # the hub's store is away: it is posted again
    words = ["--port", str(site.demo.port), "--text", PERSIAN]
    assert await cli.run(_parse("--from", TO, "--to", LINE, *words)) == 0
    await until(lambda: site.hub.messages, 5, "the message")
    (message,) = site.hub.messages.values()
    assert (message.sender.value, message.own, message.text) == (TO, LINE, PERSIAN)
    assert message.dedupe_key.removeprefix("id:") in capsys.readouterr().out
    assert await cli.run(_parse("--from", "Sara", "--to", LINE, *words)) == 1
    assert await cli.run(_parse("--from", TO, "--to", "3000", *words)) == 1
    assert await cli.run(_parse("--from", TO, "--to", LINE, "--key", "another", *words)) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "“from” is a number, such as 09121234567 or +989121234567.", f"Nobody has the line 3000; there are {LINE}.",
        "The key is wrong.",
    ]  # fmt: skip


async def test_nobody_listens(capsys: pytest.CaptureFixture[str], unused_tcp_port: int) -> None:
    assert await cli.run(_parse("--from", TO, "--text", "x", "--port", str(unused_tcp_port))) == 1
    assert "No simulated gateway listens" in capsys.readouterr().err


async def test_the_check_of_real_gateways_finds_it_well(site: Site) -> None:
    assert isinstance(CONNECTOR, Checks)
    report = await CONNECTOR.check(site.options(), GuardedNetwork())
    assert {one.verdict for one in report.findings} == {"well"}, report.findings
