"""Read once more what an account could not read, with its connector and options as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.channels.hook_request import unpacked
from hub.channels.setups import Setups
from hub.db import Database, utc_now
from hub.ports import HookRead, ReadsAgain, Refused, Unread
from hub.web import Problem


async def read_again(db: Database, setups: Setups, account: str, payload: Mapping[str, Any]) -> HookRead:
    """What it says. Raises ``Refused`` where the account is gone or cannot, and what its connector raises."""
    try:
        async with db.read() as session:
            connector, options = await setups.options_of(session, account)
    except Problem as problem:
        raise Refused(f"The account {account} cannot read it: {problem}", cause="gone") from None
    known: object = connector
    if not isinstance(known, ReadsAgain):
        raise Refused(f"The connector {connector.name} cannot read it once more.", cause="unknown_kind")
    return known.read_again(options, _unread(account, payload))


def _unread(account: str, payload: Mapping[str, Any]) -> Unread:
    at = datetime.fromisoformat(payload["at"]) if "at" in payload else utc_now()
    posted = {"method", "path", "query", "body"} <= payload.keys()
    return Unread(account=account, at=at, payload=payload, request=unpacked(account, payload, at) if posted else None)
