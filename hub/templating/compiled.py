"""Check a template's parts, compile them once, and render them; compiled ones are kept, the least used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Template
from jinja2.environment import Template as CompiledTemplate

from hub.templating.environments import ENVIRONMENTS, Gap
from hub.templating.grammar import Checked, check, slot
from hub.templating.markup import check_markup
from hub.templating.problems import refuse
from hub.templating.tokens import look_over

Parts = Mapping[str, str]
PARTS: Final = ("subject", "text", "html")
LONGEST_OUTPUT = 400_000
MOST_KEPT = 500


def check_part(source: str, part: str, language: str, catalogue: Mapping[str, str]) -> Checked:
    """A part (subject, text or html) that may be saved, and its fields. Raises ``TemplateRefused``."""
    env = ENVIRONMENTS[language, part == "html"]
    checked = check(env, source, part, catalogue)
    if part == "html":
        check_markup(look_over(env, source, part), catalogue)
    return checked


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part of one language."""

    template: CompiledTemplate
    uses: Sequence[tuple[str, str]]  # slot, field

    def render(self, values: Mapping[str, Any], missing: list[str]) -> str:
        """The text for these values. Raises ``TemplateRefused`` where it would be longer than can be sent."""
        given = {name: Gap(field, missing) if (value := values.get(field)) is None or value == "" else value
                 for name, field in self.uses}  # fmt: skip
        text = self.template.render(given)
        if len(text) > LONGEST_OUTPUT:
            raise refuse("too_long", "The message would be too long.")
        return text


def compile_part(source: str, part: str, language: str, catalogue: Mapping[str, str]) -> CompiledPart:
    """Check and compile. Raises ``TemplateRefused``."""
    env = ENVIRONMENTS[language, part == "html"]
    checked = check(env, source, part, catalogue)
    try:
        code = env.compile(checked.tree)
    except (RecursionError, MemoryError, SyntaxError):
        raise refuse("too_deep", "This is too large to be read.") from None
    template = Template.from_code(env, code, {})
    return CompiledPart(template, [(slot(place), name) for place, name in enumerate(checked.uses)])


def compile_parts(parts: Parts, language: str, catalogue: Mapping[str, str]) -> dict[str, CompiledPart]:
    """All parts of one language that have any text."""
    return {part: compile_part(parts[part], part, language, catalogue) for part in PARTS if parts.get(part)}


class CompiledTemplates:
    """At most so many compiled texts by (version, language); a version never changes, so none is ever stale."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Any, str], dict[str, CompiledPart]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, version: Any, language: str, make: Callable[[], dict[str, CompiledPart]]) -> dict[str, CompiledPart]:
        """The compiled parts, made unless they are kept."""
        key = version, language
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._kept[key] = make()
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found
