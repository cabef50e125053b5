"""What a custom field takes: values are checked by its kind and kept in one form."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from hub.accounts import user_refs
from hub.customers.models import CustomField
from hub.db import Reader
from hub.text import digits
from hub.web import FieldError, Invalid

LONGEST = 1_000
LARGEST = 1e15  # beyond it, a page's numbers are not exact
_MARKS = str.maketrans({"٫": ".", "٬": None, ",": None, "−": "-", " ": None})


class WrongValue(ValueError):
    """A value that the field does not take: ``code`` and English words."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


async def clean_values(
    reader: Reader, fields: Mapping[str, CustomField], given: Mapping[str, Any], kind: str, place: str = "body.fields"
) -> dict[str, Any]:
    """The values as they are kept; None takes one away. Raises ``Invalid`` naming ``body.fields.<key>`` for each."""
    values: dict[str, Any] = {}
    errors = []
    for key, value in given.items():
        try:
            values[key] = clean_value(fields.get(key), value, kind)
        except WrongValue as error:
            errors.append(FieldError(field=f"{place}.{key}", code=error.code, detail=str(error)))
    people = {key: UUID(value) for key, value in values.items() if value and fields[key].kind == "person"}
    known = await user_refs(reader, set(people.values())) if people else {}
    errors += [
        FieldError(field=f"{place}.{key}", code="not_found", detail="There is no such user.")
        for key, user in people.items()
        if user not in known
    ]
    if errors:
        raise Invalid(errors)
    return values


def clean_value(field: CustomField | None, value: Any, kind: str) -> Any:
    """One value in the form in which it is kept, or None for nothing. Whether a person exists is not asked.

    Raises ``WrongValue``.
    """
    if field is None:
        raise WrongValue("unknown_field", "There is no such field.")
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if field.archived_at is not None:
        raise WrongValue("archived", "This field is archived: its values can be read and removed, not set.")
    if field.applies_to not in {"both", kind}:
        raise WrongValue("not_applicable", f"This field is not one of a customer of the kind {kind}.")
    return _KINDS[field.kind](field, value)


def _text(field: CustomField, value: Any) -> str:
    if not isinstance(value, str):
        raise WrongValue("text", "Give a text.")
    if len(value.strip()) > LONGEST:
        raise WrongValue("too_long", f"At most {LONGEST} letters.")
    return value.strip()


def _number(field: CustomField, value: Any) -> int | float:
    wrong = WrongValue("number", "Give a number.")
    if isinstance(value, str):
        plain = digits(value).translate(_MARKS)
        try:
            value = int(plain) if plain.lstrip("+-").isdigit() and len(plain) < LONGEST else float(plain)
        except ValueError:
            raise wrong from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong
    if not -LARGEST <= value <= LARGEST or not math.isfinite(value):
        raise WrongValue("number_range", "The number is too large.")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _date(field: CustomField, value: Any) -> str:
    wrong = WrongValue("date", "Give a date as 2026-03-21.")
    if not isinstance(value, str) or len(value.strip()) != len("2026-03-21"):
        raise wrong
    try:
        return date.fromisoformat(digits(value.strip())).isoformat()
    except ValueError:
        raise wrong from None


def _choice(field: CustomField, value: Any) -> str:
    if not isinstance(value, str) or value.strip() not in field.options:
        raise WrongValue("choice", "Choose one of the options.")
    return value.strip()


def _link(field: CustomField, value: Any) -> str:
    wrong = WrongValue("link", "Give an address that begins with http:// or https://.")
    text = _text(field, value)
    if any(char.isspace() or not char.isprintable() for char in text):
        raise wrong
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"http", "https"} or not host:
        raise wrong
    return text


def _person(field: CustomField, value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError):
        raise WrongValue("person", "Give a user's id.") from None


_KINDS: dict[str, Callable[[CustomField, Any], Any]] = {
    "text": _text, "number": _number, "date": _date, "choice": _choice, "link": _link, "person": _person,
}  # fmt: skip
