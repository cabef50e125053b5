"""The OpenAPI document describes the routes, validly and always in the same words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from hub.web import build_openapi, health_routes
from tests.hub.web.conftest import make_routes


@pytest.fixture
def document() -> dict[str, Any]:
    return build_openapi([health_routes, make_routes()], "1.2.3")


def test_it_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_it_is_the_same_every_time(document: dict[str, Any]) -> None:
    again = build_openapi([make_routes(), health_routes], "1.2.3")
    assert json.dumps(again) == json.dumps(document)


async def test_it_is_served_to_everybody(client: TestClient, document: dict[str, Any]) -> None:
    assert await (await client.get("/api/openapi.json")).json() == document


def test_an_operation_is_described(document: dict[str, Any]) -> None:
    operation = document["paths"]["/api/things"]["get"]
    assert (operation["operationId"], operation["x-permission"]) == ("list_things", "things:read")
    assert operation["tags"] == ["things"]
    assert operation["security"] == [{"session": []}]
    parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert set(parameters) == {"limit", "cursor", "sizes", "urgent"}
    assert parameters["limit"]["schema"]["maximum"] == 200
    assert parameters["cursor"]["schema"]["type"] == "string"
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/ThingPage"}


def test_problems_are_described(document: dict[str, Any]) -> None:
    create = document["paths"]["/api/things"]["post"]
    assert set(create["responses"]) == {"201", "400", "401", "403", "408", "413", "415", "422", "423", "503"}
    assert "application/problem+json" in create["responses"]["422"]["content"]
    assert create["requestBody"]["required"] is True
    optional = document["paths"]["/api/optional"]["post"]
    assert optional["requestBody"]["required"] is False
    assert optional["security"] == []


def test_answers_have_no_optional_fields(document: dict[str, Any]) -> None:
    thing = document["components"]["schemas"]["Thing"]
    assert thing["required"] == ["id", "count"]
    assert "Filters" not in document["components"]["schemas"]
