"""The XML of WebDAV (RFC 4918), CalDAV (RFC 4791) and collection synchronisation (RFC 6578)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hub.caldav.client import Answer
from hub.caldav.trouble import Trouble

D: Final = "{DAV:}"
C: Final = "{urn:ietf:params:xml:ns:caldav}"
S: Final = "{http://calendarserver.org/ns/}"
MOST: Final = 5_000  # resources in one answer
_NAMES: Final = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
TYPE: Final = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Resource:
    """What an answer says of one address: its status where it has one of its own, and the properties that it has."""

    href: str
    status: int | None
    props: dict[str, Element] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A property's text; empty where it has none."""
        found = self.props.get(name)
        return (found.text or "").strip() if found is not None else ""

    def href_in(self, name: str) -> str:
        """The address that a property names."""
        found = self.props.get(name)
        return (found.findtext(f"{D}href") or "").strip() if found is not None else ""


@dataclass(frozen=True, slots=True)
class Multistatus:
    """A 207 answer."""

    resources: list[Resource]
    sync_token: str


def propfind(*props: str) -> bytes:
    """A request for these properties, such as ``D:getetag``."""
    return _document("D:propfind", f"<D:prop>{_empty(props)}</D:prop>")


def multiget(hrefs: Iterable[str]) -> bytes:
    """A request for these entries with their content."""
    wanted = "".join(f"<D:href>{escape(href)}</D:href>" for href in hrefs)
    return _document("C:calendar-multiget", f"<D:prop>{_empty(('D:getetag', 'C:calendar-data'))}</D:prop>{wanted}")


def sync_collection(token: str) -> bytes:
    """A request for what changed since ``token``."""
    inner = f"<D:sync-token>{escape(token)}</D:sync-token><D:sync-level>1</D:sync-level>"
    return _document("D:sync-collection", f"{inner}<D:prop><D:getetag/></D:prop>")


def query(component: str) -> bytes:
    """A request for the entries of one kind, without their content."""
    inner = f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="{component}"/></C:comp-filter>'
    return _document("C:calendar-query", f"<D:prop><D:getetag/></D:prop><C:filter>{inner}</C:filter>")


def _empty(props: Iterable[str]) -> str:
    return "".join(f"<{name}/>" for name in props)


def _document(name: str, inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><{name} {_NAMES}>{inner}</{name}>'.encode()


def read(answer: Answer) -> Multistatus:
    """What a 207 says. Raises ``Trouble`` for whatever else, and for XML that is none or plays tricks."""
    answer.expect(207)
    root = parse(answer.body)
    if root.tag != f"{D}multistatus":
        raise Trouble("nonsense")
    resources = list(_resources(root))
    return Multistatus(resources, (root.findtext(f"{D}sync-token") or "").strip())


def parse(body: bytes) -> Element:
    """The document's root. Raises ``Trouble``: no document types, no entities."""
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Trouble("nonsense") from None
    return root


def _resources(root: Element) -> Iterator[Resource]:
    for count, one in enumerate(root.iterfind(f"{D}response")):
        if count >= MOST:
            raise Trouble("too_large")
        props = {
            prop.tag: prop
            for stat in one.iterfind(f"{D}propstat")
            if _status(stat) in {None, 200}
            for prop in stat.iterfind(f"{D}prop/*")
        }
        yield Resource((one.findtext(f"{D}href") or "").strip(), _status(one), props)


def _status(element: Element) -> int | None:
    words = (element.findtext(f"{D}status") or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else None
