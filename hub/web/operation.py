"""One typed route: what its function's signature says, read once when it is declared."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from aiohttp import web
from pydantic import BaseModel, TypeAdapter

from hub.web.limits import Rate

Handler = Callable[..., Awaitable[Any]]
_VARIABLE = re.compile(r"{(\w+)}")
_FORM = re.compile(r"{(\w+):[^{}]*}")  # a variable with the form it must have: `{path:.*}`


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may call a route, and how often and how much they may send."""

    permission: str
    while_locked: bool = False
    rate: Rate | None = None
    body_limit: int | None = None  # bytes; None: the hub's setting
    if_match: bool = False  # takes the version that a change is made for, and answers 412 where there is a newer one


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A route with its types, as the dispatcher and the OpenAPI document need it."""

    method: str
    path: str
    pattern: str  # as the router takes it: a variable may say its form
    tag: str
    summary: str
    status: int
    errors: tuple[int, ...]
    access: Access
    handler: Handler
    path_adapters: dict[str, TypeAdapter[Any]]
    query: type[BaseModel] | None
    query_lists: frozenset[str]
    body: type[BaseModel] | None
    body_required: bool
    output: type[BaseModel] | None  # None: no content, or a raw response
    raw: bool
    media: str  # content types of a raw response, parted by ", "

    @property
    def name(self) -> str:
        """The operation id: the function's name."""
        return self.handler.__name__

    @property
    def description(self) -> str:
        """The function's docstring."""
        return inspect.getdoc(self.handler) or ""


def describe(
    handler: Handler,
    *,
    method: str,
    path: str,
    tag: str,
    summary: str,
    status: int,
    errors: tuple[int, ...],
    access: Access,
    media: str,
) -> Operation:
    """Read ``handler``'s signature. Raises ``TypeError`` where it does not fit the path."""
    hints = get_type_hints(handler, include_extras=True)
    pattern, path = path, _FORM.sub(r"{\1}", path)
    output, raw = _output(handler, hints.pop("return", inspect.Parameter.empty))
    names = _check_names(handler, path)
    query = hints.get("query")
    body, required = _optional(hints.get("body"))
    return Operation(
        method=method,
        path=path,
        pattern=pattern,
        tag=tag,
        summary=summary,
        status=204 if output is None and not raw and status == 200 else status,
        errors=errors,
        access=access,
        handler=handler,
        path_adapters={name: TypeAdapter(hints[name]) for name in names},
        query=query,
        query_lists=_list_fields(query) if query else frozenset(),
        body=body,
        body_required=required,
        output=output,
        raw=raw,
        media=media,
    )


def _check_names(handler: Handler, path: str) -> list[str]:
    """The path's variables, which the function must take and nothing beside them."""
    variables = _VARIABLE.findall(path)
    parameters = list(inspect.signature(handler).parameters)
    if parameters[:1] != ["ctx"] or set(parameters[1:]) - {"query", "body"} != set(variables):
        raise TypeError(f"{handler.__name__}: takes {parameters}, but {path} needs ctx, {variables}, query?, body?")
    return variables


def _output(handler: Handler, returned: Any) -> tuple[type[BaseModel] | None, bool]:
    if returned is None or returned is types.NoneType:
        return None, False
    if isinstance(returned, type) and issubclass(returned, web.StreamResponse):
        return None, True
    if isinstance(returned, type) and issubclass(returned, BaseModel):
        return returned, False
    raise TypeError(f"{handler.__name__}: annotate the result with a model, None or a web.StreamResponse")


def _optional(annotation: Any) -> tuple[Any, bool]:
    """``Model | None`` → (Model, False)."""
    if get_origin(annotation) in {Union, types.UnionType} and types.NoneType in get_args(annotation):
        kept = [part for part in get_args(annotation) if part is not types.NoneType]
        return Union[tuple(kept)], False  # noqa: UP007 - built at run time
    return annotation, annotation is not None


def _list_fields(model: type[BaseModel]) -> frozenset[str]:
    found = set()
    for name, field in model.model_fields.items():
        if get_origin(_optional(field.annotation)[0]) in {list, tuple, set, frozenset}:
            found.add(field.alias or name)
    return frozenset(found)
