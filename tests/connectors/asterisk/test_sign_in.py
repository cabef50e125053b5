"""The secret stays here: sign-in by MD5 challenge, and never by the secret where that was not chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from connectors.asterisk.checks import check
from connectors.asterisk.sign_in import NoChallengeError, login_of
from connectors.asterisk.simulator import DEMO_SECRET, SimulatedPbx
from hub.network import GuardedNetwork
from hub.ports import Verdict
from tests.connectors.asterisk.conftest import make_options


async def login(answer: dict[str, str], **changes: Any) -> dict[str, str]:
    async def ask(headers: Mapping[str, str]) -> list[dict[str, str]]:
        assert headers == {"Action": "Challenge", "AuthType": "MD5"}
        return [answer]

    return await login_of(make_options(**changes), "on", ask)


async def test_the_key_is_the_digest_of_challenge_and_secret() -> None:
    made = await login({"response": "Success", "challenge": "840415273"})
    assert made["Key"] == "cc5da49435fc4c44ff1252628d392068"
    assert "s3cr3t" not in repr(made)


@pytest.mark.parametrize(
    "answer",
    [
        {"response": "Error", "message": "Permission denied"}, {"response": "Success"},
        {"response": "Error", "challenge": "840415273"}, {"response": "Success", "challenge": "9" * 201}, {},
    ],
)  # fmt: skip
async def test_without_a_challenge_there_is_no_action(answer: dict[str, str]) -> None:
    with pytest.raises(NoChallengeError):
        await login(answer)


async def test_the_secret_is_sent_only_where_that_was_chosen(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    account = await connect(challenge=False)
    await wait_for(lambda: "connected" in host.words())
    assert peer.sent("Login")[0]["Secret"] == "s3cr3t"
    assert "Challenge" not in peer.names()
    assert account.diagnostics()["options"]["challenge"] is False


async def test_a_pbx_without_challenge_is_not_told_the_secret(
    peer: Any, host: Any, connect: Any, wait_for: Any
) -> None:
    peer.challenge = None
    await connect()
    await wait_for(lambda: "needs_sign_in no_challenge" in host.words())
    assert host.states[-1].answer == "Invalid/unknown command: Challenge."
    report = await check(make_options(port=peer.port), GuardedNetwork())
    assert report.findings[-1].code == "no_challenge"
    assert set(peer.names()) <= {"Challenge", "Logoff"}, "neither told it anything"


@pytest.mark.parametrize("challenge", [True, False])
async def test_the_simulated_phone_takes_both(challenge: bool) -> None:
    pbx = SimulatedPbx(port=0)
    await pbx.start()
    try:
        report = await check(make_options(port=pbx.port, secret=DEMO_SECRET, challenge=challenge), GuardedNetwork())
        wrong = await check(make_options(port=pbx.port, secret="s3cr3t", challenge=challenge), GuardedNetwork())
    finally:
        await pbx.stop()
    notes = [found.code for found in report.findings if found.step == "sign_in" and found.verdict is Verdict.NOTE]
    assert (report.works, notes) == (True, [] if challenge else ["secret_in_clear"])
    assert wrong.findings[-1].code == "rejected"
