"""Pure: the records of one call → the call. Asterisk writes a record for each pair of channels that met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.endpoints import endpoint_of, is_listed, party_of
from connectors.asterisk.packet import ID_LENGTH
from connectors.asterisk.records_rows import CdrRow
from connectors.asterisk.standing import APPLICATION as STANDING
from connectors.asterisk.text import NUMBER_LENGTH, clean, is_withheld, name_of, number_of
from hub.ports import Party, RecoveredCall, RecoveredLeg

AT_ONCE = timedelta(seconds=1)
_VERDICTS = {"BUSY": "busy", "FAILED": "failed", "CONGESTION": "failed"}
_NUMBER = re.compile(r"[+\d*#]{2,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PbxTime:
    """Between the times of a PBX's records and the hub's clock; ``ahead`` is how much the PBX's clock is."""

    zone: tzinfo
    ahead: timedelta = timedelta()

    def of_hub(self, stamp: datetime) -> datetime:
        """When it was, by the hub's clock."""
        return (stamp if stamp.tzinfo else stamp.replace(tzinfo=self.zone)) - self.ahead

    def of_pbx(self, at: datetime) -> datetime:
        """What the PBX writes for a time of the hub's; naive."""
        return (at + self.ahead).astimezone(self.zone).replace(tzinfo=None)


def calls_of(rows: Iterable[CdrRow], options: AsteriskOptions, time: PbxTime) -> list[RecoveredCall]:
    """The calls that these records tell of, in no order. What nobody outside or at a phone took part in is none."""
    groups: dict[str, list[CdrRow]] = {}
    pipes: dict[str, str] = {}  # Local channels, by the call that they were called in
    for row in sorted(rows, key=lambda row: (time.of_hub(row.start), row.sequence)):
        if row.lastapp == STANDING:  # an agent who signed in by phone and stays on the line is no call
            continue
        group = pipes.get(_pipe(row.channel), row.linkedid)  # older exchanges have no linkedid
        if row.dstchannel.endswith((";1", ";2")):
            pipes.setdefault(_pipe(row.dstchannel), group)
        groups.setdefault(group, []).append(row)
    return [call for rows in groups.values() if (call := _Reader(rows, options, time).call())]


class _Reader:
    """Reads one call's records, oldest first."""

    def __init__(self, rows: Sequence[CdrRow], options: AsteriskOptions, time: PbxTime) -> None:
        self._rows = rows
        self._options = options
        self._time = time
        self._legs: dict[str, RecoveredLeg] = {}

    def call(self) -> RecoveredCall | None:
        if any(self._ignored(row.channel) for row in self._rows[:1]):
            return None
        for row in self._rows:
            self._caller(row)
            self._called(row)
        direction = self._direction()
        if direction is None:
            return None
        if direction == "outbound":
            self._talk_of_caller()
        elif direction == "inbound":
            self._talk_inside()
        ids = frozenset({row.uniqueid for row in self._rows} | {row.linkedid for row in self._rows})
        return RecoveredCall(
            ids, direction, self._result(direction), tuple(self._legs.values()), self._queue(), self._guesses(direction)
        )

    def _ignored(self, channel: str) -> bool:
        return is_listed(endpoint_of(channel), self._options.ignore_endpoints)

    def _party(self, channel: str) -> Party:
        return party_of(endpoint_of(channel), self._options)

    def _caller(self, row: CdrRow) -> None:
        """The channel whose record it is: the one that called, or went on alone."""
        start, end = self._time.of_hub(row.start), self._time.of_hub(row.end)
        answered = self._time.of_hub(row.answer) if row.answer else None
        known = self._legs.get(row.uniqueid)
        if known:
            answers = [at for at in (known.answered_at, answered) if at]
            ended, answered = max(known.ended_at, end), min(answers, default=None)
            self._legs[row.uniqueid] = replace(known, ended_at=ended, answered_at=answered)
            return
        party = self._party(row.channel)
        withheld = party is Party.OUTSIDE and is_withheld(row.src, row.name)
        self._legs[row.uniqueid] = RecoveredLeg(
            row.uniqueid, party, endpoint_of(row.channel), True, start, end,
            number=None if withheld else number_of(row.src), name=None if withheld else name_of(row.name),
            dialled=_dialled(row), withheld=withheld, answered_at=answered,
        )  # fmt: skip

    def _called(self, row: CdrRow) -> None:
        """The channel that it called. It has a record of its own only where it went on; its own name tells it."""
        party = self._party(row.dstchannel) if row.dstchannel else self._tried(row)
        if party in {None, Party.INTERNAL} or self._ignored(row.dstchannel):
            return
        ref = f"{row.uniqueid}|{row.dstchannel or 'none'}"[:ID_LENGTH]
        endpoint = endpoint_of(row.dstchannel) if row.dstchannel else _address(row)
        start, end = self._time.of_hub(row.start), self._time.of_hub(row.end)
        answered = self._time.of_hub(row.answer) if row.answer and row.dstchannel else None
        self._legs[ref] = RecoveredLeg(ref, party or Party.OUTSIDE, endpoint, False, start, end, answered_at=answered)

    def _tried(self, row: CdrRow) -> Party | None:
        """Whom a Dial was for that no channel came of."""
        if row.lastapp != "dial" or not row.lastdata or row.answered:
            return None
        return party_of(_address(row), self._options)

    def _direction(self) -> str | None:
        known = [leg for leg in self._legs.values() if leg.party is not Party.INTERNAL]
        first = next((leg for leg in known if leg.initiated), None)
        if first and first.party is Party.OUTSIDE:
            return "inbound"
        if any(leg.party is Party.OUTSIDE for leg in known):
            return "outbound"
        return "internal" if known else None

    def _talk_inside(self) -> None:
        """Colleagues who took the call heard the caller; where none did, whoever it was passed on to outside."""
        taken = [leg for leg in self._legs.values() if not leg.initiated and leg.answered_at]
        colleagues = [leg for leg in taken if leg.party is Party.STATION]
        for leg in colleagues or taken:
            self._legs[leg.id] = replace(leg, talked_at=leg.answered_at)

    def _talk_of_caller(self) -> None:
        reached = [leg for leg in self._legs.values() if leg.party is Party.OUTSIDE and leg.answered_at]
        station = next((leg for leg in self._legs.values() if leg.party is Party.STATION), None)
        if reached and station:
            since = max(station.started_at, min(leg.answered_at for leg in reached if leg.answered_at))
            until = max(since, *(leg.ended_at for leg in reached))
            self._legs[station.id] = replace(station, talked_at=since, ended_at=until)

    def _result(self, direction: str) -> str:
        legs = self._legs.values()
        if any(leg.talked_at for leg in legs):
            return "completed"
        if direction == "inbound":
            return "abandoned" if self._rows[-1].lastapp == "queue" else "missed"
        if direction == "internal" and any(leg.answered_at for leg in legs):
            return "completed"
        return next((_VERDICTS[row.disposition] for row in self._rows if row.disposition in _VERDICTS), "missed")

    def _queue(self) -> str | None:
        named = (clean(row.lastdata.partition(",")[0], ID_LENGTH) for row in self._rows if row.lastapp == "queue")
        return next(filter(None, named), None)

    def _guesses(self, direction: str) -> bool:
        """An answer is that of the caller's channel: a queue or a menu took it before anybody did."""
        return direction == "inbound" and any(
            row.answer is not None
            and self._party(row.channel) is Party.OUTSIDE
            and (row.lastapp == "queue" or row.answer - row.start <= AT_ONCE)
            for row in self._rows
        )


def _pipe(channel: str) -> str:
    return channel.rpartition(";")[0]


def _dialled(row: CdrRow) -> str | None:
    for text in (row.did, row.dst):
        if _NUMBER.fullmatch(text):
            return text[:NUMBER_LENGTH]
    return None


def _address(row: CdrRow) -> str:
    """The endpoint in the arguments of Dial: ``PJSIP/trunk`` of ``PJSIP/0912@trunk,60``, ``SIP/trunk/0912``."""
    technology, _, rest = row.lastdata.partition(",")[0].partition("&")[0].partition("/")
    number, at, endpoint = rest.partition("@")
    return clean(f"{technology}/{endpoint if at else number.partition('/')[0]}", ID_LENGTH - 22)
