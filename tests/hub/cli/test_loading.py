"""What a hub loads that runs on one machine: each of these was a tenth of its memory and of its start."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from hub.app import every_area
from hub.cli import parser
import connectors.asterisk.client  # as for an account

parser(simulators=False).parse_args(["serve"])
every_area()
print(*sys.modules)
"""


def test_a_hub_loads_nothing_that_few_need() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"aiohttp", "socketio", "hub.wiring.sms", "connectors.asterisk.client"} <= loaded
    unwanted = {"alembic", "asyncssh", "redis", "requests", "twilio", "hub.demo", "connectors.asterisk.simulator"}
    assert loaded & unwanted == set()
