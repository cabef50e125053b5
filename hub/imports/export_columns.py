"""The columns of an export, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.accounts import UserRef
from hub.customers import Catalogue, Customer, display
from hub.imports.headers import title
from hub.sheets.dates import in_jalali
from hub.sheets.writing import HARMFUL, NUMBER, Cell
from hub.web import FieldError, Invalid

DEFAULT = (
    "name", "kind", "job_title", "organisation", "number", "other_phones", "email", "other_emails", "tags", "owner",
    "city", "country", "stage", "language", "note", "created_at", "last_contact_at",
)  # fmt: skip
COLUMNS = frozenset({*DEFAULT, "time_zone", "id"})
FIELD = "fields."
LONGEST = 32_000  # characters of a cell; a spreadsheet takes 32,767
_TARGETS = {"number": "phone"}  # where a list calls a column otherwise than an import does
_ADDRESSES = {"number": "phone", "other_phones": "phone", "email": "email", "other_emails": "email"}
_KINDS = {"fa": {"person": "شخص", "organisation": "سازمان"}, "en": {"person": "person", "organisation": "organisation"}}


def check_columns(columns: Sequence[str], catalogue: Catalogue, place: str) -> None:
    """Raise ``Invalid`` for those that there are not."""
    errors = [
        FieldError(field=f"{place}.{index}", code="unknown_column", detail="There is no such column.")
        for index, column in enumerate(columns)
        if column not in COLUMNS and not (column.startswith(FIELD) and column in catalogue)
    ]
    if errors:
        raise Invalid(errors)


def headers(columns: Sequence[str], catalogue: Catalogue, language: str) -> list[str]:
    """What the columns are called."""
    found = []
    for column in columns:
        custom = catalogue.get(column) if column.startswith(FIELD) else None
        name = (custom.label or column) if custom else column
        found.append(safe(name) or column if custom else title(_TARGETS.get(column, column), language))
    return found


@dataclass(frozen=True, slots=True)
class Style:
    """How values are written."""

    language: str
    calendar: str
    zone: ZoneInfo
    kinds: Mapping[str, str] = field(default_factory=dict)  # of custom fields, by key

    def day(self, value: date) -> str:
        """A date."""
        return in_jalali(value) if self.calendar == "jalali" else value.isoformat()

    def moment(self, value: datetime | None) -> str | None:
        """A point in time, to the minute, where the reader is."""
        if value is None:
            return None
        local = value.astimezone(self.zone)
        return f"{self.day(local.date())} {local:%H:%M}"


@dataclass(slots=True)
class Found:
    """What is known of a page of customers beside their own rows."""

    organisations: Mapping[UUID, str]
    users: Mapping[UUID, UserRef]
    tags: Mapping[UUID, Sequence[str]]
    addresses: Mapping[tuple[UUID, str], Sequence[str]]


def cells(one: Customer, columns: Sequence[str], found: Found, style: Style) -> list[Cell]:
    """A row of the export."""
    return [_cell(one, column, found, style) for column in columns]


def _cell(one: Customer, column: str, found: Found, style: Style) -> Cell:
    if column.startswith(FIELD):
        return _custom(one.fields.get(column.removeprefix(FIELD)), column.removeprefix(FIELD), found, style)
    if column in _ADDRESSES:
        return _addresses(found.addresses.get((one.id, _ADDRESSES[column]), ()), others=column.startswith("other"))
    if column in {"created_at", "last_contact_at"}:
        return style.moment(getattr(one, column))
    if column == "organisation":
        return safe(found.organisations.get(one.organisation_id) if one.organisation_id else None)
    if column == "owner":
        owner = found.users.get(one.owner_id) if one.owner_id else None
        return safe(owner.name if owner else None)
    if column == "tags":
        return safe(", ".join(found.tags.get(one.id, ())))
    if column == "kind":
        return _KINDS[style.language].get(one.kind, one.kind)
    value = getattr(one, column)
    return safe(str(value)) if value is not None else None


def _addresses(values: Sequence[str], *, others: bool) -> str | None:
    shown = [display(value) for value in (values[1:] if others else values[:1])]
    text = ", ".join(shown)
    return text if all(NUMBER.fullmatch(value) for value in shown) else safe(text)  # a number stays readable


def _custom(value: Any, key: str, found: Found, style: Style) -> Cell:
    kind = style.kinds.get(key)
    if isinstance(value, int | float) and kind == "number":
        return value
    if value is None:
        return None
    if kind == "date":
        try:
            return style.day(date.fromisoformat(str(value)))
        except ValueError:
            return safe(str(value))
    if kind == "person":
        user = found.users.get(_uuid(str(value)))
        return safe(user.name if user else None)
    return safe(str(value))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def safe(text: str | None) -> str | None:
    """Text that no spreadsheet takes for a formula: a quotation mark goes before a sign that begins one."""
    if text is None:
        return None
    text = text[:LONGEST]
    return f"'{text}" if text.startswith(HARMFUL) else text
