"""Where in an answer something stands: JMESPath, which reads and does nothing else."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated, Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

LONGEST = 500  # characters of an expression
_LONGEST_WORD = 300  # of an id, a code or a number


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> ParsedResult:
    return jmespath.compile(expression)


def _checked(expression: str) -> str:
    if len(expression) > LONGEST:
        raise PydanticCustomError("expression", "an expression has {most} characters at most", {"most": LONGEST})
    try:
        _compiled(expression)
    except (JMESPathError, RecursionError, ValueError) as error:
        why = str(error).partition("\n")[0][:200]
        raise PydanticCustomError("expression", "not a JMESPath expression: {why}", {"why": why}) from None
    return expression


Expression = Annotated[str, AfterValidator(_checked)]
"""A JMESPath expression that can be read."""


def find(expression: str | None, document: Any) -> Any:
    """What the expression finds; None where there is nothing, or where what came does not suit it."""
    if not expression:
        return None
    try:
        return _compiled(expression).search(document)
    except (JMESPathError, RecursionError, ValueError, TypeError, OverflowError):
        return None


def word(expression: str | None, document: Any) -> str | None:
    """A short text or number that it finds, as text; None for anything else, and for an empty one."""
    found = find(expression, document)
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, float) and found.is_integer() and abs(found) < 1e15:
        found = int(found)
    if not isinstance(found, str | int | float):
        return None
    try:
        text = str(found)
    except ValueError:  # an integer of thousands of digits
        return None
    return text.strip()[:_LONGEST_WORD] or None


def text(expression: str | None, document: Any) -> str | None:
    """A text that it finds, whole."""
    found = find(expression, document)
    return found if isinstance(found, str) else word(expression, document)


def number(expression: str | None, document: Any) -> Decimal | None:
    """A number that it finds, however it is written."""
    written = word(expression, document)
    try:
        value = Decimal(written.replace(",", "")) if written else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and abs(value) < 10**15 else None


def holds(expression: str | None, document: Any) -> bool:
    """Whether it finds something that is true."""
    return bool(find(expression, document))


def rows(expression: str | None, document: Any) -> list[Any]:
    """The things that it finds, each by itself; one alone is a row, too."""
    found = find(expression, document)
    return found if isinstance(found, list) else [] if found is None else [found]
