"""Whether an attended transfer really began.

AMI only plays the feature's digits to the channel, and says so. Where the call was dialled without the options ``t``
or ``T`` they go to the other party as tones instead: what tells the two apart is that the agent's leg leaves the
caller's bridge.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from hub.ports import AttendedTransfer, CallCommand, CancelTransfer, NotBegun, Refused, Uncertain

PATIENCE = 8.0  # seconds: longer than features.conf's featuredigittimeout and transferdigittimeout together
_NOT_BEGUN = "The PBX did not begin the transfer: the call has to be dialled with the option t or T (of Dial or Queue)."
_BUSY = "Another transfer of this call is on its way."
_NOT_ENDED = "The PBX did not end the consultation: features.conf has to map atxferabort."


class Departures:
    """Who waits for which leg to leave the bridge that it is in."""

    def __init__(self) -> None:
        self._awaited: dict[str, asyncio.Event] = {}
        self._over = False

    @contextmanager
    def awaited(self, command: CallCommand) -> Iterator[Callable[[], Awaitable[None]]]:
        """What to call once the PBX has said yes: it returns when the leg has left.

        Or it raises ``Refused``, or ``Uncertain`` where the session ended meanwhile.
        """
        if not isinstance(command, AttendedTransfer | CancelTransfer):
            yield _at_once
            return
        if command.leg.id in self._awaited:
            raise Refused(_BUSY)
        left = self._awaited[command.leg.id] = asyncio.Event()

        async def departed() -> None:
            try:
                async with asyncio.timeout(PATIENCE):
                    await left.wait()
            except TimeoutError:
                begins = isinstance(command, AttendedTransfer)
                raise NotBegun(_NOT_BEGUN) if begins else Refused(_NOT_ENDED) from None
            if self._over:
                raise Uncertain("The connection to the PBX broke before the transfer was seen.")

        try:
            yield departed
        finally:
            self._awaited.pop(command.leg.id, None)

    def follow(self, packet: Mapping[str, str]) -> None:
        """Learn from an event (keys in lower case)."""
        left = self._awaited.get(packet.get("uniqueid", "")) if self._awaited else None
        if left is not None and packet.get("event") == "BridgeLeave":
            left.set()

    def end(self) -> None:
        """Nothing more is seen: the session is over."""
        self._over = True
        for left in self._awaited.values():
            left.set()


async def _at_once() -> None:
    """Nothing needs to be seen."""
