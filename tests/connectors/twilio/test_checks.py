"""The check of an account, and a host that no account may name."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.twilio import CONNECTOR
from connectors.twilio.checks import check
from hub.channels.options import leads_elsewhere
from hub.network import GuardedNetwork
from hub.ports import Verdict
from tests.connectors.twilio.conftest import make_options
from tests.connectors.twilio.twilio import OwnTwilio


async def look(url: str, **changes: Any) -> tuple[list[tuple[str, str]], bool]:
    report = await check(make_options(api_url=url, **changes), GuardedNetwork())
    return [(one.step, one.code) for one in report.findings if one.verdict is not Verdict.WELL], report.works


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [("https://api.twilio.com/", False), ("http://api.twilio.com", True), ("https://api.dublin.twilio.com", True)],
)
def test_a_token_that_would_go_another_way_is_asked_for_again(url: str, elsewhere: bool) -> None:
    assert leads_elsewhere(CONNECTOR, make_options(), make_options(api_url=url)) is elsewhere


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
