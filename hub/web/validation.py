"""Read path, query and body into typed values; what is wrong becomes errors by field."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aiohttp import web
from aiohttp.http import HttpProcessingError
from multidict import MultiMapping
from pydantic import BaseModel, TypeAdapter, ValidationError

from hub.web.problems import FieldError, Invalid, Problem

MALFORMED = (ValueError, AssertionError, RuntimeError, web.HTTPException, HttpProcessingError)
"""What reading a multipart form raises for one that is none."""
READ_SECONDS = 30.0  # a client that is slower than this with one body is let go


def field_errors(error: ValidationError, place: str) -> list[FieldError]:
    """Translate pydantic's errors; the input itself is never repeated."""
    return [
        FieldError(field=field_path(place, item["loc"]), code=item["type"], detail=item["msg"])
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    ]


def field_path(place: str, location: Iterable[int | str]) -> str:
    """``("identities", 0, "value")`` in the body → ``body.identities.0.value``."""
    return ".".join([place, *(str(part) for part in location)])


def path_values(adapters: Mapping[str, TypeAdapter[Any]], found: Mapping[str, str]) -> dict[str, Any]:
    """Convert the variable parts of the address. Raises ``Invalid``."""
    values: dict[str, Any] = {}
    errors: list[FieldError] = []
    for name, adapter in adapters.items():
        try:
            values[name] = adapter.validate_python(_whole(found[name], f"path.{name}"))
        except ValidationError as error:
            errors += field_errors(error, f"path.{name}")
    if errors:
        raise Invalid(errors)
    return values


def query_value(model: type[BaseModel], lists: frozenset[str], query: MultiMapping[str]) -> BaseModel:
    """Read the query string; a name may come twice only where the model wants a list. Raises ``Invalid``."""
    values: dict[str, Any] = {}
    for name in dict.fromkeys(query):
        found = [_whole(value, f"query.{name}") for value in query.getall(name)]
        if name not in lists and len(found) > 1:
            raise Invalid.field(f"query.{name}", "repeated", "This parameter may be given once.")
        values[name] = found if name in lists else found[0]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Invalid(field_errors(error, "query")) from None


async def body_value(request: web.Request, model: type[BaseModel], *, limit: int, required: bool) -> BaseModel | None:
    """Read a JSON body of at most ``limit`` bytes. Raises ``Problem`` 400, 408, 413, 415 or ``Invalid``."""
    raw = await read_body(request, limit)
    if not raw and not required:
        return None
    if request.content_type != "application/json":
        raise Problem(415, "unsupported_media_type", "Send the body as application/json.")
    try:
        value = model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise Problem(400, "malformed_json", first["msg"]) from None
        raise Invalid(field_errors(error, "body")) from None
    if b"\\u0000" in raw:
        _refuse_null(value)
    return value


async def read_body(request: web.Request, limit: int) -> bytes:
    """The raw body, up to ``limit`` bytes. Raises ``Problem`` 413 or 408."""
    too_large = Problem(413, "too_large", f"The body may have at most {limit} bytes.", headers={"Connection": "close"})
    if (request.content_length or 0) > limit:
        raise too_large
    chunks = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_any():
                chunks += chunk
                if len(chunks) > limit:
                    raise too_large
    except TimeoutError:
        raise Problem(408, "too_slow", "The body did not arrive in time.") from None
    return bytes(chunks)


def _whole(value: str, field: str) -> str:
    """PostgreSQL cannot store U+0000, and nobody types it."""
    if "\x00" in value:
        raise Invalid.field(field, "null_character", "The character U+0000 is not allowed.")
    return value


def _refuse_null(value: BaseModel) -> None:
    for path, text in _texts(value.model_dump(), ()):
        _whole(text, field_path("body", path))


def _texts(value: Any, path: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(str(key), (*path, str(key)))
            yield from _texts(item, (*path, str(key)))
    elif isinstance(value, list | tuple | set | frozenset):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
