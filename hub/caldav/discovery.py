"""From what somebody types to the calendars that they have there (RFC 6764, RFC 5397, RFC 4791)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from hub.caldav import xml
from hub.caldav.client import Answer, Client
from hub.caldav.trouble import Trouble
from hub.caldav.xml import C, D, Resource

MOST: Final = 100  # calendars
COMPONENTS: Final = ("VTODO", "VEVENT")  # the first that a calendar takes is the better one for tasks
_PRINCIPAL: Final = xml.propfind("D:current-user-principal", "D:resourcetype")
_HOME: Final = xml.propfind("C:calendar-home-set")
_ABOUT: Final = xml.propfind(
    "D:resourcetype", "D:displayname", "C:supported-calendar-component-set", "D:current-user-privilege-set"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar that tasks can be kept in."""

    url: str
    name: str
    components: tuple[str, ...]
    writable: bool


@dataclass(slots=True)
class Search:
    """How far it came: the steps that went well, the one that did not and why, and what was found."""

    steps: list[str] = field(default_factory=list)  # reached, signed_in, home, calendars
    failed: str | None = None
    problem: Trouble | None = None
    calendars: list[Calendar] = field(default_factory=list)


async def look_around(client: Client, url: str) -> Search:
    """Find the calendars behind ``url``; what goes wrong is part of the answer."""
    search, step = Search(), "reached"
    try:
        answer, about = await _enter(client, url)
        search.steps += ["reached", "signed_in"]
        step = "home"
        own = await _home(client, answer.url, about)
        search.steps.append("home")
        step = "calendars"
        search.calendars = await _calendars(client, own)
        search.steps.append("calendars")
    except Trouble as trouble:
        if trouble.code in {"sign_in", "forbidden"} and step == "reached":
            search.steps.append("reached")
            step = "signed_in"
        search.failed, search.problem = step, trouble
    return search


async def _enter(client: Client, url: str) -> tuple[Answer, Resource]:
    """Whoever answers as WebDAV: the address itself, else the host's well-known one."""
    try:
        return await _ask(client, url, _PRINCIPAL)
    except Trouble as trouble:
        if trouble.code not in {"not_caldav", "gone", "nonsense", "forbidden"}:
            raise
        parts = urlsplit(url)
        try:
            return await _ask(client, f"{parts.scheme}://{parts.netloc}/.well-known/caldav", _PRINCIPAL)
        except Trouble as other:
            if other.code in {"gone", "nonsense", "not_caldav"}:
                raise Trouble("not_caldav", parts.hostname or "") from None
            raise


async def _ask(client: Client, url: str, body: bytes, depth: str = "0") -> tuple[Answer, Resource]:
    answer = await client.ask("PROPFIND", url, body, {"Depth": depth, "Content-Type": xml.TYPE})
    found = xml.read(answer).resources
    if not found:
        raise Trouble("nonsense")
    return answer, found[0]


async def _home(client: Client, url: str, about: Resource) -> str:
    """Where the user's calendars lie; the address itself where it is a calendar, or says nothing of a user."""
    if _is_calendar(about):
        return url
    principal = about.href_in(f"{D}current-user-principal")
    if not principal:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}/.well-known/caldav"
        answer, about = await _ask(client, root, _PRINCIPAL)
        url, principal = answer.url, about.href_in(f"{D}current-user-principal")
    if not principal:
        raise Trouble("not_caldav", urlsplit(url).hostname or "")
    answer, about = await _ask(client, client.resolve(url, principal), _HOME)
    home = about.href_in(f"{C}calendar-home-set")
    if not home:
        raise Trouble("no_calendars")
    return client.resolve(answer.url, home)


async def _calendars(client: Client, url: str) -> list[Calendar]:
    answer = await client.ask("PROPFIND", url, _ABOUT, {"Depth": "1", "Content-Type": xml.TYPE})
    found: list[Calendar] = []
    for one in xml.read(answer).resources:
        calendar = _calendar(client, answer.url, one) if _is_calendar(one) else None
        if calendar and calendar.components and len(found) < MOST:
            found.append(calendar)
    if not found:
        raise Trouble("no_calendars")
    return found


async def read_calendar(client: Client, url: str) -> Calendar:
    """What is at ``url``. Raises ``Trouble`` where that is no calendar that takes tasks."""
    answer, about = await _ask(client, url, _ABOUT)
    calendar = _calendar(client, answer.url, about) if _is_calendar(about) else None
    if calendar is None or not calendar.components:
        raise Trouble("no_calendars")
    return calendar


def _calendar(client: Client, base: str, one: Resource) -> Calendar:
    url = client.resolve(base, one.href)
    listed = one.props.get(f"{C}supported-calendar-component-set")
    kinds = {comp.get("name", "").upper() for comp in listed} if listed is not None else set(COMPONENTS)
    rights = one.props.get(f"{D}current-user-privilege-set")
    may = {right.tag for right in rights.iterfind(f"{D}privilege/*")} if rights is not None else {f"{D}write"}
    writable = bool(may & {f"{D}write", f"{D}all", f"{D}write-content", f"{D}bind"})
    name = one.text(f"{D}displayname") or urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return Calendar(
        url if url.endswith("/") else f"{url}/", _plain(name), tuple(c for c in COMPONENTS if c in kinds), writable
    )


def _is_calendar(one: Resource) -> bool:
    kind = one.props.get(f"{D}resourcetype")
    return kind is not None and kind.find(f"{C}calendar") is not None


def _plain(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:120] or "–"
