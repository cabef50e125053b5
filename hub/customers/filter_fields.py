"""The fields that customers can be filtered by: the built-in ones and the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from hub.customers.models import CustomField
from hub.db import Reader

CUSTOM = "fields."  # before the key of a custom field

_TEXT = ("is", "is_not", "contains", "starts", "in", "not_in", "empty", "not_empty")
_ONE_OF = ("is", "is_not", "in", "not_in", "empty", "not_empty")
OPS: dict[str, tuple[str, ...]] = {
    "text": _TEXT,
    "link": _TEXT,
    "number": ("is", "is_not", "gt", "lt", "empty", "not_empty"),
    "date": ("is", "is_not", "before", "after", "within_days", "empty", "not_empty"),
    "choice": _ONE_OF,
    "person": _ONE_OF,
    "tags": _ONE_OF,
    "flag": ("is",),
}
"""What may be asked of each kind of field."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """One field. ``label`` is what the organisation calls its own; ``timed`` dates are points in time."""

    field: str
    kind: str
    options: tuple[str, ...] = ()
    label: str | None = None
    archived: bool = False
    timed: bool = False

    @property
    def key(self) -> str | None:
        """The key of a custom field."""
        return self.field.removeprefix(CUSTOM) if self.field.startswith(CUSTOM) else None

    @property
    def ops(self) -> tuple[str, ...]:
        """What may be asked of it."""
        return OPS[self.kind]


Catalogue = Mapping[str, FilterField]
_BUILT_IN = (
    FilterField("name", "text"),
    FilterField("kind", "choice", ("person", "organisation")),
    FilterField("city", "text"),
    FilterField("country", "text"),
    FilterField("stage", "text"),
    FilterField("owner_id", "person"),
    FilterField("tags", "tags"),
    FilterField("language", "choice", ("fa", "en")),
    FilterField("last_contact_at", "date", timed=True),
    FilterField("created_at", "date", timed=True),
    FilterField("has_phone", "flag"),
    FilterField("has_email", "flag"),
)
_CUSTOM = sa.select(CustomField.key, CustomField.label, CustomField.kind, CustomField.options, CustomField.archived_at)


async def load_catalogue(reader: Reader) -> Catalogue:
    """All fields by their name, in the order in which they are offered; archived ones are marked."""
    found = {field.field: field for field in _BUILT_IN}
    rows = await reader.execute(_CUSTOM.order_by(CustomField.position, CustomField.key))
    for key, label, kind, options, archived_at in rows:
        name = CUSTOM + key
        found[name] = FilterField(name, kind, tuple(map(str, options)), label, archived_at is not None)
    return found
