"""In the hub under test: how long after an event was written its facts were committed. Changes nothing else."""

from __future__ import annotations

import time
from array import array
from pathlib import Path
from typing import Any

from connectors.asterisk import session
from hub.channels.host import AccountHost
from hub.ports import LegsSnapshot

SNAPSHOT = -1.0  # stands where the time between is, behind the time at which a snapshot was committed


def install(kept: Path) -> Any:
    """Begin to note; what comes back writes pairs of (written at, seconds until it was committed) to ``kept``."""
    pairs = array("d")
    written: dict[int, float] = {}
    normalise, receive = session.normalise, AccountHost.receive

    def noting(packet: Any, *rest: Any) -> Any:
        facts = normalise(packet, *rest)
        if facts and (at := packet.get("timestamp")):
            written[id(facts[0])] = float(at)
        return facts

    async def committing(self: AccountHost, facts: Any) -> None:
        await receive(self, facts)
        now = time.perf_counter()
        for fact in facts:
            if isinstance(fact, LegsSnapshot):
                pairs.extend((now, SNAPSHOT))
            elif (at := written.pop(id(fact), None)) is not None:
                pairs.extend((at, now - at))

    session.normalise, AccountHost.receive = noting, committing  # type: ignore[assignment, method-assign]

    def keep() -> None:
        with kept.open("wb") as file:
            pairs.tofile(file)

    return keep


def read(kept: Path) -> list[tuple[float, float]]:
    """The pairs."""
    pairs = array("d", kept.read_bytes())
    return list(zip(pairs[::2], pairs[1::2], strict=True))
