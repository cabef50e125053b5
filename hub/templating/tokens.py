"""Look at a template's tags before any of it is parsed: their number, length, nesting and first words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, TemplateSyntaxError

from hub.templating.problems import TemplateRefused, refuse

LONGEST: Final = {"subject": 300, "text": 20_000, "html": 100_000}
MOST_TAGS = 300
MOST_TOKENS = 60  # in one tag
DEEPEST = 3  # brackets in brackets
DEEPEST_IF = 6
STATEMENTS: Final = frozenset({"if", "elif", "else", "endif"})
_KEPT: Final = frozenset({0x09, 0x0A})
_TURNING: Final = frozenset({*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C}) - {0x061C}
Token = tuple[int, str, str]


def look_over(env: Environment, source: str, part: str) -> list[Token]:
    """The tokens of a template that may be parsed. Raises ``TemplateRefused``."""
    if len(source) > (most := LONGEST[part]):
        raise refuse("too_long", f"At most {most} characters.")
    _check_characters(source, part)
    found: list[Token] = []
    tags = _Tags()
    try:
        for token in _lex(env, source):
            found.append(token)
            tags.see(*token)
    except TemplateSyntaxError as error:
        raise refuse("syntax", error.message or "This cannot be read.", error.lineno) from None
    return found


def _lex(env: Environment, source: str) -> Iterator[Token]:
    yield from env.lexer.tokeniter(source, None)


def _check_characters(source: str, part: str) -> None:
    """No control characters, nothing that turns the direction of what follows, and one line where one is sent."""
    for number, line in enumerate(source.split("\n"), start=1):
        for char in line:
            code = ord(char)
            if (
                (code < 0x20 and code not in _KEPT)
                or 0x7F <= code < 0xA0
                or code in _TURNING
                or code in {0x2028, 0x2029}
            ):
                raise refuse("character", f"The character U+{code:04X} cannot be sent.", number, f"U+{code:04X}")
            if 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF:
                raise refuse("character", f"The character U+{code:04X} cannot be sent.", number, f"U+{code:04X}")
    if part == "subject" and "\n" in source:
        raise refuse("line_break", "A subject is one line.", source[: source.index("\n")].count("\n") + 1)


class _Tags:
    """Counts while tokens go by."""

    def __init__(self) -> None:
        self.tags = self.length = self.depth = self.ifs = 0
        self.first = False

    def see(self, line: int, kind: str, text: str) -> None:
        """One more token. Raises ``TemplateRefused``."""
        if kind in {"variable_begin", "block_begin"}:
            self._begin(line, kind)
        elif kind not in {"whitespace", "data", "variable_end", "block_end"}:
            self.length += 1
            if self.length > MOST_TOKENS:
                raise refuse("too_long_tag", "This tag is too long.", line)
            if kind == "operator":
                self._bracket(line, text)
            if self.first:
                self._statement(line, text)

    def _begin(self, line: int, kind: str) -> None:
        self.tags += 1
        if self.tags > MOST_TAGS:
            raise refuse("too_many", f"At most {MOST_TAGS} fields and conditions.", line)
        self.length = self.depth = 0
        self.first = kind == "block_begin"

    def _bracket(self, line: int, text: str) -> None:
        self.depth += 1 if text in "([{" else -1 if text in ")]}" else 0
        if self.depth > DEEPEST:
            raise refuse("too_deep", "Too many brackets in one another.", line)

    def _statement(self, line: int, text: str) -> None:
        self.first = False
        if text not in STATEMENTS:
            raise refuse("statement", f"{text[:40]} cannot be used: only if, elif, else and endif.", line, text)
        self.ifs += 1 if text == "if" else -1 if text == "endif" else 0
        if self.ifs > DEEPEST_IF:
            raise refuse("too_deep", "Too many conditions in one another.", line)


__all__ = ["LONGEST", "MOST_TAGS", "TemplateRefused", "Token", "look_over"]
