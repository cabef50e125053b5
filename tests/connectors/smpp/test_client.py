"""An account against an SMSC that refuses, hangs, cuts and repeats."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from connectors.smpp import inbound, outcomes, pdu, slots
from connectors.smpp.alphabets import UCS2
from connectors.smpp.client import SmppAccount
from connectors.smpp.messages import PAYLOAD, SAR_INDEX, SAR_REFERENCE, SAR_TOTAL, UDHI, Address, ShortMessage
from connectors.smpp.pdu import Pdu
from connectors.smpp.remembered import MOST
from connectors.smpp.segments import header
from connectors.smpp.statuses import OK, QUEUE_FULL, TEMPORARY, THROTTLED
from hub.ports import Connection, DeliveryReport, InboundMessage, NeedsSignIn, Peer, Refused, RetryLater, Uncertain
from tests.connectors.smpp.remembering import RememberingHost, outbound
from tests.connectors.smpp.smsc import ScriptedSmsc, answer_to

Start = Callable[..., Awaitable[SmppAccount]]
Wait = Callable[..., Awaitable[Any]]
PERSIAN = "سلام، بستهٔ شما فردا می‌رسد. "
US, THEM = Address("982100000", 1, 1), Address("989121234567", 1, 1)


def receipt(message_id: str, stat: str = "DELIVRD", err: str = "000") -> ShortMessage:
    text = f"id:{message_id} sub:001 dlvrd:001 submit date:2611301200 done date:2611301201 stat:{stat} err:{err} text:x"
    return ShortMessage(THEM, US, text.encode(), esm_class=0x04)


def states(host: RememberingHost) -> list[tuple[str, str]]:
    return [(one.provider_id, one.state) for one in host.reports]


async def test_a_text_is_taken_and_its_receipt_reported(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start()
    taken = await account.send_message(outbound("Hello €"))
    assert (taken.provider_id, taken.parts) == ("1", 1)
    (sent,) = smsc.submitted
    assert (sent.message, sent.data_coding, sent.registered) == (b"Hello \x1be", 0, 1)
    assert (sent.destination, sent.source) == (THEM, Address("982100000", 1, 1))
    smsc.deliver(receipt("1"))
    await wait_for(lambda: smsc.answers)
    assert states(host) == [("1", "delivered")]
    assert smsc.answers[0].status == OK


async def test_a_long_text_is_delivered_once_all_parts_are(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start()
    taken = await account.send_message(outbound(PERSIAN * 6))
    assert (taken.provider_id, taken.parts, len(smsc.submitted)) == ("1", 3, 3)
    assert {one.esm_class for one in smsc.submitted} == {UDHI}
    joined = b"".join(one.message[6:] for one in sorted(smsc.submitted, key=lambda one: one.message[5]))
    assert joined.decode("utf-16-be") == PERSIAN * 6
    for part in ("3", "1", "2"):
        smsc.deliver(receipt(part))
    await wait_for(lambda: len(smsc.answers) == 3)
    assert sorted(states(host)) == [("1", "delivered"), ("1", "sent"), ("1", "sent")]


async def test_a_part_that_fails_fails_the_message(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start(receipt_errors=("0123=barred",))
    await account.send_message(outbound("x" * 200))
    smsc.deliver(receipt("2", "UNDELIV", "0123"))
    await wait_for(lambda: host.reports)
    (told,) = host.reports
    assert (told.provider_id, told.state, told.reason, told.detail) == ("1", "undelivered", "barred", "UNDELIV, 0123")


@pytest.mark.parametrize(("form", "tag"), [("sar", SAR_INDEX), ("payload", PAYLOAD)])
async def test_long_texts_go_by_parameters_where_asked_for(
    start: Start, smsc: ScriptedSmsc, form: str, tag: int
) -> None:
    account = await start(long_messages=form)
    taken = await account.send_message(outbound("x" * 161))
    assert all(tag in one.optional for one in smsc.submitted)
    assert b"".join(one.octets for one in smsc.submitted) == b"x" * 161
    assert taken.parts == len(smsc.submitted) == (2 if form == "sar" else 1)


@pytest.mark.parametrize("answered", [0, 2])  # an SMSC may answer the message only when its receipt is
async def test_a_receipt_before_the_answer_waits_for_the_parts(
    start: Start,
    smsc: ScriptedSmsc,
    host: RememberingHost,
    wait_for: Wait,
    answered: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbound, "EARLY_SECONDS", 0.05 if answered else 5.0)
    held: list[Pdu] = []

    def early(packet: Pdu) -> Pdu | None:
        if len(smsc.submitted) == 1:
            return smsc.accept(packet)
        smsc.deliver(receipt("1"))
        smsc.deliver(receipt("2"))
        held.append(packet)
        return None

    smsc.on_submit = early
    account = await start()
    sending = asyncio.create_task(account.send_message(outbound("x" * 200)))
    await wait_for(lambda: held)
    await wait_for(lambda: len(smsc.answers) == answered)
    smsc.write(smsc.accept(held[0]).encode())
    assert (await sending).provider_id == "1"
    await wait_for(lambda: len(host.reports) == 2)
    assert sorted(states(host)) == [("1", "delivered"), ("1", "sent")]


async def test_an_orphan_receipt_is_reported_all_the_same(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start(receipt_ids="hex")
    smsc.deliver(receipt("00FF", "EXPIRED"))
    await wait_for(lambda: host.reports)
    assert [(one.provider_id, one.state, one.reason) for one in host.reports] == [("255", "undelivered", "expired")]


@pytest.mark.parametrize(
    ("status", "kind", "cause"),
    [
        (THROTTLED, RetryLater, "not_now"), (QUEUE_FULL, RetryLater, "not_now"),
        (0x0B, Refused, "unknown_number"), (0x0400, Refused, "rejected"),
    ],
)  # fmt: skip
async def test_what_is_not_taken_says_why(
    start: Start, smsc: ScriptedSmsc, status: int, kind: type[Exception], cause: str
) -> None:
    smsc.on_submit = lambda packet: answer_to(packet, b"", status)
    account = await start()
    with pytest.raises(kind) as failed:
        await account.send_message(outbound("hi"))
    assert failed.value.cause == cause  # type: ignore[attr-defined]


async def test_a_pause_that_the_provider_asked_for_is_kept(start: Start, smsc: ScriptedSmsc) -> None:
    smsc.on_submit = lambda packet: answer_to(packet, b"", THROTTLED)
    account = await start(throttle_pause=30)
    for _ in range(2):
        with pytest.raises(RetryLater) as failed:
            await account.send_message(outbound("hi"))
        assert failed.value.after is not None
        assert failed.value.after > 10
    assert len(smsc.submitted) == 1


async def test_a_throttled_part_is_sent_again_and_the_first_is_not(start: Start, smsc: ScriptedSmsc) -> None:
    turned_away: list[Pdu] = []

    def busy_once(packet: Pdu) -> Pdu:
        if len(smsc.submitted) == 2:
            turned_away.append(packet)
            return answer_to(packet, b"", THROTTLED)
        return smsc.accept(packet)

    smsc.on_submit = busy_once
    account = await start()
    assert (await account.send_message(outbound("x" * 200))).parts == 2
    assert [one.message[5] for one in smsc.submitted] == [1, 2, 2]
    assert turned_away


async def test_a_connection_lost_with_messages_outstanding_leaves_them_uncertain(
    start: Start, smsc: ScriptedSmsc, wait_for: Wait, host: RememberingHost
) -> None:
    smsc.on_submit = lambda _packet: None
    account = await start(window=3)
    sending = [asyncio.create_task(account.send_message(outbound(f"{n}"))) for n in range(5)]
    await wait_for(lambda: len(smsc.submitted) == 3)
    smsc.cut()
    ends = await asyncio.gather(*sending, return_exceptions=True)
    assert [type(end) for end in ends] == [Uncertain] * 3 + [RetryLater] * 2
    await wait_for(lambda: smsc.sessions)
    smsc.on_submit = smsc.accept
    await wait_for(lambda: host.states[-1].connection is Connection.CONNECTED)
    await account.send_message(outbound("again"))
    assert len(smsc.submitted) == 4


async def test_as_a_session_ends_nothing_is_lost_that_was_never_sent(
    start: Start, smsc: ScriptedSmsc, wait_for: Wait
) -> None:
    account = await start()
    smsc.cut()
    taken = 0
    while not taken:
        try:
            await account.send_message(outbound("hi"))
            taken += 1
        except RetryLater:
            await asyncio.sleep(0)
        except Uncertain:  # sent as the connection broke
            assert not taken
    assert smsc.submitted


async def test_where_a_message_is_on_its_way_is_no_message(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start()
    smsc.deliver(ShortMessage(THEM, US, b"id:7 stat:ENROUTE err:000", esm_class=0x20))
    await wait_for(lambda: host.reports)
    assert (states(host), host.messages) == ([("7", "sent")], [])


async def test_no_answer_in_time_is_uncertain(start: Start, smsc: ScriptedSmsc) -> None:
    smsc.on_submit = lambda _packet: None
    account = await start(response_timeout=0.05)
    with pytest.raises(Uncertain):
        await account.send_message(outbound("hi"))


async def test_a_wrong_password_needs_a_person(start: Start, smsc: ScriptedSmsc, host: RememberingHost) -> None:
    smsc.bind_status = 0x0E
    account = await start(until=Connection.NEEDS_SIGN_IN)
    assert (host.states[-1].reason, host.states[-1].answer) == ("rejected", "ESME_RINVPASWD")
    with pytest.raises(NeedsSignIn):
        await account.send_message(outbound("hi"))
    assert "s3cr3t" not in repr(account.diagnostics())


async def test_it_reconnects_after_silence_and_unbinds_at_the_end(
    smsc: ScriptedSmsc, start: Start, host: RememberingHost, wait_for: Wait, restart: Callable[[], Awaitable[None]]
) -> None:
    account = await start(enquire_interval=0.05, response_timeout=0.1, connect_timeout=0.2)
    await wait_for(lambda: pdu.ENQUIRE_LINK in smsc.commands)
    smsc.mute = True
    await wait_for(lambda: any(state.reason == "no_pong" for state in host.states))
    with pytest.raises(RetryLater):
        await account.send_message(outbound("hi"))
    smsc.mute = False
    await wait_for(lambda: host.states[-1].connection is Connection.CONNECTED)
    assert pdu.UNBIND not in smsc.commands
    await restart()
    assert smsc.commands[-1] == pdu.UNBIND


async def test_a_pair_of_sessions_sends_by_one_and_hears_by_the_other(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start(bind="pair")
    assert smsc.commands[:2] == [pdu.BIND_TRANSMITTER, pdu.BIND_RECEIVER]
    await account.send_message(outbound("hi"))
    smsc.deliver(ShortMessage(THEM, US, b"hello"))
    await wait_for(lambda: host.messages)


async def test_a_long_persian_message_comes_in_any_order(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start()
    octets = (PERSIAN * 4).encode("utf-16-be")
    parts = [octets[at : at + 101] for at in range(0, len(octets), 101)]  # characters are split, as some do
    order = [2, 0, *range(3, len(parts)), 0, 1]
    for index in order:
        smsc.deliver(ShortMessage(THEM, US, header(7, len(parts), index + 1) + parts[index], UDHI, UCS2))
    await wait_for(lambda: host.messages)
    (told,) = host.messages
    assert (told.text, told.sender, told.own) == (PERSIAN * 4, Peer("phone", "+989121234567"), "982100000")
    await wait_for(lambda: len(smsc.answers) == len(order))
    assert account.diagnostics()["counts"]["received_message"] == 1


async def test_a_part_that_stays_away_leaves_an_incomplete_message(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start(parts_patience=0.2)
    for index in (1, 3):
        smsc.deliver(ShortMessage(THEM, US, header(9, 3, index) + b"part", UDHI))
    await wait_for(lambda: host.messages)
    assert (host.messages[0].text, host.messages[0].facts) == ("part[…]part", {"parts": 3, "parts_came": 2})


async def test_what_comes_twice_over_a_broken_session_is_one_and_two_alike_are_two(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start()
    for _ in range(2):
        smsc.deliver(ShortMessage(THEM, US, b"ok"))
    await wait_for(lambda: len(host.messages) == 2)
    await wait_for(lambda: len(smsc.answers) == 2)
    smsc.cut()
    await wait_for(lambda: smsc.sessions)
    for text in (b"ok", b"new"):
        smsc.deliver(ShortMessage(THEM, US, text))
    await wait_for(lambda: len(smsc.answers) == 4)
    assert [one.text for one in host.messages] == ["ok", "ok", "new"]


@pytest.mark.parametrize(("stored", "texts"), [(True, ["ok", "ok"]), (False, ["ok"])])
async def test_what_was_under_way_as_the_session_broke_is_stored_once_and_said_again_once_more(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, monkeypatch: pytest.MonkeyPatch,
    stored: bool, texts: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(outcomes, "PATIENCE", 0.0)
    going_on, waiting, take = asyncio.Event(), list[str](), host.take

    async def slowly(message: InboundMessage) -> None:
        waiting.append(str(message.text))
        await going_on.wait()
        if not stored and len(waiting) == 1:
            raise RetryLater("The store is away.")
        await take(message)

    monkeypatch.setattr(host, "take", slowly)
    account = await start()
    smsc.deliver(ShortMessage(THEM, US, b"ok"))
    await wait_for(lambda: waiting)
    smsc.cut()
    await wait_for(lambda: smsc.sessions)
    if stored:
        smsc.deliver(ShortMessage(THEM, US, b"ok"))  # before the first is stored
        await wait_for(lambda: account.diagnostics()["under_way"] == 2)
    going_on.set()
    await wait_for(lambda: account.diagnostics()["under_way"] == 0)
    smsc.deliver(ShortMessage(THEM, US, b"ok"))
    await wait_for(lambda: len(smsc.answers) == 1 + stored)
    assert {answer.status for answer in smsc.answers} == {OK}
    assert [one.text for one in host.messages] == texts


async def test_what_cannot_be_read_is_parked_and_answered(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start()
    smsc.write(Pdu(pdu.DELIVER_SM, 0, 1, b"\0\1\1nonsense").encode())
    smsc.deliver(ShortMessage(THEM, US, b"\xd8\x00\x00", data_coding=UCS2))
    smsc.deliver(ShortMessage(THEM, US, b"\x01\x02", data_coding=4))
    smsc.deliver(ShortMessage(THEM, US, b"no receipt", esm_class=0x04))
    await wait_for(lambda: len(smsc.answers) == 4)
    assert {answer.status for answer in smsc.answers} == {OK}
    assert sorted(str(payload["why"]) for payload, _ in host.parked.values()) == [
        "malformed", "malformed", "undecodable", "undecodable",
    ]  # fmt: skip
    assert host.messages == []


async def test_octets_that_are_no_packet_reset_the_session_and_are_kept(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start()
    smsc.deliver(ShortMessage(THEM, US, b"before"))
    smsc.write(b"\xff\xff\xff\xff and rubbish that goes on")
    await wait_for(lambda: host.parked)
    assert host.messages[0].text == "before"
    ((payload, _),) = host.parked.values()
    assert bytes.fromhex(str(payload["raw"])).endswith(b"that goes on")
    await wait_for(lambda: host.states[-1].connection is Connection.CONNECTED)
    assert pdu.GENERIC_NACK in smsc.commands


async def test_a_command_that_is_not_known_is_counted_and_rejected(
    start: Start, smsc: ScriptedSmsc, wait_for: Wait
) -> None:
    account = await start()
    smsc.write(Pdu(0x00000777, 0, 5).encode())
    await wait_for(lambda: smsc.answers)
    assert (smsc.answers[0].command, smsc.answers[0].sequence) == (pdu.GENERIC_NACK, 5)
    assert account.diagnostics()["counts"]["unknown"] == 1


async def test_while_the_store_is_away_the_provider_keeps_what_it_has(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "PATIENCE", 0.0)
    await start()
    host.away = True
    smsc.deliver(ShortMessage(THEM, US, b"hello"))
    smsc.deliver(receipt("5"))
    await wait_for(lambda: len(smsc.answers) == 2)
    assert {answer.status for answer in smsc.answers} == {TEMPORARY}
    host.away = False
    smsc.deliver(ShortMessage(THEM, US, b"hello"))
    smsc.deliver(receipt("5"))
    await wait_for(lambda: len(smsc.answers) == 4)
    assert len(host.messages) == 1
    assert states(host) == [("5", "delivered")]


async def test_receipts_that_wait_share_a_transaction(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start()
    for number in range(200):
        smsc.deliver(receipt(str(number)))
    await wait_for(lambda: len(smsc.answers) == 200)
    assert isinstance(host.reports[0], DeliveryReport)
    assert len(host.batches) < 100


async def test_parts_outlive_a_restart(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, restart: Callable[[], Awaitable[None]]
) -> None:
    await start()
    for index in (3, 1):
        smsc.deliver(ShortMessage(THEM, US, header(9, 3, index) + str(index).encode(), UDHI))
    await wait_for(lambda: len(smsc.answers) == 2)
    await restart()
    await start()
    smsc.deliver(ShortMessage(THEM, US, header(9, 3, 2) + b"2", UDHI))
    await wait_for(lambda: host.messages)
    assert host.messages[0].text == "123"
    await wait_for(lambda: not any(value for name, value in host.cursors.items() if name.startswith("part.")))


async def test_a_part_that_has_no_place_is_not_answered_as_taken(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "SLOTS", 1)
    await start()
    one, other = ([ShortMessage(THEM, US, header(ref, 2, index) + text, UDHI) for index in (1, 2)]
                  for ref, text in ((1, b"one"), (2, b"other")))  # fmt: skip
    for part in (one[0], other[0], one[1]):
        smsc.deliver(part)
        before = len(smsc.answers)
        await wait_for(lambda before=before: len(smsc.answers) > before)
    assert [answer.status for answer in smsc.answers] == [OK, TEMPORARY, OK]
    for part in other:
        smsc.deliver(part)
    await wait_for(lambda: len(smsc.answers) == 5)
    assert [told.text for told in host.messages] == ["oneone", "otherother"]


async def test_what_is_longer_than_a_place_outlives_a_restart(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, restart: Callable[[], Awaitable[None]]
) -> None:
    await start()
    first, second = (
        ShortMessage(THEM, US, b"", optional={
            SAR_REFERENCE: b"\0\1", SAR_TOTAL: b"\2", SAR_INDEX: bytes((index,)), PAYLOAD: text * 1500,
        }) for index, text in ((1, b"a"), (2, b"b"))
    )  # fmt: skip
    smsc.deliver(first)
    await wait_for(lambda: len(smsc.answers) == 1)
    await restart()
    await start()
    smsc.deliver(second)
    await wait_for(lambda: host.messages)
    assert host.messages[0].text == "a" * 1500 + "b" * 1500
    await wait_for(lambda: not any(value for name, value in host.cursors.items() if name.startswith("part.")))


async def test_an_early_receipt_that_was_answered_outlives_a_kill(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "EARLY_SECONDS", 0.05)
    smsc.on_submit = lambda _packet: None
    account = await start()
    sending = asyncio.create_task(account.send_message(outbound("x" * 200)))
    await wait_for(lambda: smsc.submitted)
    smsc.deliver(receipt("7", "UNDELIV", "012"))
    await wait_for(lambda: smsc.answers)
    assert (smsc.answers[0].status, host.reports) == (OK, [])
    kept = dict(host.cursors)  # all that is there after a kill
    sending.cancel()
    await wait_for(lambda: host.reports)
    host.cursors, told = kept, host.reports
    host.reports = []
    await start()
    await wait_for(lambda: host.reports)
    assert host.reports == told
    await wait_for(lambda: not any(value for name, value in host.cursors.items() if name.startswith("receipt.")))


async def test_a_message_that_could_not_be_stored_is_put_together_when_its_last_part_comes_again(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "PATIENCE", 0.0)
    await start()
    parts = [ShortMessage(THEM, US, header(9, 2, index) + str(index).encode(), UDHI) for index in (1, 2)]
    smsc.deliver(parts[0])
    await wait_for(lambda: len(smsc.answers) == 1)
    host.away = True
    smsc.deliver(parts[1])
    await wait_for(lambda: len(smsc.answers) == 2)
    assert smsc.answers[1].status == TEMPORARY
    host.away = False
    smsc.deliver(parts[1])
    await wait_for(lambda: host.messages)
    assert [one.text for one in host.messages] == ["12"]


async def test_receipts_after_a_restart_are_those_of_the_whole_message(
    start: Start, smsc: ScriptedSmsc, host: RememberingHost, wait_for: Wait, restart: Callable[[], Awaitable[None]]
) -> None:
    account = await start()
    await asyncio.gather(*(account.send_message(outbound("x" * 400)) for _ in range(100)))
    smsc.deliver(receipt("1"))
    await wait_for(lambda: host.reports)
    parts = sorted((one.message[3], one.message[5]) for one in smsc.submitted)
    assert len(parts) == len(set(parts)) == 300
    await restart()
    assert 1 < int(host.cursors["sent"]) <= MOST
    await start()
    host.reports.clear()
    for number in range(1, 301):
        smsc.deliver(receipt(str(number)))
    await wait_for(lambda: len(host.reports) == 300)
    assert sorted(told for _, told in states(host)) == ["delivered"] * 100 + ["sent"] * 200
    assert len({told for told, _ in states(host)}) == 100
