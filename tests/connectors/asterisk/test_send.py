"""Commands: what reaches the PBX, and how its answers and silences are told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.ports import (
    AttendedTransfer,
    CallCommand,
    CancelTransfer,
    Dial,
    HangUp,
    Hold,
    LegRef,
    NeedsSignIn,
    NotBegun,
    Refused,
    Resume,
    RetryLater,
    Transfer,
    Uncertain,
    Unheeded,
)
from tests.support.waiting import until

BOOT = "2026-11-22 10:00:00"
LEG = LegRef(BOOT, "1.2")
PHONE = {"Channel": "PJSIP/101-00000002", "Uniqueid": "1.2", "Linkedid": "1.1", "ChannelState": "6"}
QUEUED = {"Response": "Success", "Message": "Originate successfully queued"}


def outcome(response: str, reason: str) -> dict[str, str]:
    return {"Event": "OriginateResponse", "Response": response, "Reason": reason, "Channel": "PJSIP/101"}


@pytest.fixture
async def account(peer: Any, host: Any, connect: Any, wait_for: Any) -> Any:
    peer.channels = [PHONE]
    account = await connect(dial_timeout=0.5, ping_interval=60)
    await wait_for(lambda: "connected" in host.words())
    return account


@pytest.fixture
async def holding(peer: Any, host: Any, connect: Any, wait_for: Any) -> Any:
    """An account whose phones can be asked to hold."""
    peer.channels = [PHONE]
    peer.answers["PJSIPNotify"] = [{"Response": "Success", "Message": "NOTIFY sent"}]
    account = await connect(remote_hold=True, ping_interval=60)
    await wait_for(lambda: account.diagnostics()["connection"] == "connected")
    return account


async def test_dial_rings_the_phone_and_calls_the_number(peer: Any, account: Any) -> None:
    peer.answers["Originate"] = [QUEUED, outcome("Success", "4")]
    await account.execute(Dial("PJSIP/101", "+98912*#"))
    (action,) = peer.sent("Originate")
    del action["ActionID"]
    assert action == {
        "Action": "Originate", "Async": "true", "CallerID": "101", "Channel": "PJSIP/101", "Context": "from-internal",
        "Exten": "+98912*#", "Priority": "1", "Timeout": "500",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "words"), [("3", "nobody picked it up"), ("5", "busy"), ("0", "not registered"), ("99", "reason 99")]
)
async def test_a_phone_that_cannot_be_reached_says_why(reason: str, words: str, peer: Any, account: Any) -> None:
    peer.answers["Originate"] = [QUEUED, outcome("Failure", reason)]
    with pytest.raises(Refused, match=words):
        await account.execute(Dial("PJSIP/101", "0912"))


@pytest.mark.parametrize("number", ["", "0912&SIP/evil", "0912\r\nApplication: System", "a", "1" * 41, "09 12", "۰۹۱۲"])
async def test_only_dialable_numbers_reach_the_pbx(number: str, peer: Any, account: Any) -> None:
    for command in (Dial("PJSIP/101", number), Transfer(LEG, number)):
        with pytest.raises(Refused):
            await account.execute(command)
    assert not peer.sent("Originate") + peer.sent("BlindTransfer")


@pytest.mark.parametrize("endpoint", ["", "101", "PJSIP/", "PJSIP/101&PJSIP/102", "PJSIP/1\r\nA: b", "Local/1@x/n"])
async def test_only_endpoints_are_rung(endpoint: str, peer: Any, account: Any) -> None:
    with pytest.raises(Refused):
        await account.execute(Dial(endpoint, "0912"))
    assert not peer.sent("Originate")


async def test_hang_up_names_the_channel(peer: Any, account: Any) -> None:
    await account.execute(HangUp(LEG))
    assert peer.sent("Hangup")[0]["Channel"] == "PJSIP/101-00000002"


async def test_a_renamed_channel_is_followed(peer: Any, account: Any, host: Any, wait_for: Any) -> None:
    peer.event("Rename", Channel="PJSIP/101-00000002", Newname="PJSIP/101-00000009", Uniqueid="1.2")
    peer.event("Newstate", **PHONE)
    await wait_for(host.events)
    await account.execute(HangUp(LEG))
    assert peer.sent("Hangup")[0]["Channel"] == "PJSIP/101-00000009"


async def test_transfer_is_blind(peer: Any, account: Any) -> None:
    await account.execute(Transfer(LEG, "102"))
    action = peer.sent("BlindTransfer")[0]
    assert (action["Channel"], action["Context"], action["Exten"]) == ("PJSIP/101-00000002", "from-internal", "102")


async def test_an_attended_transfer_has_begun_once_the_leg_has_left(peer: Any, account: Any) -> None:
    peer.answers["Atxfer"] = [{"Response": "Success", "Message": "Atxfer successfully queued"}]
    begun = asyncio.create_task(account.execute(AttendedTransfer(LEG, "102")))
    await until(lambda: peer.sent("Atxfer"))
    action = peer.sent("Atxfer")[0]
    assert (action["Channel"], action["Context"], action["Exten"]) == ("PJSIP/101-00000002", "from-internal", "102")
    with pytest.raises(Refused, match="Another transfer"):
        await account.execute(AttendedTransfer(LEG, "103"))
    peer.event("BridgeLeave", **PHONE | {"Uniqueid": "7.7"}, BridgeUniqueid="b")
    assert not begun.done()
    peer.event("BridgeLeave", **PHONE, BridgeUniqueid="b")
    await begun


async def test_one_that_does_not_begin_is_refused(peer: Any, account: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.asterisk.departures.PATIENCE", 0.05)
    peer.answers["Atxfer"] = [{"Response": "Success", "Message": "Atxfer successfully queued"}]
    with pytest.raises(NotBegun, match="option t or T"):
        await account.execute(AttendedTransfer(LEG, "102"))
    peer.answers["CancelAtxfer"] = [{"Response": "Success", "Message": "CancelAtxfer successfully queued"}]
    with pytest.raises(Refused, match="atxferabort"):
        await account.execute(CancelTransfer(LEG))


@pytest.mark.parametrize(("command", "event", "sign"), [(Hold(LEG), "hold", "Hold"), (Resume(LEG), "talk", "Unhold")])
async def test_a_call_is_held_once_the_phone_says_so(
    peer: Any, holding: Any, command: CallCommand, event: str, sign: str
) -> None:
    begun = asyncio.create_task(holding.execute(command))
    await until(lambda: peer.sent("PJSIPNotify"))
    (action,) = peer.sent("PJSIPNotify")
    del action["ActionID"]
    assert action == {
        "Action": "PJSIPNotify", "Channel": "PJSIP/101-00000002",
        "Variable": f"Event={event},Subscription-State=active",
    }  # fmt: skip
    peer.event("Unhold" if sign == "Hold" else "Hold", **PHONE)
    peer.event(sign, **PHONE | {"Uniqueid": "7.7"})
    with pytest.raises(Refused, match="on its way"):
        await holding.execute(command)
    assert not begun.done()
    peer.event(sign, **PHONE)
    await begun


@pytest.mark.parametrize(("command", "words"), [(Hold(LEG), "did not hold"), (Resume(LEG), "did not take")])
async def test_a_phone_that_does_not_follow_is_told_of(
    holding: Any, command: CallCommand, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.asterisk.departures.PHONE_PATIENCE", 0.05)
    with pytest.raises(Unheeded, match=words):
        await holding.execute(command)


async def test_hold_is_asked_where_it_is_switched_on(peer: Any, account: Any) -> None:
    with pytest.raises(Refused, match="switched off"):
        await account.execute(Hold(LEG))
    assert not peer.sent("PJSIPNotify")


async def test_hold_is_asked_of_phones_on_pjsip(peer: Any, holding: Any) -> None:
    peer.event("Newchannel", **PHONE | {"Channel": "SIP/101-1", "Uniqueid": "1.9"})
    await until(lambda: holding.diagnostics()["live_channels"] == 2)
    with pytest.raises(Refused, match="PJSIP"):
        await holding.execute(Hold(LegRef(BOOT, "1.9")))
    assert not peer.sent("PJSIPNotify")


async def test_one_whose_beginning_nobody_saw_is_uncertain(peer: Any, account: Any) -> None:
    peer.answers["Atxfer"] = [{"Response": "Success", "Message": "Atxfer successfully queued"}]
    begun = asyncio.create_task(account.execute(AttendedTransfer(LEG, "102")))
    await until(lambda: peer.sent("Atxfer"))
    peer.cut()
    with pytest.raises(Uncertain):
        await begun


@pytest.mark.parametrize("leg", [LegRef(BOOT, "9.9"), LegRef("another boot", "1.2")])
async def test_a_leg_that_is_gone_is_refused(leg: LegRef, account: Any) -> None:
    with pytest.raises(Refused, match="ended"):
        await account.execute(HangUp(leg))


async def test_a_leg_that_hung_up_is_refused(peer: Any, account: Any, host: Any, wait_for: Any) -> None:
    peer.event("Hangup", **PHONE)
    await wait_for(host.events)
    with pytest.raises(Refused):
        await account.execute(HangUp(LEG))


async def test_the_pbxs_refusal_is_told_in_its_words(peer: Any, account: Any) -> None:
    peer.answers["Hangup"] = [{"Response": "Error", "Message": "Permission denied"}]
    with pytest.raises(Refused, match="Permission denied"):
        await account.execute(HangUp(LEG))


async def test_silence_is_uncertain_and_leaves_the_session(peer: Any, account: Any, host: Any) -> None:
    peer.silent_on = {"Hangup"}
    with pytest.raises(Uncertain):
        await account.execute(HangUp(LEG))
    assert host.words() == ["connecting", "connected"]


async def test_a_cut_is_uncertain_and_nothing_is_sent_again(peer: Any, account: Any, host: Any, wait_for: Any) -> None:
    peer.silent_on = {"Originate"}
    command = asyncio.create_task(account.execute(Dial("PJSIP/101", "0912")))
    await wait_for(lambda: peer.sent("Originate"))
    peer.cut()
    with pytest.raises(Uncertain):
        await command
    await wait_for(lambda: host.words().count("connected") == 2)
    assert len(peer.sent("Originate")) == 1


async def test_without_a_connection_nothing_is_sent(peer: Any, account: Any, host: Any, wait_for: Any) -> None:
    await peer.stop()
    await wait_for(lambda: "disconnected refused" in host.words())
    with pytest.raises(RetryLater):
        await account.execute(HangUp(LEG))


async def test_a_rejected_account_needs_a_sign_in(peer: Any, host: Any, connect: Any, wait_for: Any) -> None:
    peer.login_error = "Authentication failed"
    account = await connect()
    await wait_for(lambda: "needs_sign_in rejected" in host.words())
    with pytest.raises(NeedsSignIn):
        await account.execute(HangUp(LEG))
