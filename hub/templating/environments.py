"""The sandboxed environments: one for each language, with and without escaping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hub.templating import words
from hub.templating.kinds import LANGUAGES


class Gap:
    """A field that has no value: false, equal to nothing, empty text; writing it notes its name in ``missing``."""

    __slots__ = ("_missing", "_name")

    def __init__(self, name: str, missing: list[str]) -> None:
        self._name, self._missing = name, missing

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        if self._name not in self._missing:
            self._missing.append(self._name)
        return ""

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    """The closed set; each lets a gap through, so that a ``default`` behind it still works."""

    def over(write: Callable[..., str]) -> Callable[..., Any]:
        return lambda value, *more: value if isinstance(value, Gap) else write(value, *more)

    def written(value: Any) -> str:
        if isinstance(value, datetime):
            return moment(value)
        if isinstance(value, date):
            return words.write_date(value, language, "short")
        return words.write_number(value, language) if isinstance(value, int | float) else str(value)

    def day(value: Any, style: str = "short", calendar: str | None = None) -> str:
        if isinstance(value, str):  # the text of a default
            return value
        return words.write_date(value.date() if isinstance(value, datetime) else value, language, style, calendar)

    def clock(value: Any) -> str:
        return value if isinstance(value, str) else words.write_time(value, language)

    def moment(value: Any) -> str:
        return value if isinstance(value, str) else f"{day(value)} {words.write_time(value, language)}"

    def number(value: Any) -> str:
        return value if isinstance(value, str) else words.write_number(value, language)

    def money(value: Any, unit: str, kept: str = "rial") -> str:
        return value if isinstance(value, str) else words.write_money(value, language, unit, kept)

    def digits(value: Any, which: str | None = None) -> str:
        wanted = language if which is None else "fa" if which == "persian" else "en"
        return words.write_digits(written(value), wanted)

    return {
        "default": lambda value, text: text if isinstance(value, Gap) else value,
        "upper": over(lambda value: written(value).upper()), "date": over(day), "time": over(clock),
        "moment": over(moment), "number": over(number), "money": over(money), "digits": over(digits),
    }  # fmt: skip


def _environment(language: str, *, html: bool) -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(
        autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, cache_size=0, optimized=False
    )
    env.filters, env.tests, env.globals = _filters(language), {}, {}
    return env


ENVIRONMENTS: Final[dict[tuple[str, bool], ImmutableSandboxedEnvironment]] = {
    (language, html): _environment(language, html=html) for language in LANGUAGES for html in (False, True)
}
