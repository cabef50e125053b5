"""What the provider delivers a second time because our answer did not reach it. Pure; the caller tells the time.

SMPP gives no id to what it delivers, and people do write "ok" twice. So only that counts as the same which was answered
shortly before a session broke, and comes again in a later one.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import Final

DOUBTFUL_SECONDS: Final = 30.0  # before a session's end in which an answer may have been lost
REPEATED_SECONDS: Final = 900.0  # after it, in which the provider delivers again
MOST: Final = 10_000


def digest_of(body: bytes) -> str:
    """What a delivery is known by."""
    return hashlib.sha256(body).hexdigest()[:32]


class Repeats:
    """The deliveries whose answers may not have reached the provider."""

    def __init__(self) -> None:
        self._answered: OrderedDict[str, float] = OrderedDict()  # in this session
        self._doubtful: dict[str, float] = {}  # in earlier ones; until when

    def answered(self, digest: str, now: float) -> None:
        """It is stored, and the answer was written."""
        self._answered[digest] = now
        self._answered.move_to_end(digest)
        while self._answered and (
            len(self._answered) > MOST or now - next(iter(self._answered.values())) > DOUBTFUL_SECONDS
        ):
            self._answered.popitem(last=False)

    def unanswered(self, digest: str, now: float) -> None:
        """It is stored, and its session was over by then."""
        self._answered.pop(digest, None)
        self._doubtful[digest] = now + REPEATED_SECONDS

    def session_ended(self, now: float) -> None:
        """Whatever was answered last may come again."""
        self._doubtful = {digest: until for digest, until in self._doubtful.items() if until > now}
        for digest, at in self._answered.items():
            if now - at <= DOUBTFUL_SECONDS:
                self._doubtful[digest] = now + REPEATED_SECONDS
        self._answered.clear()

    def again(self, digest: str, now: float) -> bool:
        """Whether this is stored already; once for each time that it was."""
        return self._doubtful.pop(digest, 0.0) > now
