"""What providers post: a form with its signature, committed and answered; and delivery reports by group commit.

The hub is a process of its own, its whole application; who posts is another.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode

import sqlalchemy as sa
from aiohttp import web

from hub import channels, logs, timeline
from hub.app import build
from hub.calls import Numbering
from hub.channels import registry
from hub.channels.registry import GROUP
from hub.cli.serving import settle_memory
from hub.customers import CustomerIdentity
from hub.db import Database, new_id, utc_now
from hub.intake import Intake
from hub.messaging import OutboxMessage
from hub.ports import DeliveryReport, HookRead, HookRequest, InboundMessage, Peer, Refused
from hub.settings import parse
from tests.bench import world
from tests.bench.figures import quantile
from tests.bench.intake import TEXT, _one_row, _rate
from tests.support.hook_connector import Postbox
from tests.support.postgres import private_server

CUSTOMERS, SENDERS, SECONDS = 20_000, 64, 10.0
SECRET = b"a secret of the provider's and ours"
PROMISES = {"SQLite": 1.0, "PostgreSQL": 0.9}  # times the rows a second of single inserts
LATEST_MS, REPORTS_A_SECOND = 100.0, 5_000
SOME = 100  # reports that a provider is heard to tell at once
PUBLIC, PATH = "http://hub.example", "/hooks/shop/in"


class Signed(Postbox):
    """A form, signed over the address and its sorted fields, as the best known provider does it."""

    name: ClassVar[str] = "signed"  # type: ignore[misc]

    def read_hook(self, _options: Any, request: HookRequest) -> HookRead:
        """Check the signature, read the form."""
        form = {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}
        if not hmac.compare_digest(signature(request.url, form), request.headers.get("x-signature", "")):
            raise Refused("wrong signature")
        sender = form["From"]
        return HookRead(messages=[InboundMessage(
            "sms", form["MessageSid"], sender, utc_now(), Peer("phone", sender), text=form["Body"], own=form["To"],
        )])  # fmt: skip


CONNECTOR = Signed()


def signature(url: str, form: dict[str, str]) -> str:
    """HMAC over the address and the fields by name, in base64."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(SECRET, text.encode(), hashlib.sha256).digest()).decode()


async def serve(url: str, port: int) -> None:
    """The hub, until the standard input is closed."""
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        settings = parse({
            "database": {"url": url}, "http": {"port": port, "public_url": PUBLIC},
            "blobs": {"directory": f"{folder}/blobs"}, "connectors": {"shop": {"connector": "signed"}},
        })  # fmt: skip
        installed = [*registry._installed(), EntryPoint("signed", "tests.bench.hooks:CONNECTOR", GROUP)]
        registry._installed = lambda: installed
        db = await Database.open(url)
        runner = web.AppRunner(build(settings, db, channels.configure(settings)), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        settle_memory()
        print("ready", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await runner.cleanup()
        await db.close()


@dataclass(slots=True)
class Provider:
    """Posts over connections that stay open; ``times`` is how long each answer took, in seconds."""

    port: int
    dice: random.Random
    sent: int = 0

    def request(self) -> bytes:
        """The next message, signed."""
        self.sent += 1
        form = {"MessageSid": f"SM{self.dice.getrandbits(120):030x}", "AccountSid": "AC" + "0" * 32, "Body": TEXT,
                "From": world.number(self.dice.randrange(CUSTOMERS)), "To": "+982191000000", "NumMedia": "0",
                "SmsStatus": "received"}  # fmt: skip
        body = urlencode(form).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: hub.example\r\nX-Signature: {signature(PUBLIC + PATH, form)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def post(self, line: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        """One message, until it is answered."""
        reader, writer = line
        writer.write(self.request())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = next(int(one[15:]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:"))
        await reader.readexactly(length)

    async def lines(self) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Connections to the hub."""
        return [await asyncio.open_connection("127.0.0.1", self.port) for _ in range(SENDERS)]

    async def most(self, seconds: float) -> float:
        """Messages a second with as many at once as there are connections."""
        began, lines = time.perf_counter(), await self.lines()
        counts = await asyncio.gather(*(self._until(line, began + seconds) for line in lines))
        return sum(counts) / (time.perf_counter() - began)

    async def _until(self, line: Any, end: float) -> int:
        count = 0
        while time.perf_counter() < end:
            await self.post(line)
            count += 1
        return count

    async def at(self, rate: float, seconds: float) -> list[float]:
        """How long each took, from when it was due, at a rate that does not wait for answers."""
        free: asyncio.Queue[Any] = asyncio.Queue()
        for line in await self.lines():
            free.put_nowait(line)
        times: list[float] = []

        async def one(due: float) -> None:
            line = await free.get()
            await self.post(line)
            free.put_nowait(line)
            times.append(time.perf_counter() - due)

        began, tasks = time.perf_counter(), []
        for place in range(int(rate * seconds)):
            due = began + place / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(one(due)))
        await asyncio.gather(*tasks)
        return times


@dataclass(frozen=True, slots=True)
class Reports:
    """Delivery reports kept a second: as SMPP and polls hand them over, some at once, and one by one."""

    several: float
    single: float


@dataclass(slots=True)
class Found:
    """The figures on one store."""

    store: str
    posted: float
    single: float
    late_ms: float
    drained: float
    reports: Reports


async def measure(seconds: float = SECONDS) -> list[Found]:
    """On both stores."""
    with tempfile.TemporaryDirectory() as folder:
        found = [await _on("SQLite", f"sqlite:///{Path(folder)}/hub.db", seconds)]
    with private_server(durable=True) as server:
        found.append(await _on("PostgreSQL", server.url, seconds))
        server.close()
    return found


async def _on(store: str, url: str, seconds: float) -> Found:
    await world.fill(url, CUSTOMERS)
    single, reports = await _beside(url)
    port = 20_000 + os.getpid() % 20_000
    hub = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.hooks", f"--serve={url}", str(port), stdin=-1, stdout=-1
    )
    try:
        assert hub.stdout
        if (await hub.stdout.readline()).strip() != b"ready":
            raise RuntimeError("the hub did not start")
        provider = Provider(port, random.Random(5))
        await provider.most(seconds / 4)
        posted = await provider.most(seconds)
        drained = await _drained(url)
        times = await provider.at(posted / 2, seconds)
        await _drained(url)
    finally:
        assert hub.stdin
        hub.stdin.close()
        await hub.wait()
    again, _ = await _beside(url, count=0)
    await _check(url, provider.sent)
    return Found(store, posted, (single + again) / 2, quantile(times, 0.99) * 1000, drained, reports)


async def _drained(url: str) -> float:
    """Seconds until all that is kept is taken in."""
    began, db = time.perf_counter(), await Database.open(url, exclusive=False)
    while True:
        async with db.read() as session:
            if not await session.scalar(sa.text("SELECT count(*) FROM received_kept")):
                break
        await asyncio.sleep(0.05)
    await db.close()
    return time.perf_counter() - began


async def _check(url: str, sent: int) -> None:
    db = await Database.open(url)
    async with db.read() as session:
        kept = await session.scalar(sa.text("SELECT count(*) FROM received"))
        threads = await session.scalar(sa.text("SELECT count(*) FROM conversation_item"))
    await db.close()
    if (kept, threads) != (sent, sent):
        raise RuntimeError(f"{sent} were posted, {kept} are kept, {threads} stand in conversations")


async def _beside(url: str, count: int = 20_000) -> tuple[float, Reports]:
    """Single-row inserts a second, and reports a second on ``count`` messages that were sent."""
    db = await Database.open(url)
    try:
        single = await _rate(lambda _: db.write(_one_row), 2_000)
        return single, await _reports(db, count) if count else Reports(0.0, 0.0)
    finally:
        await db.close()


async def _reports(db: Database, count: int) -> Reports:
    await _send(db, count)
    intake, now = Intake(db, Numbering()), utc_now()

    def told(place: int) -> DeliveryReport:
        return DeliveryReport(provider_id=f"p{place}", state="delivered", at=now, operator="MCI")

    async def several(place: int) -> None:
        await intake.take_reports("shop", [told(one) for one in range(place * SOME, (place + 1) * SOME)])

    half = count // 2
    rates = Reports(
        SOME * await _rate(several, half // SOME),
        await _rate(lambda place: intake.take_reports("shop", [told(half + place)]), half),
    )
    async with db.read() as session:
        messages = sa.select(sa.func.count()).where(OutboxMessage.state == "delivered")
        lines = sa.select(sa.func.count()).where(timeline.Interaction.state == "delivered")
        if (done := (await session.scalar(messages), await session.scalar(lines))) != (count, count):
            raise RuntimeError(f"{count} reports came, {done} messages and lines are delivered")
    return rates


async def _send(db: Database, count: int) -> None:
    """Messages that were handed over, each with its line on its customer's timeline, as the hub makes them."""
    async with db.read() as session:
        query = sa.select(CustomerIdentity.identity_id, CustomerIdentity.customer_id).limit(count)
        people = (await session.execute(query)).all()
    now = utc_now()
    for start in range(0, count, 1_000):
        places = [(place, new_id(), *people[place % len(people)]) for place in range(start, start + 1_000)]
        lines = [
            {"id": line, "channel": "sms", "direction": "out", "state": "sent", "text": TEXT, "occurred_at": now,
             "identity_id": identity, "facts": {"kind": "message"}, "version": 1}
            for _, line, identity, _ in places
        ]  # fmt: skip
        entries = [
            {"id": new_id(), "customer_id": customer, "interaction_id": line, "occurred_at": now, "role": "to",
             "certainty": "confirmed", "channel": "sms"} for _, line, _, customer in places
        ]  # fmt: skip
        messages = [
            {"id": new_id(), "dedupe_key": f"bench-{place}", "channel": "sms", "purpose": "service", "account": "shop",
             "identity_id": identity, "customer_id": customer, "address": "+989120000000", "language": "fa",
             "text": f"{TEXT} {place}", "headers": {}, "folded": "", "origin": "campaign", "state": "sent",
             "sandboxed": False, "provider_id": f"p{place}", "parts": 1, "interaction_id": line, "created_at": now,
             "handed_at": now, "ended_at": now, "tried": [], "version": 3}
            for place, line, identity, customer in places
        ]  # fmt: skip

        for model, rows in (
            (timeline.Interaction, lines),
            (timeline.TimelineEntry, entries),
            (OutboxMessage, messages),
        ):
            await db.write(lambda tx, m=model, r=rows: tx.session.execute(sa.insert(m), r))  # type: ignore[misc]
    await db.write(lambda tx: tx.connection.execute(sa.text("ANALYZE")))  # which a server does by itself in a minute


def report(found: list[Found]) -> bool:
    """Print tables; True when every promise is kept."""
    print("\nPosted by a provider: form, signature, committed, answered; the whole hub in one process")
    heads = (
        "",
        "posts/s",
        "single rows/s",
        "times",
        "promised",
        "then drained, s",
        "p99 ms at half",
        f"reports/s, {SOME} each",
        "one each",
    )
    print("".join(f"{head:>{width}}" for head, width in zip(heads, (14, 10, 15, 8, 10, 17, 16, 20, 10), strict=True)))
    for one in found:
        times = one.posted / one.single
        print(f"{one.store:>14}{one.posted:>10,.0f}{one.single:>15,.0f}{times:>8.2f}{PROMISES[one.store]:>10.1f}"
              f"{one.drained:>17.1f}{one.late_ms:>16.1f}"
              f"{one.reports.several:>20,.0f}{one.reports.single:>10,.0f}")  # fmt: skip
    print(f"promised: p99 {LATEST_MS:.0f} ms; {REPORTS_A_SECOND:,} reports a second on PostgreSQL, {SOME} each")
    return all(
        one.posted >= PROMISES[one.store] * one.single and one.late_ms <= LATEST_MS
        and (one.store == "SQLite" or one.reports.several >= REPORTS_A_SECOND) for one in found
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 2:
        asyncio.run(serve(sys.argv[1].removeprefix("--serve="), int(sys.argv[2])))
        raise SystemExit(0)
    raise SystemExit(0 if report(asyncio.run(measure())) else 1)
