"""What the API says of the queues that a phone may be in."""

from __future__ import annotations

from uuid import UUID

from hub.teams import TeamRef
from hub.web import Input, Output


class MyQueue(Output):
    """A queue of the telephone system that the reader's phone belongs to.

    `fixed`: the system's own configuration holds the phone in it. `changing`: joining or leaving is under way.
    `gone`: the system does not know the queue any more. A lower `penalty` is called first; `team` is
    the one that the queue belongs to.
    """

    id: UUID
    name: str
    signed_in: bool
    fixed: bool
    changing: bool
    gone: bool
    paused: bool
    penalty: int
    team: TeamRef | None


class ChooseQueue(Input):
    """Whether to take this queue's calls."""

    signed_in: bool
