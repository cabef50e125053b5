"""Wrap-up: time for notes after a call. Its end is a durable job, so that a restart of the hub keeps nobody in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from hub import jobs
from hub.db import Tx
from hub.presence.hooks import HOOKS
from hub.presence.models import Presence
from hub.presence.states import Source, State

KIND = "presence.wrap_up"
LONGEST = timedelta(minutes=30)
MOST_OWED = 20  # calls whose results one user owes
PROLONGATIONS = 10_000  # attempts of the one job that waits for the end


class WrapUpJob(BaseModel):
    """Whose wrap-up is to end."""

    user_id: UUID


async def after_call(tx: Tx, row: Presence) -> dict[str, Any]:
    """What changes with the end of an answered call: nothing for who chose a break or has no page open."""
    if not row.online or row.chosen_state not in {State.AVAILABLE, State.WRAP_UP}:
        return {}
    seconds, call = await HOOKS.wrap_up(tx, row.user_id), await HOOKS.owed(tx, row.user_id)
    if seconds <= 0 and call is None:
        return {}
    until = tx.now + min(timedelta(seconds=seconds), LONGEST)
    if row.wrap_up_until is not None:
        until = max(until, row.wrap_up_until)
    await jobs.enqueue(
        tx, KIND, WrapUpJob(user_id=row.user_id), key=f"{KIND}:{row.user_id}", run_at=until - tx.now,
        max_attempts=PROLONGATIONS,
    )  # fmt: skip
    owed = row.owed if call is None else [*(one for one in row.owed if one != str(call)), str(call)][-MOST_OWED:]
    return {"chosen_state": State.WRAP_UP, "chosen_reason": None, "chosen_note": None, "chosen_by": Source.HUB,
            "chosen_at": tx.now, "wrap_up_until": until, "told": None, "owed": owed}  # fmt: skip


def is_over(row: Presence, now: datetime) -> bool:
    """Whether wrap-up has ended by itself: its time is up, and no call waits for its result."""
    up = row.wrap_up_until is not None and row.wrap_up_until <= now
    return up and row.chosen_state == State.WRAP_UP and not row.owed
