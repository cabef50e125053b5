"""One durable job for all that tasks do by themselves: it runs when the next reminder or repetition is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hub import jobs
from hub.db import Tx
from hub.tasks.models import Task

KIND = "tasks.due"
_SOONEST = timedelta(seconds=1)  # the store's clock may be ahead of ours


async def schedule(tx: Tx, tasks: Sequence[Task]) -> None:
    """Have what these tasks wait for done in time; one statement. A time that was moved back finds nothing to do."""
    moments = [moment for task in tasks if (moment := next_moment(task)) is not None]
    if moments:
        await wake_at(tx, min(moments))


async def wake_at(tx: Tx, moment: datetime) -> None:
    """Let the job run at this moment, or earlier where it is wanted earlier."""
    await jobs.enqueue(tx, KIND, run_at=max(moment - tx.now, _SOONEST), key=KIND)


def next_moment(task: Task) -> datetime | None:
    """When the task does something next."""
    if task.state != "open":
        return None
    remind = task.remind_at if task.reminded_at is None else None
    return min((moment for moment in (remind, task.repeat_at) if moment), default=None)
