"""Asking a gateway for what is new: what came in, and what became of messages. What is stored is not asked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.sms_http import reading
from connectors.sms_http.answers import document, failure
from connectors.sms_http.asking import Asker
from connectors.sms_http.description import Gateway, MessagesPoll, Polling, ReportsPoll
from connectors.sms_http.notices import Notices
from hub.ports import Host, InboundMessage, Refused, TellsAwaited

MOST_ROUNDS = 20  # questions of one kind before the others have their turn
MOST_ONE_BY_ONE = 100  # the same where a gateway tells of one message at a time
FIRST_LOOK = timedelta(days=1)  # how far an account that is new looks back
OVERLAP = timedelta(minutes=10)  # asked for once more: gateways add late what came earlier
_REMEMBERED = 5000


class MessagesPoller:
    """Follows what comes in. Where it is, is kept by the hub; ``taken`` spares the store what it has already."""

    def __init__(
        self, gateway: Gateway, poll: MessagesPoll, asker: Asker, host: Host, notices: Notices, name: str,
        taken: dict[str, None],
    ) -> None:  # fmt: skip
        self._gateway, self._poll, self._asker, self._host, self._notices = gateway, poll, asker, host, notices
        self._name = name
        self._taken = taken

    async def look(self) -> None:
        """Take all that is new. Raises a ``ConnectorError``."""
        kept = await self._host.cursor(self._name)
        begun = after, since = _cursor_of(kept)
        for turn in range(MOST_ROUNDS):
            place = begun if self._poll.paged else (after, since)  # pages are those of one question
            found = await self._ask(*place, self._poll.first_page + turn)
            await self._park(found.unreadable)
            new = [one for one in found.items if one.dedupe_key not in self._taken]
            if not kept:  # an account that is new does not bring in a gateway's whole past
                new = [one for one in new if one.at >= begun[1]]
            await self._take(new)
            after, since = _further(after, since, found.items)
            if not new or found.count < self._poll.size:
                break
        await self._keep(kept, after, since)

    async def _ask(self, after: str | None, since: datetime, page: int) -> reading.Found[InboundMessage]:
        given = {"after": after, "since": self._since(since), "page": page}
        read = await _asked(self._gateway, self._poll, self._asker, "messages", given)
        return reading.messages(self._gateway, self._poll, read, self._host.account)

    async def _keep(self, kept: str | None, after: str | None, since: datetime) -> None:
        written = json.dumps({"after": after, "since": since.isoformat()})
        if written != kept:
            await self._host.keep_cursor(self._name, written)

    async def _take(self, new: Sequence[InboundMessage]) -> None:
        for one in sorted(new, key=lambda one: one.at):
            await self._host.take(one)
            self._taken[one.dedupe_key] = None
        while len(self._taken) > _REMEMBERED:
            del self._taken[next(iter(self._taken))]
        self._notices.told("messages", len(new))

    async def _park(self, rows: Sequence[Any]) -> None:
        new = []
        for row in rows:
            written = json.dumps(row, sort_keys=True)[:8000]
            key = reading.digest(written)
            if key not in self._taken:
                await self._host.park(key, {"item": written}, "The gateway told of a message that cannot be read.")
                self._taken[key] = None
                new.append(key)
        self._notices.odd("message", [], len(new))

    def _since(self, since: datetime) -> str:
        return write_time(since - OVERLAP, self._poll.time_format, self._poll.time_zone or self._gateway.time_zone)


class ReportsPoller:
    """Asks what became of the messages that the hub still waits for."""

    def __init__(self, gateway: Gateway, poll: ReportsPoll, asker: Asker, host: Host, notices: Notices) -> None:
        self._gateway, self._poll, self._asker, self._host, self._notices = gateway, poll, asker, host, notices
        self._after: str | None = None

    async def look(self) -> None:
        """Ask for those that are waited for, some each time. Raises a ``ConnectorError``."""
        if not isinstance(self._host, TellsAwaited):
            return
        for _ in range(MOST_ONE_BY_ONE if self._poll.size == 1 else MOST_ROUNDS):
            ids, self._after = await self._host.awaited(self._after, self._poll.size)
            if ids:
                await self._ask(list(ids))
            if self._after is None:
                return

    async def _ask(self, ids: list[str]) -> None:
        read = await _asked(self._gateway, self._poll, self._asker, "reports", {"ids": ids})
        found = reading.reports(self._gateway, self._poll, read)
        wanted = set(ids)
        told = [one for one in found.items if one.provider_id in wanted and one.state != "sent"]
        await self._host.take_reports(told)
        self._notices.told("reports", len(told))
        self._notices.odd("state", found.unknown, len(found.unreadable))


async def _asked(gateway: Gateway, poll: Polling, asker: Asker, what: str, given: dict[str, Any]) -> Any:
    got = await asker.ask(what, poll.request, given | {"size": poll.size})
    read = document(poll.answer, got)
    if error := failure(gateway, poll.answer, got, read):
        raise error
    if read is None:
        raise Refused("The gateway's answer cannot be read.")
    return read | {"asked": given.get("ids", [])}


def _cursor_of(kept: str | None) -> tuple[str | None, datetime]:
    first = datetime.now(UTC) - FIRST_LOOK
    try:
        said = json.loads(kept) if kept else {}
        return said.get("after"), datetime.fromisoformat(said["since"]) if "since" in said else first
    except (ValueError, AttributeError, TypeError):
        return None, first


def _further(after: str | None, since: datetime, found: Sequence[InboundMessage]) -> tuple[str | None, datetime]:
    ids = [one.dedupe_key.removeprefix("id:") for one in found if one.dedupe_key.startswith("id:")]
    ids += [after] if after else []
    latest = max(ids, key=lambda name: (len(name), name), default=None)  # the larger number, or the later word
    return latest, max([since, *(one.at for one in found)])


def write_time(when: datetime, form: str, zone: str) -> str:
    """A moment as the gateway writes it."""
    if form in {"unix", "unix_ms"}:
        return str(int(when.timestamp() * (1000 if form == "unix_ms" else 1)))
    local = when.astimezone(ZoneInfo(zone))
    return local.isoformat(timespec="seconds") if form == "iso" else local.strftime(form)
