"""Generated requests to every operation: none breaks the hub, and every answer is one that its document names.

What is drawn is the same each time; HUB_TEST_EXAMPLES draws more, beside the cases that cover each part of it.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from schemathesis import Case, GenerationMode

from hub.app import every_area
from hub.web import health_routes
from tests.api.fuzzing import Target, tried

LABELS = [
    f"{operation.method} {operation.path}" for area in (health_routes, *every_area()) for operation in area.operations
]
STEADY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    max_examples=int(os.environ.get("HUB_TEST_EXAMPLES", "5")),
)
AT_THE_DOOR = {400, 405, 413, 415, 422}


@pytest.mark.parametrize("label", LABELS)
def test_on_both_stores(label: str, sqlite_target: Target, postgresql_target: Target) -> None:
    """What the document forbids, and SQLite's hub has refused for its form, is not sent to the same code again."""

    def send(case: Case[Any]) -> None:
        status = sqlite_target.try_case(case)
        if status not in AT_THE_DOOR or case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE:
            postgresql_target.try_case(case)

    tried(label, send, STEADY)
