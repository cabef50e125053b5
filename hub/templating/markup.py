"""The HTML part of a mail: which elements and attributes it may have, and where in it a field may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from hub.templating.problems import TemplateProblem, TemplateRefused, refuse
from hub.templating.tokens import Token

FIELD, CONDITION = "\ue000", "\ue001"  # stand where a tag of the template stood; neither can be written by an author
_SHARED: Final = frozenset({
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "colspan", "dir", "height", "href",
    "lang", "role", "rowspan", "src", "style", "title", "valign", "width",
})  # fmt: skip
TAGS: Final = frozenset({
    "a", "b", "bdi", "bdo", "blockquote", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4",
    "head", "hr", "html", "i", "img", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
})  # fmt: skip
_IN_WORDS: Final = frozenset({"alt", "title"})  # attributes that are read as text, so that any field may stand there
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_UNQUOTED: Final = re.compile(f"=\\s*+[^\"'\\s>{FIELD}{CONDITION}]*+[{FIELD}{CONDITION}]")
_STYLE: Final = re.compile(r"url\s*\(|expression|@import|behavior|\\", re.IGNORECASE)

LONGEST_TAG: Final = 2_000
_UNCLOSED: Final = re.compile(f"<(?![^<>]{{0,{LONGEST_TAG}}}>)")


def check_markup(tokens: Sequence[Token], kinds: Mapping[str, str]) -> None:
    """Look at the HTML of a part. Raises ``TemplateRefused`` with the lines."""
    source, fields = _skeleton(tokens)
    if found := _UNCLOSED.search(source):  # the parser would look from each < to the end: minutes for a long text
        line = source.count("\n", 0, found.start()) + 1
        raise refuse(
            "html_syntax", "Close each < by a > soon, and write &lt; for one that begins no element.", line, "<"
        )
    parser = _Parser(fields, kinds)
    parser.feed(source)
    parser.close()
    if parser.problems:
        raise TemplateRefused(parser.problems)


def _skeleton(tokens: Sequence[Token]) -> tuple[str, list[str]]:
    """The HTML with one sign in each tag's place (and its line breaks), and what stood in each field's tag."""
    out: list[str] = []
    fields: list[str] = []
    inside: list[str] | None = None
    for _, kind, text in tokens:
        if kind == "variable_begin":
            inside = []
            out.append(FIELD)
        elif kind == "variable_end":
            fields.append("".join(inside or []).strip())
            inside = None
        elif kind == "block_begin":
            out.append(CONDITION)
        if inside is not None and kind != "variable_begin":
            inside.append(text)
        out.append(text if kind == "data" else "\n" * text.count("\n"))
    return "".join(out), fields


class _Parser(HTMLParser):
    def __init__(self, fields: Sequence[str], kinds: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.problems: list[TemplateProblem] = []
        self._fields = iter(fields)
        self._kinds = kinds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        raw = self.get_starttag_text() or ""
        used = [next(self._fields, "") for _ in range(raw.count(FIELD))]
        if len(raw) > LONGEST_TAG:
            self._tell("html_syntax", f"An element's beginning has at most {LONGEST_TAG} characters.", tag)
            return
        if tag not in TAGS:
            self._tell("html_tag", f"The element {tag[:30]} cannot be used in a mail.", tag)
        elif CONDITION in raw or _UNQUOTED.search(raw) or any(FIELD in name for name, _ in attrs):
            self._tell("html_place", "Inside an element, a field stands in a quoted href, alt or title only.", tag)
        for name, value in attrs:
            self._attribute(name, value or "", used)

    def _attribute(self, name: str, value: str, used: Sequence[str]) -> None:
        if name not in _SHARED:
            self._tell("html_attribute", f"The attribute {name[:30]} cannot be used in a mail.", name)
        elif FIELD in value and name not in _IN_WORDS:
            field = used[0].partition("|")[0].strip() if used else ""
            if name != "href" or value != FIELD or self._kinds.get(field) != "link" or "|" in used[0]:
                self._tell("html_place", "A link's address is one field that holds a link, and nothing else.", field)
        elif (name in {"href", "src"} and not _address(value)) or (name == "style" and _STYLE.search(value)):
            self._tell("html_attribute", f"This value of {name} cannot be used in a mail.", name)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag not in TAGS:
            self._tell("html_tag", f"The element {tag[:30]} cannot be used in a mail.", tag)

    def handle_data(self, data: str) -> None:
        """Text; a ``<`` in it is one that no element followed."""
        if "<" in data:
            self._tell("html_syntax", "Write &lt; for a < that begins no element.", "<")
        for _ in range(data.count(FIELD)):
            next(self._fields, "")

    def handle_comment(self, data: str) -> None:
        """A comment: nothing but words that nobody reads."""
        self._tell("html_tag", "Comments cannot be used in a mail.", "<!-- -->")

    def handle_decl(self, decl: str) -> None:
        """A document type is harmless."""
        if decl.strip().lower() != "doctype html":
            self._tell("html_tag", "This declaration cannot be used in a mail.", decl[:30])

    def unknown_decl(self, data: str) -> None:
        """CDATA and the like."""
        self._tell("html_tag", "This declaration cannot be used in a mail.", data[:30])

    def handle_pi(self, data: str) -> None:
        """A processing instruction."""
        self._tell("html_tag", "This declaration cannot be used in a mail.", data[:30])

    def _tell(self, code: str, detail: str, name: str) -> None:
        self.problems.append(TemplateProblem(code, detail, self.getpos()[0], name[:60]))


def _address(value: str) -> bool:
    """An address with a scheme that a mail may lead to."""
    if any(ord(char) <= 0x20 for char in value.strip()):
        return False
    try:
        return urlsplit(value.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False
