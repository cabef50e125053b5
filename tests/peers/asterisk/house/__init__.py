"""One hub with an Asterisk 22 and an Asterisk 16 at once, with every kind of call, many of them together."""

import pytest

pytest.register_assert_rewrite("tests.peers.asterisk.house.desk", "tests.peers.asterisk.house.house")
pytest.register_assert_rewrite(*(f"tests.peers.asterisk.house.{name}" for name in ("calls", "moves", "crossings")))
