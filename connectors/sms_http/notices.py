"""What is counted and logged of an account; a gateway's own words are logged clean, short and once."""

from __future__ import annotations

import structlog
from prometheus_client import Counter

from connectors.sms_http.text import line

ASKED = Counter("peyvand_sms_http_requests", "Requests to SMS gateways", ["account", "what", "result"])
TOLD = Counter("peyvand_sms_http_received", "Messages and reports that gateways were asked for", ["account", "what"])
ODD = Counter("peyvand_sms_http_odd", "Items that could not be read, or whose state is not known", ["account", "what"])

_REMEMBERED = 200


class Notices:
    """One account's log and counters."""

    def __init__(self, account: str) -> None:
        self.account = account
        self.log = structlog.get_logger("connectors.sms_http").bind(account=account)
        self.counts: dict[str, int] = {}
        self._seen: set[tuple[str, str]] = set()

    def asked(self, what: str, result: str) -> None:
        """Count a request by how it ended."""
        ASKED.labels(self.account, what, result).inc()
        self._count(f"{what}_{result}")

    def told(self, what: str, count: int) -> None:
        """Count what the hub has stored."""
        if count:
            TOLD.labels(self.account, what).inc(count)
            self._count(what, count)

    def odd(self, what: str, details: list[str], unreadable: int = 0) -> None:
        """Count what was passed over, and log each word once."""
        if count := len(details) + unreadable:
            ODD.labels(self.account, what).inc(count)
            self._count(f"odd_{what}", count)
        for detail in details:
            seen = (what, line(detail, 60))
            if seen not in self._seen and len(self._seen) < _REMEMBERED:
                self._seen.add(seen)
                self.log.warning("sms_gateway_odd", what=what, detail=seen[1])

    def _count(self, name: str, count: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + count
