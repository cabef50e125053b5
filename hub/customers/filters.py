"""The filter language of lists: JSON in, checked conditions out, what is wrong told at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from hub.customers.filter_fields import Catalogue, FilterField
from hub.customers.filter_shapes import SHAPES, AnyCondition, words_for
from hub.web import FieldError, Invalid

MAX_CONDITIONS = 20
MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one field."""

    field: FilterField
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that must all hold, or any of which is enough; one without any holds always."""

    every: bool
    items: tuple[Condition | Group, ...]


Filter = Group


def read_filter(raw: Any, catalogue: Catalogue, place: str) -> Filter:
    """The filter in parsed JSON. Raises ``Invalid`` with every mistake at its place below ``place``."""
    reading = _Reading(catalogue)
    node = reading.node(raw, place, 1)
    if reading.errors or node is None:
        raise Invalid(reading.errors)
    return node if isinstance(node, Group) else Group(True, (node,))


def notices(filter_: Filter, place: str) -> list[FieldError]:
    """What a reader should know of a filter that works: fields in it that are archived."""
    return [
        FieldError(field=f"{at}.field", code="archived", detail=f"The field “{one.field.label}” is archived.")
        for at, one in _conditions(filter_, place)
        if one.field.archived
    ]


def _conditions(node: Condition | Group, place: str) -> Iterator[tuple[str, Condition]]:
    if isinstance(node, Condition):
        yield place, node
        return
    for index, item in enumerate(node.items):
        yield from _conditions(item, f"{place}.{'all' if node.every else 'any'}.{index}")


@dataclass(slots=True)
class _Reading:
    catalogue: Catalogue
    errors: list[FieldError] = field(default_factory=list)
    count: int = 0

    def node(self, raw: Any, place: str, depth: int) -> Condition | Group | None:
        if not isinstance(raw, dict):
            self.wrong(place, "filter", "A condition or a group of conditions belongs here.")
            return None
        if "all" in raw or "any" in raw:
            return self.group(raw, place, depth)
        return self.condition(raw, place)

    def group(self, raw: dict[str, Any], place: str, depth: int) -> Group | None:
        if len(raw) != 1:
            self.wrong(place, "filter", "A group has either “all” or “any”, and nothing else.")
            return None
        if depth > MAX_DEPTH:
            self.wrong(place, "too_deep", f"Groups may be nested {MAX_DEPTH} deep at most.")
            return None
        ((word, inner),) = raw.items()
        if not isinstance(inner, list):
            self.wrong(f"{place}.{word}", "filter", "A list of conditions belongs here.")
            return None
        items = self.items(inner, f"{place}.{word}", depth)
        return Group(word == "all", items)

    def items(self, inner: Sequence[Any], place: str, depth: int) -> tuple[Condition | Group, ...]:
        found = []
        for index, item in enumerate(inner):
            if self.count >= MAX_CONDITIONS or index >= MAX_CONDITIONS:
                self.wrong(place, "too_many", f"A filter may have {MAX_CONDITIONS} conditions at most.")
                break
            node = self.node(item, f"{place}.{index}", depth + 1)
            if isinstance(node, Group) and not node.items:
                continue  # says nothing
            if node is not None:
                found.append(node)
        return tuple(found)

    def condition(self, raw: dict[str, Any], place: str) -> Condition | None:
        self.count += 1
        name = raw.get("field")
        known = self.catalogue.get(name) if isinstance(name, str) else None
        if known is None:
            self.wrong(f"{place}.field", "unknown_field", "There is no such field to filter by.")
            return None
        if raw.get("op") not in known.ops:
            words = f"This does not fit the field, which takes {', '.join(known.ops)}."
            self.wrong(f"{place}.op", "op", words)
            return None
        try:
            checked = SHAPES[known.kind].validate_json(to_json(raw), strict=True)  # dates and ids come as texts
        except ValidationError as error:
            self.explain(error, known, str(raw["op"]), place)
            return None
        return self.fitting(known, checked, place)

    def fitting(self, known: FilterField, checked: AnyCondition, place: str) -> Condition | None:
        wanted = checked.value if isinstance(checked.value, list) else [checked.value]
        if known.kind == "choice" and checked.value is not None and set(wanted) - set(known.options):
            self.wrong(f"{place}.value", "choice", f"One of these belongs here: {', '.join(known.options)}.")
            return None
        return Condition(known, checked.op, checked.value)

    def explain(self, error: ValidationError, known: FilterField, op: str, place: str) -> None:
        for item in error.errors(include_input=False, include_url=False, include_context=False)[:3]:
            inside = item["loc"][1:] if item["loc"][:1] == (op,) else item["loc"]
            listed = len(inside) > 1 and isinstance(inside[1], int)
            shown = inside[: 2 if listed else 1]  # what follows tells the parts of a union apart
            path = ".".join([place, *map(str, shown)])
            words = item["msg"]
            if inside[:1] == ("value",) and item["type"] != "missing":
                words = words_for(known.kind, op, listed=listed)
            if all(told.field != path for told in self.errors):
                self.wrong(path, item["type"], words)

    def wrong(self, place: str, code: str, detail: str) -> None:
        if len(self.errors) < MAX_CONDITIONS:
            self.errors.append(FieldError(field=place, code=code, detail=detail))
