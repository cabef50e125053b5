"""The check of an account, held against the real Asterisk: rights that are there, and rights that are not."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.asterisk.checks import check
from connectors.asterisk.config import AsteriskOptions
from hub.network import GuardedNetwork
from hub.ports import CheckReport, Verdict
from tests.peers.asterisk.server import LISTENER, USER, AsteriskServer


async def look(asterisk: AsteriskServer, **changes: Any) -> CheckReport:
    given = {"host": "127.0.0.1", "port": asterisk.ami_port, "username": USER, "secret": asterisk.secret}
    return await check(AsteriskOptions.model_validate(given | changes), GuardedNetwork())


async def test_the_rights_of_the_docs_are_enough(asterisk: AsteriskServer) -> None:
    report = await look(asterisk)
    wrong = [found for found in report.findings if found.verdict in {Verdict.PROBLEM, Verdict.WARNING}]
    assert [found for found in wrong if found.code != "dated"] == []
    assert {found.endpoint: found.number for found in report.extensions} == {"PJSIP/101": "101", "PJSIP/102": "102"}
    assert {queue.name: queue.members for queue in report.queues} == {
        "sales": ("PJSIP/102", "PJSIP/101"), "support": ("PJSIP/101",),
    }  # fmt: skip


async def test_rights_that_are_missing_are_named(asterisk: AsteriskServer) -> None:
    report = await look(asterisk, username=LISTENER)
    lacking = [found.facts["action"] for found in report.findings if found.code == "action_missing"]
    assert lacking == ["Hangup", "BlindTransfer", "Originate", "QueuePause"]
    assert ("rights", "class_missing") in [(found.step, found.code) for found in report.findings]
    assert report.works


@pytest.mark.parametrize("challenge", [True, False])
async def test_both_ways_to_sign_in(asterisk: AsteriskServer, challenge: bool) -> None:
    report = await look(asterisk, challenge=challenge)
    signed_in = [found.code for found in report.findings if found.step == "sign_in"]
    assert signed_in == ["well"] + ["secret_in_clear"] * (not challenge)


@pytest.mark.parametrize("challenge", [True, False])
async def test_a_wrong_secret(asterisk: AsteriskServer, challenge: bool) -> None:
    report = await look(asterisk, secret="wr0ng", challenge=challenge)
    assert [(found.step, found.code) for found in report.findings][-1] == ("sign_in", "rejected")
