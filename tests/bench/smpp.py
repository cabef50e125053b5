"""Messages submitted over SMPP a second, each answered, beside one at a time and beside another client in Rust."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import smpp34

from connectors.smpp.client import SmppAccount
from connectors.smpp.config import SmppOptions
from hub.ports import Connection
from tests.connectors.smpp.remembering import RememberingHost, outbound
from tests.support.ports import free_port
from tests.support.waiting import until

WINDOW = 50
PROMISE = 1_000  # submits a second
TEXT = "سلام، نوبت شما فردا ساعت ۱۰ است."


async def measure(messages: int = 10_000) -> tuple[float, float, float]:
    """(submits a second in the window, one at a time, by smpp34's own client), against an SMSC of its own process."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.smpp", "smsc", str(port)], stdout=subprocess.PIPE
    ) as smsc:
        try:
            assert smsc.stdout
            await asyncio.to_thread(smsc.stdout.readline)
            return (
                await _by_account(port, messages, WINDOW),
                await _by_account(port, messages // 10, 1),
                await _by_other(port, messages),
            )
        finally:
            smsc.kill()


async def _by_account(port: int, messages: int, senders: int) -> float:
    options = SmppOptions.model_validate(
        {"host": "127.0.0.1", "port": port, "system_id": "hub", "password": "x", "sender": "3000", "window": WINDOW}
    )
    host = RememberingHost()
    account = SmppAccount(options, host)
    running = asyncio.create_task(account.run())
    try:
        await until(lambda: host.states and host.states[-1].connection is Connection.CONNECTED)
        message = outbound(TEXT)
        taken: set[str | None] = set()

        async def send() -> None:
            taken.add((await account.send_message(message)).provider_id)

        await _rate(send, senders * 5, senders)
        taken.clear()
        rate = await _rate(send, messages, senders)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    if len(taken) != messages:
        raise RuntimeError(f"{messages} were sent, {len(taken)} taken")
    return rate


async def _by_other(port: int, messages: int) -> float:
    client = smpp34.Client("127.0.0.1", port, "hub", "x", window_size=WINDOW)
    smsc = await client.connect()
    octets = TEXT.encode("utf-16-be")

    async def send() -> None:
        answer = await smsc.submit_sm("989121234567", octets, source_addr="3000", data_coding=8, registered_delivery=1)
        if not answer.is_success:
            raise RuntimeError("not taken")

    try:
        return await _rate(send, messages, WINDOW)
    finally:
        await client.stop()


async def _rate(send: Callable[[], Awaitable[None]], count: int, senders: int) -> float:
    numbers = iter(range(count))

    async def sender() -> None:
        for _ in numbers:
            await send()

    began = time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(senders)))
    return count / (time.perf_counter() - began)


async def smsc(port: int) -> None:
    """Takes every message."""
    server = smpp34.Server("127.0.0.1", port)
    await server.start()
    print("ready", flush=True)
    number = 0
    while True:
        event = await server.next()
        if isinstance(event, smpp34.SubmitSmEvent):
            number += 1
            event.accept(f"{number}")


def report(whole: float, single: float, other: float) -> bool:
    """Print a table; True when the promise is kept."""
    print(f"\nMessages submitted over SMPP and answered, window {WINDOW}, one process, the SMSC another")
    print(f"{'':<44}{'submits/s':>12}{'promised':>10}")
    print(f"{'the connector':<44}{whole:>12,.0f}{PROMISE:>10,}")
    print(f"{'the connector, one at a time':<44}{single:>12,.0f}")
    print(f"{'smpp34’s own client (Rust), the same window':<44}{other:>12,.0f}")
    return whole >= PROMISE


if __name__ == "__main__":
    if sys.argv[1:2] == ["smsc"]:
        asyncio.run(smsc(int(sys.argv[2])))
    raise SystemExit(0 if report(*asyncio.run(measure())) else 1)
