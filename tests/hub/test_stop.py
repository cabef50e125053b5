"""The hub stops when it is told to, whatever has become of its store."""

from __future__ import annotations

import time

from tests.support.hub_process import StartHub
from tests.support.ports import free_port
from tests.support.postgres import PostgresServer

STOP_SECONDS = 10.0


async def test_stops_in_time_though_its_database_is_gone(
    postgres_server: PostgresServer, migrated_template: str, start_hub: StartHub
) -> None:
    pbx = {
        "CONNECTOR": "asterisk",
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
        "USERNAME": "x",
        "SECRET": "x",
    }
    env = {f"HUB_CONNECTORS__PBX__{name}": value for name, value in pbx.items()}
    with postgres_server.database(migrated_template) as name:
        hub = await start_hub(postgres_server.url_of(name), env=env)
    began = time.monotonic()
    assert await hub.stop() == 0, hub.output()
    assert time.monotonic() - began < STOP_SECONDS
