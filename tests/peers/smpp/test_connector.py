"""The connector against smpp34: every kind of text out and in, receipts, throttling, and an SMSC that goes away."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import smpp34

from connectors.smpp.alphabets import UCS2
from connectors.smpp.client import SmppAccount
from connectors.smpp.messages import MESSAGE_STATE, RECEIPTED_MESSAGE_ID, UDHI
from connectors.smpp.segments import header
from hub.ports import RetryLater, Uncertain
from tests.connectors.smpp.conftest import make_options
from tests.connectors.smpp.remembering import RememberingHost, outbound
from tests.peers.smpp.smsc import RealSmsc
from tests.support.ports import free_port

Start = Callable[..., Awaitable[SmppAccount]]
Wait = Callable[..., Awaitable[Any]]
PERSIAN = "سلام، نوبت شما فردا ساعت ۱۰ است. "


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [("Hello [€]", 0, 1), ("x" * 200, 0, 2), (PERSIAN, UCS2, 1), (PERSIAN * 5, UCS2, 3), ("🙂" * 50, UCS2, 2)],
)
async def test_texts_arrive_as_they_were_written(
    start: Start, smsc: RealSmsc, text: str, coding: int, parts: int
) -> None:
    account = await start()
    taken = await account.send_message(outbound(text))
    assert (taken.parts, len(smsc.submitted)) == (parts, parts)
    assert {event.data_coding for event in smsc.submitted} == {coding}
    octets = [event.short_message for event in smsc.submitted]
    if parts > 1:
        octets = [part[6:] for part in sorted(octets, key=lambda part: part[5])]
    expected = text.replace("[", "\x1b<").replace("]", "\x1b>").replace("€", "\x1be")
    assert b"".join(octets) == (text.encode("utf-16-be") if coding == UCS2 else expected.encode())


async def test_a_receipt_before_the_response_and_hex_ids(
    start: Start, smsc: RealSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    async def receipt_first(event: smpp34.SubmitSmEvent) -> None:
        await smsc.receipt("255")
        event.accept("00ff")

    smsc.on_submit = receipt_first
    account = await start(response_ids="hex", receipt_ids="decimal")
    assert (await account.send_message(outbound("hi"))).provider_id == "255"
    assert [(one.provider_id, one.state) for one in host.reports] == [("255", "delivered")]


async def test_a_receipt_made_of_parameters_alone(
    start: Start, smsc: RealSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    account = await start()
    taken = await account.send_message(outbound("hi"))
    assert taken.provider_id
    told = [smpp34.Tlv(RECEIPTED_MESSAGE_ID, taken.provider_id.encode() + b"\0"), smpp34.Tlv(MESSAGE_STATE, b"\x05")]
    answer = await smsc.esme.deliver_sm("982100000", source_addr="98912", esm_class=4, tlvs=told)
    assert answer.is_success
    assert [(one.state, one.reason) for one in host.reports] == [("undelivered", "unknown_error")]


async def test_too_much_is_sent_again_later_by_whoever_asked(start: Start, smsc: RealSmsc) -> None:
    async def throttle(event: smpp34.SubmitSmEvent) -> None:
        event.reject(smpp34.ESME_RTHROTTLED)

    smsc.on_submit = throttle
    account = await start()
    with pytest.raises(RetryLater):
        await account.send_message(outbound("hi"))


@contextlib.asynccontextmanager
async def killable(port: int, answered: int) -> AsyncIterator[tuple[list[str], Callable[[], None]]]:
    """The texts that an SMSC of its own process got, and how to kill it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.peers.smpp.killable", str(port), str(answered), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    assert await process.stdout.readline() == b"ready\n"
    texts: list[str] = []

    async def read(lines: asyncio.StreamReader) -> None:
        while line := await lines.readline():
            texts.append(line.decode().strip())

    reading = asyncio.create_task(read(process.stdout))
    try:
        yield texts, process.kill
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def test_an_smsc_killed_in_the_middle_leaves_its_window_unknown_and_none_twice(
    host: RememberingHost, wait_for: Wait
) -> None:
    port = free_port()
    account = SmppAccount(make_options(port=port, window=5), host)
    async with killable(port, 10) as (before, kill):
        running = asyncio.create_task(account.run())
        await wait_for(lambda: account.diagnostics()["connection"] == "connected")
        sending = [asyncio.create_task(account.send_message(outbound(f"message {n}"))) for n in range(30)]
        await wait_for(lambda: len(before) == 15)
        kill()
        ends = await asyncio.gather(*sending, return_exceptions=True)
    kinds = [type(end) for end in ends]
    assert (kinds.count(Uncertain), kinds.count(RetryLater)) == (5, 15)
    async with killable(port, 100) as (after, _):
        await wait_for(lambda: account.diagnostics()["connection"] == "connected")
        later = [n for n, end in enumerate(ends) if isinstance(end, RetryLater)]
        await asyncio.gather(*(account.send_message(outbound(f"message {n}")) for n in later))
        await wait_for(lambda: len(after) == 15)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len({*before, *after}) == len(before) + len(after) == 30


async def test_a_long_persian_message_comes_in(
    start: Start, smsc: RealSmsc, host: RememberingHost, wait_for: Wait
) -> None:
    await start()
    octets = (PERSIAN * 5).encode("utf-16-be")
    parts = [octets[at : at + 134] for at in range(0, len(octets), 134)]
    for index in (2, 1, 3):
        answer = await smsc.esme.deliver_sm(
            "982100000", header(3, len(parts), index) + parts[index - 1], source_addr="989121234567",
            source_addr_ton=1, esm_class=UDHI, data_coding=UCS2,
        )  # fmt: skip
        assert answer.is_success
    assert [(one.text, one.sender.value, one.own) for one in host.messages] == [
        (PERSIAN * 5, "+989121234567", "982100000")
    ]
