"""Pure: the channel events of one call, in order → facts about its legs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.asterisk.cel_rows import CelRow
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import endpoint_of, party_of
from connectors.asterisk.packet import ID_LENGTH
from connectors.asterisk.records_calls import PbxTime
from connectors.asterisk.standing import HOLDING, conversation
from connectors.asterisk.text import NUMBER_LENGTH, clean, is_withheld, name_of, number_of
from hub.ports import (
    RECORDS_BOOT,
    BridgeEntered,
    BridgeLeft,
    CallEvent,
    LegAnswered,
    LegEnded,
    LegHeld,
    LegLinked,
    LegParty,
    LegPickedUp,
    LegRef,
    LegResumed,
    LegRinging,
    LegStarted,
    LegTransferred,
    LegUnanswered,
    Party,
    QueueJoined,
    QueueLeft,
    RecoveredEvents,
)

OVER = frozenset({"HANGUP", "CHAN_END"})
MUSIC = "MOH_STREAM_"
_CALLED = frozenset({"appdial", "appdial2", "appqueue"})  # what Asterisk names a channel that it called itself
_CAUSES = {16: "cancelled", 26: "cancelled", 0: "no_answer", 17: "busy", 18: "no_answer", 19: "no_answer"}
_INTERWORKING = 127  # what a phone's own word for the end was nothing that Asterisk has a cause for
_UNREACHED = frozenset({"CHANUNAVAIL", "CONGESTION"})

Facts = Iterator[CallEvent]


@dataclass(slots=True)
class _Channel:
    """What is known of a channel as its rows go by."""

    leg: LegRef
    party: Party
    called: bool
    answered: bool = False
    bridge: str | None = None
    queue: str | None = None
    joined: bool = False  # somebody heard the caller
    told: tuple[str | None, str | None] = (None, None)


class Teller:
    """Tells one call. ``standing`` are the lines of agents who signed in by phone."""

    def __init__(self, rows: Sequence[CelRow], standing: set[str], options: AsteriskOptions, time: PbxTime) -> None:
        self._rows = rows
        self._standing = standing
        self._options = options
        self._time = time
        self._called = {row.uniqueid for row in rows if row.app in _CALLED}
        self._unreached = any(row.more("dialstatus") in _UNREACHED for row in rows if row.event == "HANGUP")
        self._elsewhere = {row.uniqueid: place for place, row in enumerate(rows) if row.app not in {"", "queue"}}
        self._place = 0
        self._live: dict[str, _Channel] = {}
        self._gone: set[str] = set()
        self._names: dict[str, str] = {}
        self._inferred = False

    def call(self, *, cut: bool) -> RecoveredEvents:
        """The call as a session would have heard it; ``cut``: its end is not told."""
        events: list[CallEvent] = []
        for place, row in enumerate(self._rows):
            self._place = place
            events += self._row(row)
        last = self._time.of_hub(self._rows[-1].start)
        for channel in [] if cut else list(self._live.values()):
            self._inferred = True
            events.append(LegEnded(channel.leg, last))
        names = {name for row in self._rows for name in (row.uniqueid, row.linkedid)} - self._standing
        started = [event.at for event in events] or [last]
        return RecoveredEvents(
            frozenset(names), tuple(events), min(started), max(started), inferred=cut or self._inferred, cut=cut
        )

    def _row(self, row: CelRow) -> Facts:
        if row.uniqueid in self._gone:
            return
        at = self._time.of_hub(row.start)
        if row.uniqueid in self._standing:
            yield from self._standing_row(row, at)
            return
        channel = self._live.get(row.uniqueid)
        if channel is None:
            yield from self._begin(row, at)
            channel = self._live[row.uniqueid]
        yield from self._party(row, channel, at)
        yield from self._waits(row, channel, at)
        if handler := _HANDLERS.get(row.event):
            yield from handler(self, row, channel, at)

    def _begin(self, row: CelRow, at: datetime) -> Facts:
        self._inferred = self._inferred or row.event != "CHAN_START"
        endpoint, leg = endpoint_of(row.channel), LegRef(RECORDS_BOOT, row.uniqueid)
        party, called = party_of(endpoint, self._options), self._is_called(row)
        outside = party is Party.OUTSIDE
        number, name = self._far_end(row) if outside else (number_of(row.number), name_of(row.name))
        withheld = outside and not called and is_withheld(row.number, row.name)
        if withheld:
            number = name = None
        self._live[row.uniqueid] = _Channel(leg, party, called, told=(number, name))
        dialled = None if called or row.exten in {"", "s"} else clean(row.exten, NUMBER_LENGTH)
        root = row.linkedid if row.linkedid not in self._standing else row.uniqueid
        yield LegStarted(
            leg, at, LegRef(RECORDS_BOOT, root), party, endpoint, not called, number, name, dialled, withheld
        )
        if called and party is not Party.INTERNAL:
            yield LegRinging(leg, at, by=LegRef(RECORDS_BOOT, root) if root != row.uniqueid else None)
        self._names[row.channel] = row.uniqueid
        if row.channel.endswith((";1", ";2")):
            other = self._names.get(row.channel[:-1] + ("2" if row.channel.endswith("1") else "1"))
            if other in self._live:
                yield LegLinked(leg, at, self._live[other].leg)

    def _is_called(self, row: CelRow) -> bool:
        """Asterisk called it. Its later rows say so; a channel that called began with the number that it asked for."""
        if row.channel.endswith((";1", ";2")):
            return row.channel.endswith("1")
        return row.uniqueid in self._called or (row.exten in {"", "s"} and row.uniqueid != row.linkedid)

    def _far_end(self, row: CelRow) -> tuple[str | None, str | None]:
        """A called number stands in later rows than the first."""
        mine = (other for other in self._rows if other.uniqueid == row.uniqueid and other.number)
        found = row if row.number or row.uniqueid not in self._called else next(mine, row)
        return number_of(found.number), name_of(found.name)

    def _party(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        if channel.party is not Party.OUTSIDE or channel.called or is_withheld(row.number, row.name):
            return
        now = number_of(row.number), name_of(row.name)
        if now != channel.told and any(now):
            channel.told = now
            yield LegParty(channel.leg, at, *now)

    def _waits(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        """A row says which application its channel is in, whether or not cel.conf asks for its start and end."""
        if channel.called or row.event in OVER | {"LINKEDID_END"}:
            return
        queue = clean(row.data.partition(",")[0], ID_LENGTH) if row.app == "queue" else ""
        ends = row.event == "APP_END" or (row.app not in {"", "queue"} and channel.queue is not None)
        if queue and channel.queue is None and not ends:
            channel.queue = queue
            yield QueueJoined(channel.leg, at, queue)
        elif ends and channel.queue is not None:
            left, channel.queue = channel.queue, None
            yield QueueLeft(channel.leg, at, left, abandoned=self._gave_up(row, channel))

    def _answer(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        channel.answered = True
        yield LegAnswered(channel.leg, at)

    def _enter(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        if row.more("bridge_technology").lower() == HOLDING:
            return
        channel.bridge = row.more("bridge_id") or self._bridge_of_peers(row)
        channel.joined = True
        if channel.called and not channel.answered:
            channel.answered = True
            yield LegAnswered(channel.leg, at)
        yield BridgeEntered(channel.leg, at, channel.bridge)

    def _bridge_of_peers(self, row: CelRow) -> str:
        """Where nothing says which bridge it is: that of the channels who are in there."""
        peers = (self._live.get(self._names.get(name.strip(), "")) for name in row.peer.split(","))
        return next((peer.bridge for peer in peers if peer and peer.bridge), f"of {row.uniqueid} at {row.start}")

    def _exit(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        bridge, told = channel.bridge, row.more("bridge_id")
        if bridge is not None and told in {"", bridge}:
            channel.bridge = None
            yield BridgeLeft(channel.leg, at, bridge)

    def _music(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        """Who hears music in a conversation is held by the other one. Asterisk tells so since 20.4."""
        others = [one for one in self._live.values() if one is not channel and channel.bridge == one.bridge is not None]
        if row.detail.startswith(MUSIC) and len(others) == 1:
            yield (LegHeld if row.event == "STREAM_BEGIN" else LegResumed)(others[0].leg, at)

    def _transfer(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        attended = row.event == "ATTENDEDTRANSFER"
        target = row.more("extension")[:NUMBER_LENGTH] or None
        yield LegTransferred(channel.leg, at, target, attended=attended)

    def _pickup(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        taker = row.more("pickup_channel_uniqueid") or self._names.get(row.more("pickup_channel"), "")
        if taker in self._live:
            yield LegPickedUp(channel.leg, at, self._live[taker].leg)

    def _park(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        yield (LegHeld if row.event == "PARK_START" else LegResumed)(channel.leg, at)

    def _hangup(self, row: CelRow, channel: _Channel, at: datetime) -> Facts:
        cause = row.more("hangupcause")
        known = int(cause) if cause.isascii() and cause.isdigit() and len(cause) <= 3 else 0
        if channel.queue is not None:
            yield QueueLeft(channel.leg, at, channel.queue, abandoned=self._gave_up(row, channel))
        if channel.called and not channel.answered and channel.party is not Party.INTERNAL:
            yield LegUnanswered(channel.leg, at, self._reason(known))
        self._gone.add(row.uniqueid)
        del self._live[row.uniqueid]
        yield LegEnded(channel.leg, at, known or None)

    def _reason(self, cause: int) -> str:
        if cause == _INTERWORKING and not self._unreached:
            return "cancelled"
        return _CAUSES.get(cause, "failed")

    def _gave_up(self, row: CelRow, channel: _Channel) -> bool:
        """Nobody heard the caller, and the dialplan did not go on with them after the queue."""
        return not channel.joined and self._elsewhere.get(row.uniqueid, -1) < self._place

    def _standing_row(self, row: CelRow, at: datetime) -> Facts:
        """Each conversation on a standing line is a leg of its own; waiting is none."""
        bridge, channel = row.more("bridge_id"), self._live.get(row.uniqueid)
        if row.event == "BRIDGE_ENTER" and bridge and row.more("bridge_technology").lower() != HOLDING:
            leg, endpoint = conversation(LegRef(RECORDS_BOOT, row.uniqueid), bridge), endpoint_of(row.channel)
            party = party_of(endpoint, self._options)
            self._live[row.uniqueid] = _Channel(leg, party, called=True, answered=True, bridge=bridge)
            yield LegStarted(leg, at, leg, party, endpoint, initiated=False)
            yield LegAnswered(leg, at)
            yield BridgeEntered(leg, at, bridge)
        elif channel and row.event in OVER | {"BRIDGE_EXIT"}:
            del self._live[row.uniqueid]
            yield LegEnded(channel.leg, at)


_HANDLERS: dict[str, Callable[[Teller, CelRow, _Channel, datetime], Facts]] = {
    "ANSWER": Teller._answer,
    "BRIDGE_ENTER": Teller._enter,
    "BRIDGE_EXIT": Teller._exit,
    "STREAM_BEGIN": Teller._music,
    "STREAM_END": Teller._music,
    "BLINDTRANSFER": Teller._transfer,
    "ATTENDEDTRANSFER": Teller._transfer,
    "PICKUP": Teller._pickup,
    "PARK_START": Teller._park,
    "PARK_END": Teller._park,
    "HANGUP": Teller._hangup,
    "CHAN_END": Teller._hangup,
}
