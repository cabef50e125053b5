"""The whole hub on an exchange: one set of scenarios for the simulated phone and for a real Asterisk."""

import pytest

pytest.register_assert_rewrite(
    "tests.support.stack.stage", "tests.support.stack.talks", "tests.support.stack.outages", "tests.support.stack.page"
)
