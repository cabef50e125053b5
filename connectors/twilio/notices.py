"""What is counted and logged of an account."""

from __future__ import annotations

import structlog
from prometheus_client import Counter

SENT = Counter("peyvand_twilio_sent", "Messages given to Twilio", ["account", "answer"])
FOUND = Counter("peyvand_twilio_found", "Messages and states that Twilio's list told of", ["account", "kind"])
FAILED = Counter("peyvand_twilio_polls_failed", "Looks into Twilio's list that failed", ["account", "cause"])


class Notices:
    """One account's log and counters."""

    def __init__(self, account: str) -> None:
        self.log = structlog.get_logger("connectors.twilio").bind(account=account)
        self.counts: dict[str, int] = {}
        self._account = account

    def sent(self, answer: str) -> None:
        """Count a message by its answer: taken, or the cause why not."""
        SENT.labels(self._account, answer).inc()
        self._count(f"sent_{answer}")

    def found(self, kind: str, count: int) -> None:
        """Count what the list told: inbound or report."""
        FOUND.labels(self._account, kind).inc(count)
        self._count(f"found_{kind}", count)

    def poll_failed(self, cause: str, told: str) -> None:
        """Count and log a look that failed."""
        FAILED.labels(self._account, cause).inc()
        self._count("polls_failed")
        self.log.warning("twilio_poll_failed", cause=cause, answer=told)

    def _count(self, what: str, by: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + by
