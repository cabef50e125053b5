"""Texts with placeholders: ``{to}``, ``{values.name}``, ``{text?}`` that may lack, ``{from|int}`` of another type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hub.ports import Refused

_FOUND = re.compile(r"\{\{|\}\}|\{([a-z_]+)(?:\.([^{}|?]+))?(\?)?(?:\|([a-z]+)(?::([^{}]*))?)?\}")
Given = Mapping[str, Any]


class LackingError(Refused):
    """The gateway wants something that nobody gave: ``name`` is the placeholder's."""

    cause = "content"

    def __init__(self, name: str, key: str | None) -> None:
        super().__init__(f"The gateway needs {f'{name}.{key}' if key else name}, which was not given.")
        self.name = name


class _Missing(Exception):
    pass


def names_in(template: Any, *, needed: bool = False) -> set[str]:
    """The names that any text within it holds; ``needed``: only those that may not lack."""
    if isinstance(template, str):
        return {found[1] for found in _FOUND.finditer(template) if found[1] and not (needed and found[3])}
    parts = [*template.keys(), *template.values()] if isinstance(template, Mapping) else template
    if isinstance(parts, list | tuple):
        return set[str]().union(*(names_in(one, needed=needed) for one in parts))
    return set()


def filled(template: Any, given: Given) -> Any:
    """The template with everything filled in; what lacks and may is left out with its key.

    A text that is one placeholder alone becomes what it stands for, of its own type. Raises ``Refused`` for what lacks
    and may not.
    """
    if isinstance(template, str):
        return _text(template, given)
    if isinstance(template, Mapping):
        return {key: value for key, value in ((key, _or_none(one, given)) for key, one in template.items())
                if value is not None}  # fmt: skip
    if isinstance(template, list | tuple):
        return [value for value in (_or_none(one, given) for one in template) if value is not None]
    return template


def _or_none(template: Any, given: Given) -> Any:
    try:
        return filled(template, given)
    except _Missing:
        return None


def texts(template: Mapping[str, str], given: Given) -> dict[str, str]:
    """The same of a table of texts, as texts. Raises ``Refused``."""
    return {key: value if isinstance(value, str) else str(value) for key, value in filled(template, given).items()}


def written(template: str, given: Given, quote: Any = str) -> str:
    """The same of one text, each value through ``quote``. Raises ``Refused``."""
    try:
        return _FOUND.sub(lambda found: _put(found, given, quote), template)
    except _Missing:
        return ""


def _text(template: str, given: Given) -> Any:
    alone = _FOUND.fullmatch(template)
    if alone and alone[1]:
        return _value(alone, given)
    return _FOUND.sub(lambda found: _put(found, given, str), template)


def _put(found: re.Match[str], given: Given, quote: Any) -> str:
    return found[0][0] if found[1] is None else quote(str(_value(found, given)))


def _value(found: re.Match[str], given: Given) -> Any:
    name, key, optional, kind, extra = found.groups()
    value = given.get(name)
    if key is not None:
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is None or (isinstance(value, str | dict) and not value):
        if optional:
            raise _Missing
        raise LackingError(name, key)
    return _of_kind(value, kind, extra or "")


def _of_kind(value: Any, kind: str | None, extra: str) -> Any:
    """``int``; ``percent``: that sign twice, where a gateway has a use for it; ``list``, ``ints`` and ``join`` of the
    values; ``pairs:name,value``: an object for each."""
    table = value if isinstance(value, Mapping) else {str(place): one for place, one in enumerate(_listed(value))}
    if kind == "int":
        return _whole(value)
    if kind == "percent":
        return str(value).replace("%", "%%")
    if kind == "list":
        return list(table.values())
    if kind == "ints":
        return [_whole(one) for one in table.values()]
    if kind == "join":
        return (extra or ",").join(map(str, table.values()))
    if kind == "pairs":
        key, _, of = extra.partition(",")
        return [{key or "name": name, of or "value": one} for name, one in table.items()]
    return dict(value) if isinstance(value, Mapping) else value


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _whole(value: Any) -> int:
    try:
        return int(str(value)[:40])
    except ValueError:
        raise Refused("The gateway needs a number where it was given something else.", cause="content") from None
