"""What is counted and logged of an account; strangers' texts are logged clean, short and once."""

from __future__ import annotations

import structlog
from prometheus_client import Counter, Gauge

from connectors.asterisk.text import clean

EVENTS = Counter("peyvand_asterisk_events", "Facts about legs handed to the hub", ["account"])
ODD_PACKETS = Counter("peyvand_asterisk_odd_packets", "AMI packets that said nothing", ["account", "why"])
SESSIONS_ENDED = Counter("peyvand_asterisk_sessions_ended", "AMI sessions that ended", ["account", "reason"])
DROPPED = Counter("peyvand_asterisk_dropped", "Facts lost to an overrun or refused by the store", ["account"])
BUFFERED = Gauge("peyvand_asterisk_buffered_events", "Facts waiting for the store", ["account"])

_REMEMBERED = 500  # distinct texts logged; a hostile PBX can invent names without end


class Notices:
    """One account's log and counters."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.log = structlog.get_logger("connectors.asterisk").bind(account=account)
        self.counts: dict[str, int] = {}
        self._seen: set[tuple[str, str]] = set()

    def odd_packet(self, why: str, detail: str) -> None:
        """Count a packet that is ``unknown``, ``malformed`` or ``failed``, and log each detail once."""
        ODD_PACKETS.labels(self.account, why).inc()
        self.counts[why] = self.counts.get(why, 0) + 1
        seen = (why, clean(detail, 100))
        if seen not in self._seen and len(self._seen) < _REMEMBERED:
            self._seen.add(seen)
            self.log.warning("asterisk_packet_odd", why=why, detail=seen[1])

    def delivered(self, count: int) -> None:
        """Count facts that the store has."""
        EVENTS.labels(self.account).inc(count)
        self.counts["delivered"] = self.counts.get("delivered", 0) + count

    def dropped(self, count: int) -> None:
        """Count facts that are lost."""
        DROPPED.labels(self.account).inc(count)
        self.counts["dropped"] = self.counts.get("dropped", 0) + count

    def session_ended(self, reason: str, answer: str | None) -> None:
        """Count and log why a session ended."""
        SESSIONS_ENDED.labels(self.account, reason).inc()
        self.counts["sessions_ended"] = self.counts.get("sessions_ended", 0) + 1
        self.log.warning("asterisk_session_ended", reason=reason, answer=answer)
