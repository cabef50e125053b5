"""Pure: a row of CEL as a file or a table has it → what happened to one channel. Strangers chose parts of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from connectors.asterisk.packet import ID_LENGTH
from connectors.asterisk.records_columns import CEL_LAYOUT
from connectors.asterisk.records_rows import BadRowError, epoch_of, fields_of, stamp_of, text_of
from connectors.asterisk.text import clean

EXTRA_LENGTH = 4000
_EPOCH = re.compile(r"\d{9,10}(\.\d{1,9})?", re.ASCII)
# A column of numbers holds the places of Asterisk's own list.
_NUMBERS = {
    "1": "CHAN_START", "2": "CHAN_END", "3": "ANSWER", "4": "HANGUP", "5": "APP_START", "6": "APP_END",
    "7": "BRIDGE_ENTER", "8": "BRIDGE_EXIT", "9": "PARK_START", "10": "PARK_END", "11": "BLINDTRANSFER",
    "12": "ATTENDEDTRANSFER", "13": "USER_DEFINED", "14": "LINKEDID_END", "15": "PICKUP", "16": "FORWARD",
    "17": "LOCAL_OPTIMIZE", "18": "LOCAL_OPTIMIZE_BEGIN", "19": "STREAM_BEGIN", "20": "STREAM_END",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CelRow:
    """One event. Its time is as the PBX wrote it: naive in its time zone, or aware."""

    event: str
    start: datetime
    uniqueid: str
    linkedid: str
    channel: str
    app: str
    data: str
    exten: str
    number: str
    name: str
    peer: str
    detail: str  # of a user's event, or what Asterisk names a stream's
    extra: str

    def more(self, *names: str) -> str:
        """The first of these that Asterisk told with the event, else nothing."""
        told = _told(self.extra)
        found = (told.get(name) for name in names)
        return next((clean(str(value), ID_LENGTH) for value in found if isinstance(value, str | int) and value), "")


def split_cel(line: bytes, columns: Sequence[str] = ()) -> dict[str, str]:
    """The columns of one line of a CSV file. Raises ``BadRowError``."""
    values = fields_of(line)
    names = columns or CEL_LAYOUT
    if len(values) < len(names):
        raise BadRowError("columns")
    return dict(zip(names, values, strict=False))


def read_cel(found: Mapping[str, Any]) -> CelRow:
    """The event behind these columns, whatever their types. Raises ``BadRowError``."""
    uniqueid, channel = clean(text_of(found, "uniqueid"), ID_LENGTH), clean(text_of(found, "channame"))
    if epoch_of(uniqueid) is None:
        raise BadRowError("uniqueid")
    if not channel:
        raise BadRowError("channame")
    start = _time(found)
    if start is None:
        raise BadRowError("eventtime")
    event = clean(text_of(found, "eventtype"), 40).upper()
    linkedid = clean(text_of(found, "linkedid"), ID_LENGTH)
    return CelRow(
        _NUMBERS.get(event, event), start, uniqueid, linkedid if epoch_of(linkedid) else uniqueid, channel,
        clean(text_of(found, "appname"), 80).lower(), clean(text_of(found, "appdata")), clean(text_of(found, "exten")),
        clean(text_of(found, "cid_num")), clean(text_of(found, "cid_name")), clean(text_of(found, "peer")),
        clean(text_of(found, "userdeftype"), 80).upper(), clean(text_of(found, "extra"), EXTRA_LENGTH),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _told(extra: str) -> dict[str, Any]:
    if not extra.startswith("{"):
        return {}
    try:
        found: dict[str, Any] = json.loads(extra)
    except (ValueError, RecursionError):
        return {}
    return found


def _time(found: Mapping[str, Any]) -> datetime | None:
    """Seconds since 1970, which cel.conf writes where it names no format, or a date and time."""
    text = text_of(found, "eventtime").strip()
    return datetime.fromtimestamp(float(text), UTC) if _EPOCH.fullmatch(text) else stamp_of(found, "eventtime")
