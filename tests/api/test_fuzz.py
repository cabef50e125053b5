"""Generated requests to every operation: none breaks the hub, and every answer is one that its document names."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from schemathesis import Case

from tests.api.fuzzing import Target, load_document

SCHEMA = load_document()
settings.register_profile(
    "api", deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
STEADY = settings.get_profile("api")


@SCHEMA.parametrize()
@settings(STEADY, max_examples=15)
def test_on_sqlite(case: Case[Any], sqlite_target: Target) -> None:
    sqlite_target.try_case(case)


@SCHEMA.parametrize()
@settings(STEADY, max_examples=4)
def test_on_postgresql(case: Case[Any], postgresql_target: Target) -> None:
    postgresql_target.try_case(case)
