"""Whether what was asked of a phone really came about.

For an attended transfer AMI only plays the feature's digits to the channel, and says so. Where the call was dialled
without the options ``t`` or ``T`` they go to the other party as tones instead: what tells the two apart is that the
agent's leg leaves the caller's bridge. For hold and resume it only sends the phone a NOTIFY: what tells is the Hold or
Unhold that follows when the phone did it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from hub.ports import (
    AttendedTransfer,
    CallCommand,
    CancelTransfer,
    Hold,
    NotBegun,
    Refused,
    Resume,
    Uncertain,
    Unheeded,
)

PATIENCE = 8.0  # seconds: longer than features.conf's featuredigittimeout and transferdigittimeout together
PHONE_PATIENCE = 3.0  # seconds: a phone answers a NOTIFY at once, or not at all
_NOT_BEGUN = "The PBX did not begin the transfer: the call has to be dialled with the option t or T (of Dial or Queue)."
_BUSY = "Another transfer or hold of this call is on its way."
_NOT_ENDED = "The PBX did not end the consultation: features.conf has to map atxferabort."
_NOT_HELD = "The phone did not hold the call: it has to understand the event package 'hold' (BroadSoft)."
_NOT_RESUMED = "The phone did not take the call back: it has to understand the event package 'talk' (BroadSoft)."
_SIGNS: dict[type[CallCommand], str] = {
    AttendedTransfer: "BridgeLeave", CancelTransfer: "BridgeLeave", Hold: "Hold", Resume: "Unhold",
}  # fmt: skip


class Departures:
    """Who waits for which event of which leg: leaving the bridge that it is in, or holding."""

    def __init__(self) -> None:
        self._awaited: dict[str, tuple[str, asyncio.Event]] = {}
        self._over = False

    @contextmanager
    def awaited(self, command: CallCommand) -> Iterator[Callable[[], Awaitable[None]]]:
        """What to call once the PBX has said yes: it returns when it has come about.

        Or it raises ``Refused``, or ``Uncertain`` where the session ended meanwhile.
        """
        sign = _SIGNS.get(type(command))
        if sign is None or not isinstance(command, AttendedTransfer | CancelTransfer | Hold | Resume):
            yield _at_once
            return
        if command.leg.id in self._awaited:
            raise Refused(_BUSY)
        seen = asyncio.Event()
        self._awaited[command.leg.id] = sign, seen

        async def came_about() -> None:
            try:
                async with asyncio.timeout(PHONE_PATIENCE if isinstance(command, Hold | Resume) else PATIENCE):
                    await seen.wait()
            except TimeoutError:
                raise _failure(command) from None
            if self._over:
                raise Uncertain("The connection to the PBX broke before it was seen.")

        try:
            yield came_about
        finally:
            self._awaited.pop(command.leg.id, None)

    def follow(self, packet: Mapping[str, str]) -> None:
        """Learn from an event (keys in lower case)."""
        found = self._awaited.get(packet.get("uniqueid", "")) if self._awaited else None
        if found is not None and packet.get("event") == found[0]:
            found[1].set()

    def end(self) -> None:
        """Nothing more is seen: the session is over."""
        self._over = True
        for _sign, seen in self._awaited.values():
            seen.set()


def _failure(command: CallCommand) -> Refused:
    if isinstance(command, Hold | Resume):
        return Unheeded(_NOT_HELD if isinstance(command, Hold) else _NOT_RESUMED)
    return NotBegun(_NOT_BEGUN) if isinstance(command, AttendedTransfer) else Refused(_NOT_ENDED)


async def _at_once() -> None:
    """Nothing needs to be seen."""
