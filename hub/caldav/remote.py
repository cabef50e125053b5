"""One calendar on its server: what changed, entries with their content, and writing them by their ETags."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from hub.caldav import xml
from hub.caldav.client import Answer, Client
from hub.caldav.trouble import Trouble
from hub.caldav.xml import C, D, Resource, S

AT_ONCE: Final = 50  # entries with their content in one answer
MOST_ENTRY: Final = 256 * 1024  # characters of one
MOST_PAGES: Final = 20  # of one synchronisation
MOST_CHANGES: Final = 20_000
_HEAD: Final = xml.propfind("D:sync-token", "S:getctag", "D:resourcetype")
_XML: Final = {"Content-Type": xml.TYPE}


@dataclass(slots=True)
class Changes:
    """What is otherwise than before: addresses with their ETags, and those that are gone. ``whole``: look at all."""

    token: str | None
    ctag: str | None
    changed: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """An entry as it is there; ``text`` None: there is none. An empty one is too large to be of use."""

    href: str
    etag: str
    text: str | None


class Remote:
    """A calendar by its address."""

    def __init__(self, client: Client, url: str, component: str) -> None:
        self._client = client
        self.url = url
        self._component = component

    async def changes(self, token: str | None, ctag: str | None) -> Changes:
        """What changed since. Raises ``Trouble``; a token that the server has forgotten makes it look at all."""
        if token:
            try:
                return await self._synced(token)
            except Trouble as trouble:
                if trouble.status not in {400, 403, 405, 409, 410, 412, 415, 501}:
                    raise
        head = await self._head()
        now = head.text(f"{S}getctag")[:500] or None
        same = bool(ctag and now and now == ctag and not token)
        return Changes(_short(head.text(f"{D}sync-token")), now, whole=not same)

    async def _head(self) -> Resource:
        answer = await self._client.ask("PROPFIND", self.url, _HEAD, {"Depth": "0", **_XML})
        found = xml.read(answer).resources
        kind = found[0].props.get(f"{D}resourcetype") if found else None
        if kind is None or kind.find(f"{C}calendar") is None:
            raise Trouble("nonsense")
        return found[0]

    async def _synced(self, token: str) -> Changes:
        changes = Changes(token, None)
        for _ in range(MOST_PAGES):
            answer = await self._client.ask("REPORT", self.url, xml.sync_collection(changes.token or ""), _XML | _DEPTH)
            told = xml.read(answer)
            more = self._take(changes, told.resources)
            if not told.sync_token:
                raise Trouble("nonsense")
            changes.token = _short(told.sync_token)
            if not more or changes.token is None:
                return changes
        raise Trouble("too_large")

    def _take(self, changes: Changes, resources: Sequence[Resource]) -> bool:
        """Note what an answer says; True where there is more to ask for."""
        more = False
        for one in resources:
            href = self.own(one.href)
            if href is None:
                more = more or one.status == 507
            elif one.status in {404, 410}:
                changes.gone.add(href)
                changes.changed.pop(href, None)
            else:
                changes.changed[href] = one.text(f"{D}getetag")[:300]
                changes.gone.discard(href)
        if len(changes.changed) + len(changes.gone) > MOST_CHANGES:
            raise Trouble("too_large")
        return more

    def own(self, href: str) -> str | None:
        """The path of an entry of this calendar; None for the calendar itself, and for what lies elsewhere."""
        path = urlsplit(href).path
        home = unquote(urlsplit(self.url).path)
        inside = unquote(path).startswith(home) and unquote(path).rstrip("/") != home.rstrip("/")
        return path if inside and len(path) <= 1_000 and ".." not in unquote(path).split("/") else None

    async def hrefs(self) -> dict[str, str]:
        """All entries of the kind, with their ETags."""
        answer = await self._client.ask("REPORT", self.url, xml.query(self._component), {"Depth": "1", **_XML})
        found = ((self.own(one.href), one.text(f"{D}getetag")[:300]) for one in xml.read(answer).resources)
        return {href: etag for href, etag in found if href}

    async def fetch(self, hrefs: Collection[str]) -> list[Fetched]:
        """These entries as they are; those that an answer leaves out are left out here, too."""
        wanted, found = list(hrefs), []
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            answer = await self._client.ask("REPORT", self.url, xml.multiget(some), {"Depth": "1", **_XML})
            asked = {unquote(href): href for href in some}
            for one in xml.read(answer).resources:
                href = asked.get(unquote(urlsplit(one.href).path))
                entry = _fetched(href, one) if href else None
                if entry:
                    found.append(entry)
        return found

    def href_for(self, uid: str) -> str:
        """Where a new entry goes: the same place whenever it is tried."""
        return f"{urlsplit(self.url).path}{quote(uid, safe='')}.ics"

    async def put(self, href: str, body: bytes, etag: str | None) -> str | None:
        """Write over the entry of ``etag``, or where there is none yet; its new ETag. None: it is otherwise by now."""
        condition = {"If-None-Match": "*"} if etag is None else {"If-Match": etag} if etag else {}
        headers = {"Content-Type": f"text/calendar; charset=utf-8; component={self._component}", **condition}
        answer = await self._client.ask("PUT", self._whole(href), body, headers)
        if answer.status in {404, 409, 410, 412}:
            return None
        _refuse(answer)
        return answer.headers.get("ETag", "")[:300]

    async def delete(self, href: str, etag: str) -> None:
        """Take an entry away, as it is by now: whose task it is does not depend on what was written there."""
        condition = {"If-Match": etag} if etag else {}
        answer = await self._client.ask("DELETE", self._whole(href), None, condition)
        if answer.status == 412:
            answer = await self._client.ask("DELETE", self._whole(href))
        if answer.status not in {404, 410}:
            _refuse(answer)

    def _whole(self, href: str) -> str:
        return self._client.resolve(self.url, href)


_DEPTH: Final = {"Depth": "0"}


def _fetched(href: str, one: Resource) -> Fetched | None:
    if one.status in {404, 410}:
        return Fetched(href, "", None)
    text = one.text(f"{C}calendar-data")
    if not text:
        return None
    return Fetched(href, one.text(f"{D}getetag")[:300], text if len(text) <= MOST_ENTRY else "")


def _refuse(answer: Answer) -> None:
    if answer.status == 403:
        raise Trouble("read_only", "403", status=403)
    answer.expect(200, 201, 204)


def _short(token: str) -> str | None:
    return token if 0 < len(token) <= 2_000 else None
