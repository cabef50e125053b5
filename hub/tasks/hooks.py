"""What other areas do when somebody is reminded, or tasks change; ``hub.wiring`` sets them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hub.db import Tx
from hub.tasks.models import Task, TaskReminder

Reminded = Callable[[Tx, Sequence[TaskReminder]], Awaitable[None]]
Changed = Callable[[Tx, Sequence[Task], Mapping[UUID, Mapping[str, Any]]], Awaitable[None]]
Deleted = Callable[[Tx, Sequence[Task]], Awaitable[None]]


@dataclass
class Hooks:
    """Callbacks by occasion, each in the transaction of what it hears of.

    ``reminded`` hear whom to remind by other ways too, such as mail; ``changed`` of tasks that came or changed, with
    their values of before by id (none for a new one); ``deleted`` of those that go.
    """

    reminded: list[Reminded] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    deleted: list[Deleted] = field(default_factory=list)


HOOKS = Hooks()


async def tell_changed(tx: Tx, tasks: Sequence[Task], before: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Tell everybody of these."""
    if tasks:
        for hook in HOOKS.changed:
            await hook(tx, tasks, before)
