"""Generated requests to every operation: none breaks the hub, and every answer is one that its document names."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from schemathesis import Case

from tests.api.fuzzing import Target, load_document

SCHEMA = load_document()
STEADY = {
    "deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck),
}  # fmt: skip


@SCHEMA.parametrize()
@settings(max_examples=15, **STEADY)
def test_on_sqlite(case: Case, sqlite_target: Target) -> None:
    sqlite_target.try_case(case)


@SCHEMA.parametrize()
@settings(max_examples=4, **STEADY)
def test_on_postgresql(case: Case, postgresql_target: Target) -> None:
    postgresql_target.try_case(case)
