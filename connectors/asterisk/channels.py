"""Names of the live channels: AMI hangs up and transfers by name, the hub speaks of Uniqueids."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.asterisk.standing import line_of
from connectors.asterisk.text import clean


class LiveChannels:
    """Uniqueid → channel name, at most ``limit`` of them; the oldest go first."""

    def __init__(self, limit: int = 20_000) -> None:
        self._names: dict[str, str] = {}
        self._limit = limit

    def __len__(self) -> int:
        return len(self._names)

    def name(self, uniqueid: str) -> str | None:
        """The channel's name; None once it is gone."""
        return self._names.get(uniqueid) or self._names.get(line_of(uniqueid))

    def follow(self, packet: Mapping[str, str]) -> None:
        """Learn from an event (keys in lower case)."""
        event, uniqueid = packet.get("event", ""), clean(packet.get("uniqueid", ""))
        if not uniqueid:
            return
        if event == "Hangup":
            self._names.pop(uniqueid, None)
        elif event in {"Newchannel", "CoreShowChannel"}:
            self._keep(uniqueid, packet.get("channel", ""))
        elif event == "Rename" and uniqueid in self._names:
            self._keep(uniqueid, packet.get("newname", ""))

    def _keep(self, uniqueid: str, name: str) -> None:
        self._names[uniqueid] = clean(name)
        if len(self._names) > self._limit:
            del self._names[next(iter(self._names))]
