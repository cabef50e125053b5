"""What the provider delivers a second time because our answer did not reach it. Pure; the caller tells the time.

SMPP gives no id to what it delivers, and people do write "ok" twice. So only that counts as the same whose answer may
have been lost with a session, and which comes again soon after the next one began. In doubt it is another message: one
too many is seen by people, one that was swallowed by nobody.
"""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from typing import Final

DOUBTFUL_SECONDS: Final = 30.0  # before a session's end in which an answer may have been lost
REPEATED_SECONDS: Final = 60.0  # after the next session's beginning, in which the provider delivers again
MOST: Final = 10_000


def digest_of(body: bytes) -> str:
    """What a delivery is known by."""
    return hashlib.sha256(body).hexdigest()[:32]


class Repeats:
    """The deliveries whose answers may not have reached the provider."""

    def __init__(self) -> None:
        self._answered: OrderedDict[str, float] = OrderedDict()  # in this session
        self._doubtful: dict[str, float] = {}  # in earlier ones; until when, or for ever until the next begins
        self._in_session = False

    def answered(self, digest: str, now: float) -> None:
        """It is stored, and the answer was written."""
        self._answered[digest] = now
        self._answered.move_to_end(digest)
        while self._answered and (
            len(self._answered) > MOST or now - next(iter(self._answered.values())) > DOUBTFUL_SECONDS
        ):
            self._answered.popitem(last=False)

    def unanswered(self, digest: str, now: float) -> None:
        """It is stored, and its session was over by then; the next one may have begun."""
        self._answered.pop(digest, None)
        self._doubt(digest, now + REPEATED_SECONDS if self._in_session else math.inf)

    def answered_again(self, digest: str, now: float) -> None:
        """It was stored for an earlier session that was over by then, and this one was answered."""
        self._doubtful.pop(digest, None)
        self.answered(digest, now)

    def session_ended(self, now: float, heard: float = 0.0) -> None:
        """Whatever was answered last may come again, but not what the provider has surely read: before ``heard``."""
        for digest, at in self._answered.items():
            if now - at <= DOUBTFUL_SECONDS and at >= heard:
                self._doubt(digest, math.inf)
        self._answered.clear()
        self._in_session = False

    def session_began(self, now: float) -> None:
        """What comes again comes from now on."""
        self._in_session, until = True, now + REPEATED_SECONDS
        self._doubtful = {digest: min(end, until) for digest, end in self._doubtful.items() if end > now}

    def again(self, digest: str, now: float) -> bool:
        """Whether this is stored already; once."""
        return self._doubtful.pop(digest, 0.0) > now

    def _doubt(self, digest: str, until: float) -> None:
        self._doubtful[digest] = until
        if len(self._doubtful) > MOST:
            del self._doubtful[next(iter(self._doubtful))]
