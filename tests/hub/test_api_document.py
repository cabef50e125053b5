"""The OpenAPI document of the whole hub."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from hub.app import every_area
from hub.web import build_openapi, health_routes


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document as it is served."""
    return build_openapi([health_routes, *every_area()], "1.2.3")


def test_it_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_type_has_a_plain_name(document: dict[str, Any]) -> None:
    clumsy = [name for name in document["components"]["schemas"] if not name.isalnum()]
    assert clumsy == []  # two models of one name, or one model that differs between questions and answers


def test_every_operation_is_explained(document: dict[str, Any]) -> None:
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert all(operation["summary"] and operation["description"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


def test_what_may_be_left_out_of_a_patch_is_no_null(document: dict[str, Any]) -> None:
    change = document["components"]["schemas"]["ChangeMe"]
    assert "required" not in change
    assert "default" not in change["properties"]["name"]
