"""What a condition on each kind of field looks like, and the words for what does not."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter

from hub import web

MAX_DAYS = 36_500


def _whole(text: str) -> str:
    if "\0" in text:
        raise ValueError("the character U+0000 is not allowed")
    return text


def _plausible(day: date) -> date:
    if not 1800 <= day.year <= 2200:
        raise ValueError("a year from 1800 to 2200")
    return day


def _not_zero(days: int) -> int:
    if days == 0:
        raise ValueError("not 0: the last days are counted from 1, the next ones from -1")
    return days


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_whole)]
Day = Annotated[date, AfterValidator(_plausible)]
Days = Annotated[int, Field(ge=-MAX_DAYS, le=MAX_DAYS), AfterValidator(_not_zero)]
Number = Annotated[int, Field(ge=-(10**15), le=10**15)] | Annotated[float, Field(ge=-1e15, le=1e15)]
User = UUID | Literal["me"]


class _Condition(web.Input):
    field: str


class Empty(_Condition):
    """Whether there is a value at all."""

    op: Literal["empty", "not_empty"]
    value: None = None


class TextIs(_Condition):
    """A text, or a part of it."""

    op: Literal["is", "is_not", "contains", "starts"]
    value: Text


class TextIn(_Condition):
    """One of several texts."""

    op: Literal["in", "not_in"]
    value: Annotated[list[Text], Field(min_length=1, max_length=50)]


class NumberIs(_Condition):
    """A number, or how it compares."""

    op: Literal["is", "is_not", "gt", "lt"]
    value: Number


class DayIs(_Condition):
    """A day, in the reader's time zone."""

    op: Literal["is", "is_not", "before", "after"]
    value: Day


class WithinDays(_Condition):
    """The last days, or the next ones where negative; today belongs to both."""

    op: Literal["within_days"]
    value: Days


class UserIs(_Condition):
    """A user; ``me`` is whoever reads the list."""

    op: Literal["is", "is_not"]
    value: User


class UserIn(_Condition):
    """One of several users."""

    op: Literal["in", "not_in"]
    value: Annotated[list[User], Field(min_length=1, max_length=50)]


class FlagIs(_Condition):
    """Yes or no."""

    op: Literal["is"]
    value: bool


_OF_KIND = {
    "text": "A text of 1 to 200 letters belongs here.",
    "link": "A text of 1 to 200 letters belongs here.",
    "choice": "One of the field's options belongs here.",
    "tags": "The name of a tag belongs here.",
    "number": "A number belongs here.",
    "date": "A day such as 2026-03-21 belongs here.",
    "person": "The id of a user, or “me”, belongs here.",
    "flag": "True or false belongs here.",
}
_OF_OP = {
    "in": "A list of 1 to 50 values belongs here.",
    "not_in": "A list of 1 to 50 values belongs here.",
    "within_days": f"A number of days belongs here, up to {MAX_DAYS}: the last days, or the next ones where negative.",
    "empty": "This takes no value.",
    "not_empty": "This takes no value.",
}
AnyCondition = Empty | TextIs | TextIn | NumberIs | DayIs | WithinDays | UserIs | UserIn | FlagIs


def _one_of(*models: type[_Condition]) -> TypeAdapter[Any]:
    union: Any = models[0]
    for model in models[1:]:
        union |= model
    if len(models) > 1:
        union = Annotated[union, Field(discriminator="op")]
    return TypeAdapter(union)


_TEXTS = _one_of(TextIs, TextIn, Empty)
SHAPES: dict[str, TypeAdapter[Any]] = {
    "text": _TEXTS,
    "link": _TEXTS,
    "choice": _TEXTS,
    "tags": _TEXTS,
    "number": _one_of(NumberIs, Empty),
    "date": _one_of(DayIs, WithinDays, Empty),
    "person": _one_of(UserIs, UserIn, Empty),
    "flag": _one_of(FlagIs),
}


def words_for(kind: str, op: str, *, listed: bool) -> str:
    """What should have stood as the value; ``listed``: as one of several."""
    return _OF_KIND[kind] if listed else _OF_OP.get(op, _OF_KIND[kind])
