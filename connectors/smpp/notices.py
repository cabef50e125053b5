"""What is counted and logged of an account; strangers' texts are logged clean, short and once."""

from __future__ import annotations

import structlog
from prometheus_client import Counter

from connectors.smpp.text import clean

SUBMITTED = Counter("peyvand_smpp_submitted", "Packets with messages given to the provider", ["account", "answer"])
RECEIVED = Counter("peyvand_smpp_received", "Messages and receipts that came in", ["account", "kind"])
ODD_PACKETS = Counter("peyvand_smpp_odd_packets", "Packets that could not be used", ["account", "why"])
SESSIONS_ENDED = Counter("peyvand_smpp_sessions_ended", "Sessions that ended", ["account", "reason"])

_REMEMBERED = 500  # distinct texts logged


class Notices:
    """One account's log and counters."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.log = structlog.get_logger("connectors.smpp").bind(account=account)
        self.counts: dict[str, int] = {}
        self._seen: set[tuple[str, str]] = set()

    def submitted(self, answer: str) -> None:
        """Count a submit_sm by its answer: taken, busy, refused, uncertain."""
        SUBMITTED.labels(self.account, answer).inc()
        self._count(f"submitted_{answer}")

    def received(self, kind: str) -> None:
        """Count a message, a receipt, or one that came twice."""
        RECEIVED.labels(self.account, kind).inc()
        self._count(f"received_{kind}")

    def odd_packet(self, why: str, detail: str) -> None:
        """Count a packet that is ``unknown``, ``malformed`` or ``undecodable``, and log each detail once."""
        ODD_PACKETS.labels(self.account, why).inc()
        self._count(why)
        seen = (why, clean(detail, 100))
        if seen not in self._seen and len(self._seen) < _REMEMBERED:
            self._seen.add(seen)
            self.log.warning("smpp_packet_odd", why=why, detail=seen[1])

    def session_ended(self, reason: str, answer: str | None) -> None:
        """Count and log why a session ended."""
        SESSIONS_ENDED.labels(self.account, reason).inc()
        self._count("sessions_ended")
        self.log.warning("smpp_session_ended", reason=reason, answer=answer)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
