"""What an account is given that hears of messages: where they are kept, and how far it has read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from pydantic import JsonValue
from sqlalchemy.dialects import postgresql, sqlite

from hub.channels.models import Cursor
from hub.db import Database, StoreError, Tx
from hub.ports import DeliveryReport, InboundMessage, RetryLater

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_AWAY = "The store is away: {}"


class Post(Protocol):
    """Who keeps messages and what became of them. All return after the commit, and raise ``StoreError``."""

    async def take(self, account: str, message: InboundMessage) -> Any:
        """Store a message once, or park it."""

    async def take_reports(self, account: str, reports: Sequence[DeliveryReport]) -> None:
        """Store what became of messages, or park it."""

    async def awaited(self, account: str, after: str | None, limit: int) -> tuple[list[str], str | None]:
        """What messages are called whose end is not known, and where to go on."""

    async def park(self, account: str, key: str, payload: Mapping[str, JsonValue], detail: str) -> None:
        """Keep what cannot be read, once by its key."""


class AccountPost:
    """The part of an account's ``Host`` that messages go through."""

    def __init__(self, database: Database, account: str, post: Post) -> None:
        self._db = database
        self._account = account
        self._post = post

    async def take(self, message: InboundMessage) -> None:
        """Store a message, once by its key. Raises ``RetryLater`` when the store is away."""
        try:
            await self._post.take(self._account, message)
        except StoreError as error:
            raise RetryLater(_AWAY.format(error), after=1.0) from error

    async def take_reports(self, reports: Sequence[DeliveryReport]) -> None:
        """Store what became of messages. Raises ``RetryLater`` when the store is away."""
        try:
            await self._post.take_reports(self._account, reports)
        except StoreError as error:
            raise RetryLater(_AWAY.format(error), after=1.0) from error

    async def awaited(self, after: str | None, limit: int) -> tuple[Sequence[str], str | None]:
        """Messages whose end is not known. Raises ``RetryLater`` when the store is away."""
        try:
            return await self._post.awaited(self._account, after, limit)
        except StoreError as error:
            raise RetryLater(_AWAY.format(error), after=1.0) from error

    async def park(self, key: str, payload: Mapping[str, JsonValue], detail: str) -> None:
        """Keep what cannot be read. Raises ``RetryLater`` when the store is away."""
        try:
            await self._post.park(self._account, key, payload, detail)
        except StoreError as error:
            raise RetryLater(_AWAY.format(error), after=1.0) from error

    async def cursor(self, name: str) -> str | None:
        """How far it had read, or None. Raises ``RetryLater`` when the store is away."""
        query = sa.select(Cursor.value).where(Cursor.account == self._account, Cursor.name == name)
        try:
            async with self._db.read() as session:
                return await session.scalar(query)
        except StoreError as error:
            raise RetryLater(_AWAY.format(error), after=1.0) from error

    async def keep_cursor(self, name: str, value: str) -> None:
        """Remember how far it read. Raises ``RetryLater`` when the store is away."""

        async def work(tx: Tx) -> None:
            values = {"account": self._account, "name": name, "value": value, "kept_at": tx.now}
            insert: Any = _INSERT[tx.dialect](Cursor).values(values)
            kept = {"value": insert.excluded.value, "kept_at": insert.excluded.kept_at}
            await tx.session.execute(insert.on_conflict_do_update(index_elements=["account", "name"], set_=kept))

        try:
            await self._db.write(work)
        except StoreError as error:
            raise RetryLater(_AWAY.format(error), after=1.0) from error
