"""One AMI session: sign in, resynchronise, hand events on, watch the Pong."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.asterisk.channels import LiveChannels
from connectors.asterisk.config import EVENT_CLASSES, AsteriskOptions
from connectors.asterisk.departures import Departures
from connectors.asterisk.normalise import normalise
from connectors.asterisk.notices import Notices
from connectors.asterisk.outbox import Outbox
from connectors.asterisk.packet import Headers, lower_keys
from connectors.asterisk.protocol import AmiProtocol, SessionEndedError, plain
from connectors.asterisk.queues import EVENTS as QUEUE_EVENTS
from connectors.asterisk.sign_in import NoChallengeError, login_of
from connectors.asterisk.snapshot import IncompleteListError, read_channel_list, read_snapshot
from connectors.asterisk.standing import StandingLines
from connectors.asterisk.text import clean
from hub.ports import Network, open_connection

LIST_ATTEMPTS = 3
CLOCK_WARNING = 60  # seconds that the PBX's clock may be off
CLOCK_JITTER = 2  # seconds: less is no change worth telling

_SECONDS = re.compile(r"\d{9,10}(\.\d{1,9})?", re.ASCII)
Facts = dict[str, str | int]


class Session:
    """A connection from its first byte to its end; a new one is made for every attempt."""

    def __init__(self, options: AsteriskOptions, network: Network, outbox: Outbox, notices: Notices) -> None:
        self.channels = LiveChannels()
        self.departures = Departures()
        self._standing = StandingLines(options)
        self.boot = ""
        self.facts: Facts = {}
        self.heard_from = datetime.now(UTC)  # whatever begins later is told by an event
        self.clock_ahead = timedelta()  # of the PBX, against ours
        self.on_queue: Callable[[Mapping[str, str], datetime], None] = lambda _packet, _at: None
        self._options = options
        self._network = network
        self._outbox = outbox
        self._notices = notices
        self._protocol: AmiProtocol | None = None
        self._held: list[tuple[dict[str, str], datetime]] | None = []  # None once the snapshot is on its way
        self._booted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def synchronised(self) -> bool:
        """Whether the snapshot was taken, so that events flow and commands may be given."""
        return self._held is None and self._protocol is not None and not self._protocol.ended.done()

    async def open(self) -> None:
        """Connect, sign in and resynchronise. Raises ``SessionEndedError``."""
        await self._connect()
        await self._sign_in()
        await self._wait_for_boot()
        await self._synchronise()

    async def watch(
        self, on_facts: Callable[[], Awaitable[None]], on_pong: Callable[[datetime], None] = lambda _at: None
    ) -> None:
        """Ping until the session ends; ``on_pong`` learns when it was whole. Always raises ``SessionEndedError``."""
        while True:
            await self._until_ended(self._options.ping_interval)
            on_pong(await self._ping())
            if self.facts["channels"] != len(self.channels) or self._clock_moved():
                self._tell_clock()
                self.facts["channels"] = len(self.channels)
                await on_facts()

    async def ask(self, headers: Mapping[str, str], seconds: float, late: str = "timeout") -> list[dict[str, str]]:
        """Send an action once; the packets of its answer. Raises ``SessionEndedError``, after a time-out too."""
        try:
            return await self.answer(headers, seconds)
        except TimeoutError:
            error = SessionEndedError(late)
            self._end(error)
            raise error from None

    async def answer(self, headers: Mapping[str, str], seconds: float) -> list[dict[str, str]]:
        """The same, but a time-out raises ``TimeoutError`` and leaves the session alone."""
        protocol = self._live()
        action = protocol.post(headers)
        await asyncio.wait({action.future}, timeout=seconds)
        protocol.forget(action)
        if action.future.cancelled():
            raise protocol.ended.result()
        if not action.future.done():
            raise TimeoutError
        result = action.future.result()
        return [lower_keys(plain(message)) for message in (result if isinstance(result, list) else [result])]

    def close(self) -> None:
        """Sign off and close."""
        if self._protocol and not self._protocol.ended.done():
            self._protocol.post({"Action": "Logoff"})
            self._protocol.close()

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(self._options.connect_timeout):
                self._protocol = await open_connection(self._options, self._network, self._made)
                await asyncio.wait({self._protocol.banner})
        except TimeoutError as error:
            raise self._end(SessionEndedError("timeout", error.strerror)) from None
        except ssl.SSLCertVerificationError as error:
            raise SessionEndedError("refused", error.verify_message) from None
        except ssl.SSLError as error:
            raise SessionEndedError("not_a_pbx", error.reason) from None
        except OSError as error:
            raise SessionEndedError("refused", error.strerror or str(error)) from None
        self._live()

    async def _sign_in(self) -> None:
        options = self._options
        try:
            login = await login_of(options, EVENT_CLASSES if options.event_filter else "on", self._ask_in_time)
        except NoChallengeError as error:
            raise self._end(SessionEndedError("no_challenge", str(error) or None)) from None
        self.heard_from = datetime.now(UTC)
        self._succeeded(await self._ask_in_time(login))

    async def _ask_in_time(self, headers: Mapping[str, str]) -> list[dict[str, str]]:
        return await self.ask(headers, self._options.connect_timeout)

    async def _ping(self) -> datetime:
        """Ask whether the PBX is there, and what time it has; when that was asked."""
        sent = datetime.now(UTC)
        pong = (await self.ask({"Action": "Ping"}, self._options.ping_timeout, late="no_pong"))[0]
        told = pong.get("timestamp", "").strip()
        if _SECONDS.fullmatch(told):
            self.clock_ahead = datetime.fromtimestamp(float(told), UTC) - sent - (datetime.now(UTC) - sent) / 2
        return sent

    def _clock_moved(self) -> bool:
        return abs(self.clock_ahead.total_seconds() - int(self.facts["clock_offset"])) > CLOCK_JITTER

    def _tell_clock(self) -> None:
        seconds = self.facts["clock_offset"] = round(self.clock_ahead.total_seconds())
        if abs(seconds) > CLOCK_WARNING:
            self._notices.log.warning("asterisk_clock_off", seconds=seconds)

    async def _wait_for_boot(self) -> None:
        waiting: set[asyncio.Future[Any]] = {self._booted, self._live().ended}
        await asyncio.wait(waiting, timeout=self._options.boot_timeout, return_when=asyncio.FIRST_COMPLETED)
        self._live()
        if not self._booted.done():
            # Harmless: the list and the events agree at any time. Most often the user may not read system events.
            self._notices.log.warning("asterisk_not_fully_booted", hint="manager.conf: the user needs read=system")

    async def _synchronise(self) -> None:
        status = self._succeeded(await self._ask_in_time({"Action": "CoreStatus"}))
        # Exact, so it stays over reconnects and changes when Asterisk restarts (an uptime would be off by a second).
        self.boot = clean(f"{status.get('corestartupdate', '')} {status.get('corestartuptime', '')}", 64)
        if not self.boot:
            raise self._end(SessionEndedError("not_a_pbx", "CoreStatus tells no start time"))
        settings = (await self._ask_in_time({"Action": "CoreSettings"}))[0]
        channels = await self._list_channels()
        at = datetime.now(UTC)
        snapshot, links = read_snapshot(channels, self._options, self.boot, at, self._notices.odd_packet)
        for channel in channels:
            self.channels.follow(channel)
        self._standing.learn(channels, self.boot)
        self._outbox.insist([snapshot, *links])
        self._release()
        await self._ping()
        self.facts = {"version": clean(settings.get("asteriskversion", "")), "channels": len(self.channels)}
        self._tell_clock()
        self._live()

    async def _list_channels(self) -> list[dict[str, str]]:
        for attempt in range(LIST_ATTEMPTS):
            answer = await self._ask_in_time({"Action": "CoreShowChannels"})
            self._succeeded(answer)
            try:
                return read_channel_list(answer)
            except IncompleteListError as error:
                self._notices.log.warning("asterisk_list_refused", attempt=attempt + 1, error=str(error))
        raise self._end(SessionEndedError("lost", "CoreShowChannels: the list is not complete"))

    def _succeeded(self, answer: list[dict[str, str]]) -> dict[str, str]:
        first = answer[0]
        if first.get("response", "") not in {"Success", "Follows"}:
            raise self._end(SessionEndedError("rejected", first.get("message") or "no reason given"))
        return first

    def _release(self) -> None:
        held, self._held = self._held or [], None
        for packet, at in held:
            if self._live():  # an overrun ends the session, and its next snapshot makes up for the rest
                self._hand_on(packet, at)

    def _made(self) -> AmiProtocol:
        return AmiProtocol(self._on_event, self._notices.odd_packet)

    def _on_event(self, message: Any) -> None:
        packet = message if isinstance(message, Headers) else lower_keys(plain(message))
        at = datetime.now(UTC)
        if packet.get("event") == "FullyBooted":
            if not self._booted.done():
                self._booted.set_result(None)
        elif packet.get("event") in QUEUE_EVENTS:
            self.on_queue(packet, at)
        elif self._held is None:
            self._hand_on(packet, at)
        elif len(self._held) < self._options.buffer_size:
            self._held.append((packet, at))
        else:
            self._end(SessionEndedError("overrun"))

    def _hand_on(self, packet: dict[str, str], at: datetime) -> None:
        self.channels.follow(packet)
        self.departures.follow(packet)
        events = normalise(packet, self._options, self.boot, at, self._notices.odd_packet)
        events = self._standing.translate(packet, events, at)
        if events and not self._outbox.offer(events):
            self._notices.log.error("asterisk_overrun", dropped=self._outbox.drop())
            self._end(SessionEndedError("overrun"))

    async def _until_ended(self, seconds: float) -> None:
        await asyncio.wait({self._live().ended}, timeout=seconds)
        self._live()

    def _live(self) -> AmiProtocol:
        if self._protocol is None:
            raise SessionEndedError("lost")
        if self._protocol.ended.done():
            raise self._protocol.ended.result()
        return self._protocol

    def _end(self, error: SessionEndedError) -> SessionEndedError:
        if self._protocol:
            self._protocol.end(error)
        return error
