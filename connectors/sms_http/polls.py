"""Asking a gateway for what is new: what came in, and what became of messages. What is stored is not asked again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.sms_http import reading
from connectors.sms_http.answers import document, failure
from connectors.sms_http.asking import Asker
from connectors.sms_http.description import Gateway, MessagesPoll, Polling, ReportsPoll
from connectors.sms_http.notices import Notices
from connectors.sms_http.places import Mark, Place, place_of
from hub.ports import HookRead, Host, InboundMessage, Refused, TellsAwaited, Unread, Unreadable

MOST_PARKED = 60_000  # characters of what cannot be read
MOST_ROUNDS = 20  # questions of one kind before the others have their turn
MOST_ONE_BY_ONE = 100  # the same where a gateway tells of one message at a time
OVERLAP = timedelta(minutes=10)
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
        place = place_of(kept)
        try:
            await (self._turn_pages(place) if self._poll.paged else self._follow(place))
        except Refused:  # where it stays so, a page that the gateway does not give would keep back all that is new
            if place.page:
                place.again()
                await self._keep(kept, place)
            raise
        await self._keep(kept, place)

    async def _follow(self, place: Place) -> None:
        """Each question begins where the answer before it ended, known or not; the first one looks back a little."""
        mark = _back(place.begun)
        for _ in range(MOST_ROUNDS):
            found = await self._ask(mark, self._poll.first_page)
            new = await self._take_found(found, place)
            asked, mark = mark, mark.beyond(found.items)
            if found.count < self._poll.size or (not new and mark == asked):
                break
        place.through()

    async def _turn_pages(self, place: Place) -> None:
        """Pages of one question to its last, however many of them are known already; too many are read on next time."""
        before: reading.Found[InboundMessage] | None = None
        read = place.page
        for _ in range(MOST_ROUNDS):
            found = await self._ask(_back(place.begun), self._poll.first_page + read)
            await self._take_found(found, place)
            if found.count < self._poll.size or _same(found, before) or self._known_from_here(found, place):
                place.through()
                return
            before, read = found, read + 1
        place.page = read

    def _known_from_here(self, found: reading.Found[InboundMessage], place: Place) -> bool:
        """Whether all that follows is older than what was asked for. One time that is odd does not decide."""
        if not (self._poll.newest_first and found.items):
            return False
        return sorted(one.at for one in found.items)[len(found.items) // 2] < _back(place.begun).since

    async def _ask(self, mark: Mark, page: int) -> reading.Found[InboundMessage]:
        offset = (page - self._poll.first_page) * self._poll.size
        given = {"after": mark.after, "since": self._since(mark.since), "page": page, "offset": offset}
        read = await _asked(self._gateway, self._poll, self._asker, "messages", given)
        return reading.messages(self._gateway, self._poll, read, self._host.account)

    async def _keep(self, kept: str | None, place: Place) -> None:
        written = place.written()
        if written != kept:
            await self._host.keep_cursor(self._name, written)

    async def _take_found(self, found: reading.Found[InboundMessage], place: Place) -> bool:
        """Take what is new, if anything is."""
        await self._park(found.unreadable)
        new = [one for one in found.items if one.dedupe_key not in self._taken]
        if place.first:  # an account that is new does not bring in a gateway's whole past
            new = [one for one in new if one.at >= place.begun.since]
        await self._take(new)
        place.seen = place.seen.beyond(found.items)
        return bool(new)

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
            written = json.dumps(row, sort_keys=True)[:MOST_PARKED]
            key = reading.digest(written)
            if key not in self._taken:
                await self._host.park(key, {"item": written}, "The gateway told of a message that cannot be read.")
                self._taken[key] = None
                new.append(key)
        self._notices.odd("message", [], len(new))

    def _since(self, since: datetime) -> str:
        return write_time(since, self._poll.time_format, self._poll.time_zone or self._gateway.time_zone)


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


def _back(mark: Mark) -> Mark:
    """What is asked for once more: gateways add late what came earlier."""
    return Mark(mark.after, mark.since - OVERLAP)


def _same(found: reading.Found[InboundMessage], before: reading.Found[InboundMessage] | None) -> bool:
    """Whether a page is the one before it once more: gateways give their last page for every later one, too."""
    return before is not None and (_keys(found), found.unreadable) == (_keys(before), before.unreadable)


def _keys(found: reading.Found[InboundMessage]) -> list[str]:
    return [one.dedupe_key for one in found.items]


def write_time(when: datetime, form: str, zone: str) -> str:
    """A moment as the gateway writes it."""
    if form in {"unix", "unix_ms"}:
        return str(int(when.timestamp() * (1000 if form == "unix_ms" else 1)))
    local = when.astimezone(ZoneInfo(zone))
    return local.isoformat(timespec="seconds") if form == "iso" else local.strftime(form)


def read_again(gateway: Gateway, unread: Unread) -> HookRead:
    """A message that could not be read when the gateway was asked. Raises ``Unreadable``."""
    try:
        said = json.loads(str(unread.payload.get("item", "")))
    except ValueError:
        raise Unreadable("What was kept of it is not whole.") from None
    for poll in gateway.messages.polls:
        alone = poll.model_copy(update={"items": "[@]"})
        if found := reading.messages(gateway, alone, said, unread.account, came=unread.at).items:
            return HookRead(messages=found)
    raise Unreadable("The gateway told of a message that cannot be read.")
