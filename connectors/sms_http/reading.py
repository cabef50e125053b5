"""What a gateway tells, asked or by itself: reports and messages out of a document. Pure where ``came`` is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.sms_http import expressions as at
from connectors.sms_http.answers import price
from connectors.sms_http.description import Fields, Gateway, Messages, Reports
from connectors.sms_http.text import line, sendable
from hub.ports import MOST_FILES, DeliveryReport, InboundMessage, MediaFile, Peer

_DOTNET = re.compile(r"/Date\((-?\d{1,15})")  # /Date(1715000000000+0430)/, whose number is UTC already
_LONGEST_URL = 2000
_AHEAD = timedelta(days=1)  # a clock that is further ahead than this is not believed


Thing = TypeVar("Thing")


@dataclass(slots=True)
class Found(Generic[Thing]):
    """What was read of ``count`` items, and those that could not be; ``unknown``: codes that the states lack."""

    count: int = 0
    items: list[Thing] = field(default_factory=list)
    unreadable: list[Any] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def reports(gateway: Gateway, fields: Reports, said: Any, *, came: datetime | None = None) -> Found[DeliveryReport]:
    """What became of messages."""
    rows = at.rows(fields.items, said)
    found = Found[DeliveryReport](len(rows))
    for row in rows:
        name, code = at.word(fields.id, row), at.word(fields.state, row)
        if name is None or code is None:
            found.unreadable.append(row)
        elif (state := gateway.states.get(code, gateway.states.get(code.lower()))) is None:
            found.unknown.append(line(code, 40))
        else:
            found.items.append(_report(gateway, fields, row, name, state, came))
    return found


def _report(
    gateway: Gateway, fields: Reports, row: Any, name: str, state: str, came: datetime | None
) -> DeliveryReport:
    kind, _, reason = state.partition(" ")
    return DeliveryReport(
        provider_id=name, state=cast("Any", kind), at=moment(gateway, fields, row, came), reason=reason or None,
        detail=line(at.text(fields.detail, row) or "") or None,
        operator=line(at.text(fields.operator, row) or "", 60) or None,
        price=price(gateway, at.word(fields.price, row)),
    )  # fmt: skip


def messages(
    gateway: Gateway, fields: Messages, said: Any, account: str, untimed: str = "", *, came: datetime | None = None
) -> Found[InboundMessage]:
    """What came in. ``untimed`` stands for the time in the key of a message of which neither id nor time is told."""
    rows = at.rows(fields.items, said)
    found = Found[InboundMessage](len(rows))
    for row in rows:
        sender, body = line(at.word(fields.sender, row) or "", 80), at.text(fields.text, row)
        files = tuple(_files(fields, row))
        if not sender or (body is None and not files):
            found.unreadable.append(row)
        else:
            found.items.append(
                _message(gateway, fields, row, account, sender, sendable(body or ""), files, untimed, came)
            )
    return found


def _message(
    gateway: Gateway, fields: Messages, row: Any, account: str, sender: str, body: str, files: tuple[MediaFile, ...],
    untimed: str, came: datetime | None,
) -> InboundMessage:  # fmt: skip
    own = line(at.word(fields.to, row) or "", 80) or None
    name = at.word(fields.id, row)
    told = at.word(fields.time, row) or untimed
    when = moment(gateway, fields, row, came)
    places = (one.url.partition("?")[0] for one in files)  # what follows may differ each time it is told
    return InboundMessage(
        channel="sms", dedupe_key=f"id:{name}" if name else digest(sender, own, told, body, *places),
        ordering_key=f"{account}:{sender}", at=when, sender=Peer("phone", sender), text=body, own=own,
        media=files,
    )  # fmt: skip


def _files(fields: Messages, row: Any) -> Iterator[MediaFile]:
    """The files of a message, as far as they have an address."""
    for one in at.rows(fields.files, row)[:MOST_FILES]:
        if (url := at.text(fields.file_url, one)) and len(url) <= _LONGEST_URL:
            name = line(at.text(fields.file_name, one) or "", 255)
            yield MediaFile(url, line(at.word(fields.file_type, one) or "", 100) or None, name or None)


def digest(*parts: str | None) -> str:
    """A key of a message that has no id: the same when it is told again."""
    together = "".join(f"{len(part)}:{part}" for part in (one or "" for one in parts))
    return "digest:" + hashlib.sha256(together.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def moment(gateway: Gateway, fields: Fields, row: Any, came: datetime | None = None) -> datetime:
    """When it was, in UTC; when it ``came`` (else now), where that is not told or cannot be."""
    now = came or datetime.now(UTC)
    told = at.word(fields.time, row)
    when = read_time(told, fields.time_format, fields.time_zone or gateway.time_zone) if told else None
    return when if when is not None and when <= now + _AHEAD else now


def read_time(told: str, form: str, zone: str) -> datetime | None:
    """A moment as a gateway writes it."""
    try:
        if form == "dotnet":
            form = "iso"
            if found := _DOTNET.match(told):
                told, form = found[1], "unix_ms"
        if form in {"unix", "unix_ms"}:
            return datetime.fromtimestamp(float(told) / (1000 if form == "unix_ms" else 1), UTC)
        read = datetime.fromisoformat(told) if form == "iso" else datetime.strptime(told, form)  # noqa: DTZ007 - the line below
        return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return None
