"""One set of checks for every exchange: the simulated phone in the ordinary suite, a real Asterisk in tests/peers."""

import pytest

pytest.register_assert_rewrite("tests.support.telephony.checks", "tests.support.telephony.lab")
