"""The check of an account, and a host that no account may name."""

from __future__ import annotations

from typing import Any

from connectors.twilio.checks import check
from hub.network import GuardedNetwork
from hub.ports import Verdict
from tests.connectors.twilio.conftest import make_options
from tests.connectors.twilio.twilio import OwnTwilio


async def look(url: str, **changes: Any) -> tuple[list[tuple[str, str]], bool]:
    report = await check(make_options(api_url=url, **changes), GuardedNetwork())
    return [(one.step, one.code) for one in report.findings if one.verdict is not Verdict.WELL], report.works


async def test_the_check_tells_apart_what_a_person_can_get_wrong(twilio: OwnTwilio) -> None:
    assert await look(twilio.url) == ([], True)
    assert await look(twilio.url, sender=None) == ([("sign_in", "no_sender")], True)
    twilio.fail = (401, 20003)
    assert await look(twilio.url) == ([("sign_in", "rejected")], False)
    twilio.fail = (404, 20404)
    assert await look(twilio.url) == ([("answers", "refused")], False)
    assert twilio.posted == []
    url = twilio.url
    await twilio.server.close()
    assert await look(url) == ([("connect", "refused")], False)
    assert await look("http://169.254.169.254") == ([("connect", "metadata_address")], False)
