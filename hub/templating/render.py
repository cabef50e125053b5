"""The one function by which every sender makes a message of a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hub.templating.compiled import CompiledPart, CompiledTemplates, compile_parts
from hub.templating.problems import refuse


@dataclass(frozen=True, slots=True)
class TemplateText:
    """One version: parts by language, the language for who speaks none of them, and the kinds of its fields."""

    id: UUID
    channel: str
    language: str
    bodies: Mapping[str, Mapping[str, str]]
    uses: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TemplateValues:
    """Values by field (``customer.first_name``), and the languages to write in, the best first."""

    values: Mapping[str, Any]
    languages: Sequence[str | None] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: ``subject`` and ``html`` of a mail only; ``missing``: fields without a value or a fallback."""

    subject: str | None
    text: str
    html: str | None
    language: str
    missing: list[str] = field(default_factory=list)


COMPILED = CompiledTemplates()


def choose_language(available: Mapping[str, Any], wanted: Sequence[str | None], last: str) -> str:
    """The first wanted language that there is (``fa-IR`` is ``fa``), else the template's own, else any."""
    for language in wanted:
        if language and (short := language.replace("_", "-").partition("-")[0].lower()) in available:
            return short
    return last if last in available else next(iter(available))


def render(version: TemplateText, context: TemplateValues, *, compiled: CompiledTemplates = COMPILED) -> Rendered:
    """The message for one customer, in their language. Raises ``TemplateRefused`` for one that cannot be sent."""
    if not version.bodies:
        raise refuse("empty", "The template has no text.")
    language = choose_language(version.bodies, context.languages, version.language)
    parts = compiled.get(
        version.id, language, lambda: compile_parts(version.bodies[language], language, version.uses)
    )  # fmt: skip
    return rendered(parts, context.values, language)


def rendered(parts: Mapping[str, CompiledPart], values: Mapping[str, Any], language: str) -> Rendered:
    """The message of compiled parts. Raises ``TemplateRefused`` for one that cannot be sent."""
    missing: list[str] = []
    made = {name: part.render(values, missing) for name, part in parts.items()}
    subject = made.get("subject")
    return Rendered(
        subject if subject is None else " ".join(subject.split()), made.get("text", ""), made.get("html"), language,
        missing,
    )  # fmt: skip
