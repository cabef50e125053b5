"""How far the questions for messages have come, as the hub keeps it from one look to the next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hub.ports import InboundMessage

FIRST_LOOK = timedelta(days=1)  # how far an account that is new looks back


@dataclass(frozen=True, slots=True)
class Mark:
    """The last id and the last time that came."""

    after: str | None
    since: datetime

    def beyond(self, found: Sequence[InboundMessage]) -> Mark:
        """The mark after these came, too; a gateway whose clock is ahead does not move it past now."""
        ids = [one.dedupe_key.removeprefix("id:") for one in found if one.dedupe_key.startswith("id:")]
        ids += [self.after] if self.after else []
        latest = max(ids, key=lambda name: (len(name), name), default=None)  # the larger number, or the later word
        return Mark(latest, max([self.since, *(min(one.at, datetime.now(UTC)) for one in found)]))


@dataclass(slots=True)
class Place:
    """What is asked for lies beyond ``begun``; what was told of it until now has come to ``seen``.

    ``page`` counts the pages of the question that earlier looks have read; ``first``: nothing was ever asked before.
    """

    begun: Mark
    seen: Mark
    page: int = 0
    first: bool = False

    def through(self) -> None:
        """The question is answered wholly: the next one begins where this one has come to."""
        self.begun, self.page, self.first = self.seen, 0, False

    def again(self) -> None:
        """The question is to be asked from its beginning."""
        self.seen, self.page = self.begun, 0

    def written(self) -> str:
        """As it is kept."""
        said: dict[str, Any] = asdict(self.begun)
        if self.page:
            said |= {"page": self.page, "first": self.first, "seen": asdict(self.seen)}
        return json.dumps(said, default=datetime.isoformat)


def place_of(kept: str | None) -> Place:
    """What was kept; the beginning, where nothing was or it cannot be read."""
    try:
        said = json.loads(kept) if kept else {}
        begun = _mark(said)
        if not said.get("page"):
            return Place(begun, begun, first=not kept)
        return Place(begun, _mark(said["seen"]), int(said["page"]), bool(said.get("first")))
    except (ValueError, AttributeError, TypeError, KeyError):
        begun = _mark({})
        return Place(begun, begun)


def _mark(said: dict[str, Any]) -> Mark:
    since = datetime.fromisoformat(said["since"]) if "since" in said else datetime.now(UTC) - FIRST_LOOK
    return Mark(said.get("after"), since)
