"""Pure: a record as a file or a table has it → what it says of one leg. Strangers chose parts of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, Protocol

from connectors.asterisk.packet import ID_LENGTH
from connectors.asterisk.records_columns import LAYOUTS
from connectors.asterisk.text import clean

LINE_BYTES = 16_000
LONGEST = 7 * 86_400  # seconds that a call may last
QUARTER = timedelta(minutes=15)  # every time zone is a multiple of it

_UNIQUEID = re.compile(r"(?:\S*-)?(\d{9,10})\.\d{1,12}", re.ASCII)
_YEARS = range(1990, 2200)
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?", re.ASCII)


class BadRowError(ValueError):
    """A record that lacks what it must carry; ``str()`` names the column."""


@dataclass(frozen=True, slots=True)
class CdrRow:
    """One record. Times are as the PBX wrote them: naive in its time zone, or aware."""

    uniqueid: str
    linkedid: str
    channel: str
    dstchannel: str
    start: datetime
    answer: datetime | None
    end: datetime
    disposition: str
    lastapp: str
    lastdata: str
    src: str
    name: str
    dst: str
    did: str
    sequence: int

    @property
    def answered(self) -> bool:
        """Whether somebody, or the PBX itself, took the call."""
        return self.answer is not None


def fields_of(line: bytes) -> list[str]:
    """The values of one line of a CSV file. Raises ``BadRowError``."""
    if len(line) > LINE_BYTES:
        raise BadRowError("line")
    try:
        return next(csv.reader([line.decode("utf8", "replace").replace("\0", "")]), [])
    except csv.Error:
        raise BadRowError("line") from None


def split_line(line: bytes, columns: Sequence[str] = ()) -> dict[str, str]:
    """The columns of one line of a CSV file. Raises ``BadRowError``."""
    values = fields_of(line)
    names = columns or LAYOUTS.get(len(values), ())
    if not names or len(values) < len(names):
        raise BadRowError("uniqueid" if len(values) in {16, 19} else "columns")
    return dict(zip(names, values, strict=False))


def read_row(found: Mapping[str, Any]) -> CdrRow:
    """The record behind these columns, whatever their types. Raises ``BadRowError``."""
    uniqueid, channel = clean(text_of(found, "uniqueid"), ID_LENGTH), clean(text_of(found, "channel"))
    if not _UNIQUEID.fullmatch(uniqueid):
        raise BadRowError("uniqueid")
    if not channel:
        raise BadRowError("channel")
    start = stamp_of(found, "start") or stamp_of(found, "calldate")
    if start is None:
        raise BadRowError("start")
    duration, disposition = _seconds(found, "duration"), clean(text_of(found, "disposition")).upper()
    end = max(_alike(start, stamp_of(found, "end")) or start + timedelta(seconds=duration), start)
    talked = end - min(timedelta(seconds=_seconds(found, "billsec")), end - start)
    answer = _alike(start, stamp_of(found, "answer")) or talked
    name, _, number = clean(text_of(found, "clid")).rpartition("<")
    return CdrRow(
        uniqueid, clean(text_of(found, "linkedid"), ID_LENGTH) or uniqueid, channel,
        clean(text_of(found, "dstchannel")), start,
        min(max(answer, start), end) if disposition == "ANSWERED" else None, end, disposition,
        clean(text_of(found, "lastapp")).lower(), clean(text_of(found, "lastdata")),
        clean(text_of(found, "cnum") or text_of(found, "src") or number.rstrip("> ")),
        clean(text_of(found, "cnam")) or name.strip().strip('"').strip(),
        clean(text_of(found, "dst")), clean(text_of(found, "did")), min(_seconds(found, "sequence"), 10**9),
    )  # fmt: skip


def epoch_of(uniqueid: str) -> datetime | None:
    """When the PBX made the channel, by its own clock: a unique id begins with the seconds since 1970, in UTC."""
    found = _UNIQUEID.fullmatch(uniqueid)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


class Stamped(Protocol):
    """Whatever began with a channel."""

    @property
    def uniqueid(self) -> str:
        """The channel's."""

    @property
    def start(self) -> datetime:
        """As the PBX wrote it."""


def zone_of(rows: Iterable[Stamped]) -> tzinfo:
    """The time zone of the records' naive times: what most of them are off their unique ids, in quarters of an hour."""
    votes: Counter[timedelta] = Counter()
    for row in rows:
        made = epoch_of(row.uniqueid)
        if made is not None and row.start.tzinfo is None:
            off = row.start.replace(tzinfo=UTC) - made
            votes[round(off / QUARTER) * QUARTER] += 1
    likely = [off for off, _ in votes.most_common() if abs(off) <= timedelta(hours=14)]
    return timezone(likely[0]) if likely else UTC


def text_of(found: Mapping[str, Any], name: str) -> str:
    """A column as text; empty where there is none."""
    value = found.get(name)
    return "" if value is None else str(value)


def _seconds(found: Mapping[str, Any], name: str) -> int:
    text = text_of(found, name).strip().partition(".")[0]
    return min(int(text), LONGEST) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def stamp_of(found: Mapping[str, Any], name: str) -> datetime | None:
    """A column as a time, as it was written: naive where it names no zone."""
    value = found.get(name)
    if isinstance(value, datetime):
        return value if value.year in _YEARS else None
    parts = _STAMP.fullmatch(text_of(found, name).strip())
    if parts is None or int(parts[1]) not in _YEARS:
        return None
    try:
        made = datetime(*map(int, parts.groups()[:6]))  # type: ignore[arg-type]  # noqa: DTZ001 - the file names no zone
        return made.replace(microsecond=int((parts[7] or "0").ljust(6, "0")[:6]))
    except ValueError:
        return None


def _alike(start: datetime, other: datetime | None) -> datetime | None:
    """The other time, where it can be compared."""
    return other if other and (other.tzinfo is None) == (start.tzinfo is None) else None
