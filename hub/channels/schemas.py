"""A connector account as the API and the live updates show it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from hub.ports import Connection
from hub.web import Output


class ConnectorAccount(Output):
    """An account with a provider, and where it stands. `reason` is a stable code, `answer` the provider's text."""

    id: UUID
    account: str
    source: Literal["file", "page"]
    name: str | None
    connector: str
    channel: str
    address: str
    connection: Connection
    reason: str | None
    answer: str | None
    since: datetime
    retry_at: datetime | None
    last_connected_at: datetime | None
    facts: dict[str, str | int]
    received_24h: int
    sent_24h: int
    version: int
