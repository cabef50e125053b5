"""Live updates between processes by Redis. It may vanish at any time: the heads from the store make up for it.

Not the manager of python-socketio: that one obeys whoever writes to the channel ("disconnect", "enter room"),
publishes what is meant for one socket, waits for Redis with every emit, and backs off for up to a minute.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from hub.db import new_id
from hub.events import Kind, Pushed

log = structlog.get_logger(__name__)
CAPACITY = 2_000  # events that wait for Redis; the oldest are left to the heads
AT_ONCE = 100
PATIENCE = 3.0  # seconds for an answer
AGAIN_AFTER = 1.0
QUIET = 10.0  # seconds without a word before Redis is asked whether it still lives
LARGEST = 4_000_000  # bytes of a message that is looked at
_AWAY = (RedisError, OSError, TimeoutError)


class RedisBus:
    """Publishes events, and hands those of other processes to ``deliver``."""

    def __init__(self, url: str, deliver: Callable[[Sequence[Pushed]], None]) -> None:
        self._redis: Any = Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_keepalive=True)
        self._channel = f"peyvand:live:{urlsplit(url).path.strip('/') or 0}"  # channels know no database numbers
        self._own = str(new_id())
        self._deliver = deliver
        self._waiting: asyncio.Queue[Pushed] = asyncio.Queue(CAPACITY)
        self._away: set[str] = set()  # which directions are cut off

    def share(self, events: Sequence[Pushed]) -> None:
        """Queue events for the other processes."""
        for event in events:
            if self._waiting.full():
                self._waiting.get_nowait()
            self._waiting.put_nowait(event)

    async def run(self) -> None:
        """Publish and listen until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._for_ever("publish", self._publish))
                group.create_task(self._for_ever("listen", self._listen))
        finally:
            with suppress(*_AWAY):
                await self._redis.aclose()

    async def _for_ever(self, direction: str, work: Callable[[], Any]) -> None:
        while True:
            try:
                await work()
            except _AWAY as error:
                if direction not in self._away:
                    log.warning("redis_away", direction=direction, error=str(error) or type(error).__name__)
                self._away.add(direction)
            except Exception:
                log.exception("redis_failed", direction=direction)
            await asyncio.sleep(AGAIN_AFTER)

    def _works(self, direction: str) -> None:
        if direction in self._away:
            self._away.remove(direction)
            log.info("redis_back", direction=direction)

    async def _publish(self) -> None:
        while True:
            events = [await self._waiting.get()]
            while not self._waiting.empty() and len(events) < AT_ONCE:
                events.append(self._waiting.get_nowait())
            message = {"from": self._own, "events": [event.as_json() for event in events]}
            async with asyncio.timeout(PATIENCE):
                await self._redis.publish(self._channel, json.dumps(message, ensure_ascii=False))
            self._works("publish")

    async def _listen(self) -> None:
        async with aclosing(self._redis.pubsub()) as subscription:
            async with asyncio.timeout(PATIENCE):
                await subscription.subscribe(self._channel)
            asked = False
            while True:
                message = await subscription.get_message(timeout=PATIENCE if asked else QUIET)
                if message is None and asked:
                    raise TimeoutError("Redis does not answer")
                if message is None:
                    async with asyncio.timeout(PATIENCE):
                        await subscription.ping()
                asked = message is None
                if message and message["type"] == "subscribe":
                    self._works("listen")
                elif message and message["type"] == "message":
                    self._heard(message["data"])

    def _heard(self, data: bytes) -> None:
        try:
            message = json.loads(data[:LARGEST])
            if message["from"] != self._own:
                self._deliver([_pushed(item) for item in message["events"]])
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            log.warning("redis_message_refused", error=type(error).__name__)


def _pushed(item: dict[str, Any]) -> Pushed:
    """The event in a message. Raises what a wrong one causes."""
    data = item["data"]
    if data is not None and not isinstance(data, dict):
        raise TypeError("data")
    return Pushed(
        id=int(item["id"]), cursor=None, room=str(item["room"]), kind=Kind(item["kind"]).value, key=str(item["key"]),
        version=int(item["version"]), data=data,
    )  # fmt: skip
