"""The OpenAPI 3.1 document of all routes; the same code always gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import WithDefaultSchema

from hub.web.operation import Operation
from hub.web.origin import SAFE
from hub.web.principal import PUBLIC
from hub.web.problems import CONTENT_TYPE, ProblemDocument
from hub.web.routes import Routes

Mode = Literal["validation", "serialization"]
Schema = dict[str, Any]
_GENERIC = re.compile(r"^(\w+)\[(\w+)\]$")
TEMPLATE = "#/components/schemas/{model}"
COOKIE = "peyvand_session"


class Names(GenerateJsonSchema):
    """``Page[Call]`` is called ``CallPage``; a field that may be left out, but not be null, shows no null default."""

    def normalize_name(self, name: str) -> str:
        """Put what a generic model holds before what it is."""
        return super().normalize_name(_GENERIC.sub(r"\2\1", name))

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Leave out a null that the field itself would refuse."""
        described = super().default_schema(schema)
        if described.get("default", ...) is None and schema["schema"]["type"] != "nullable":
            del described["default"]
        return described


class OpenApi:
    """The document, built when it is first asked for, and again when what it describes has changed."""

    def __init__(self, areas: Sequence[Routes], version: str) -> None:
        self._areas = self._every = list(areas)
        self._version = version
        self._body: bytes | None = None

    @property
    def body(self) -> bytes:
        """The document as JSON."""
        if self._body is None:
            self._body = json.dumps(build_openapi(self._every, self._version), ensure_ascii=False).encode()
        return self._body

    def describe_also(self, late: Sequence[Routes]) -> None:
        """Describe these beside those that are always there, and no others."""
        self._every, self._body = [*self._areas, *late], None


def build_openapi(areas: Sequence[Routes], version: str) -> Schema:
    """Describe every operation of ``areas``."""
    operations = sorted((o for area in areas for o in area.operations), key=lambda o: (o.path, o.method))
    references, components = _schemas(operations)
    paths: dict[str, Schema] = {}
    for operation in operations:
        described = _operation(operation, references, components)
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    queries = {operation.query.__name__ for operation in operations if operation.query is not None}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Peyvand", "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "tags": [{"name": tag} for tag in sorted({operation.tag for operation in operations})],
        "paths": paths,
        "components": {
            "schemas": {name: components[name] for name in sorted(components) if name not in queries},
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


def _schemas(operations: Sequence[Operation]) -> tuple[dict[tuple[type[BaseModel], Mode], Schema], dict[str, Schema]]:
    wanted: list[tuple[type[BaseModel], Mode]] = [(ProblemDocument, "serialization")]
    for operation in operations:
        wanted += [(model, "validation") for model in (operation.query, operation.body) if model is not None]
        wanted += [(operation.output, "serialization")] if operation.output is not None else []
    references, definitions = models_json_schema(
        list(dict.fromkeys(wanted)), ref_template=TEMPLATE, schema_generator=Names
    )
    return dict(references), definitions.get("$defs", {})  # type: ignore[arg-type]


def _operation(operation: Operation, references: Any, components: dict[str, Schema]) -> Schema:
    described: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        "x-permission": str(operation.access.permission),
        "parameters": [
            *_path_parameters(operation),
            *_query_parameters(operation, components),
            *_header_parameters(operation),
        ],
        "responses": _responses(operation, references),
        "security": [] if operation.access.permission == PUBLIC else [{"session": []}],
    }
    if operation.body is not None:
        content = {"application/json": {"schema": references[operation.body, "validation"]}}
        described["requestBody"] = {"required": operation.body_required, "content": content}
    return described


def _path_parameters(operation: Operation) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": adapter.json_schema(ref_template=TEMPLATE)}
        for name, adapter in operation.path_adapters.items()
    ]


def _query_parameters(operation: Operation, components: dict[str, Schema]) -> list[Schema]:
    if operation.query is None:
        return []
    model = components[operation.query.__name__]
    required = model.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _without_null(schema)}
        for name, schema in model["properties"].items()
    ]


def _header_parameters(operation: Operation) -> list[Schema]:
    if not operation.access.if_match:
        return []
    about = 'The version that the change is made for, as `"3"`; with a newer one stored, the answer is 412.'
    schema = {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,18}")$'}
    return [{"name": "If-Match", "in": "header", "required": False, "description": about, "schema": schema}]


def _without_null(schema: Schema) -> Schema:
    """A parameter that is left out is null; there is no way to write it."""
    kept = [option for option in schema.get("anyOf", []) if option != {"type": "null"}]
    if not kept:
        return schema
    rest = {name: value for name, value in schema.items() if name not in {"anyOf", "default"}}
    return rest | (kept[0] if len(kept) == 1 else {"anyOf": kept})


def _responses(operation: Operation, references: Any) -> Schema:
    success: Schema = {"description": HTTPStatus(operation.status).phrase}
    if operation.output is not None:
        success["content"] = {"application/json": {"schema": references[operation.output, "serialization"]}}
    elif operation.raw:
        success["content"] = {media: {} for media in operation.media.split(", ")}
    problem = {CONTENT_TYPE: {"schema": references[ProblemDocument, "serialization"]}}
    found: Schema = {str(operation.status): success}
    for status in sorted(error_statuses(operation)):
        page: Schema = {"text/html": {}} if operation.media == "text/html" and status in operation.errors else {}
        found[str(status)] = {"description": HTTPStatus(status).phrase, "content": problem | page}
    return found


def error_statuses(operation: Operation) -> set[int]:
    """The problems that this operation can answer with."""
    access = operation.access
    found = {503, *operation.errors}
    if access.permission != PUBLIC:
        found |= {401, 403} if access.while_locked else {401, 403, 423}
    if operation.method not in SAFE:
        found.add(403)  # the Origin check
    if operation.path_adapters or operation.query is not None or operation.body is not None:
        found.add(422)
    if operation.body is not None:
        found |= {400, 408, 413, 415}
    if access.if_match:
        found.add(412)
    if access.rate is not None:
        found.add(429)
    return found
