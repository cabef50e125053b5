"""What keeps the hub from starting is said in one line; and it stops in time whatever goes on."""

from __future__ import annotations

import asyncio
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.support.hub_process import HubProcess, StartHub
from tests.support.ports import free_port
from tests.support.stack.outages import killed_hub_goes_on_with_its_call
from tests.support.stack.stage import open_stage
from tests.support.stack.talks import talk
from tests.support.telephony.simulated import SimulatedExchange


async def last_words(hub: HubProcess) -> str:
    """The one line that a hub says that cannot start."""
    assert await asyncio.to_thread(hub.process.wait, 30) == 1, hub.output()
    (line,) = hub.output().splitlines()
    assert line.startswith("peyvand: ")
    return line


async def test_a_store_that_is_gone(start_hub: StartHub) -> None:
    url = f"postgresql://peyvand:hush@127.0.0.1:{free_port()}/hub"
    line = await last_words(await start_hub(url, wait=False))
    assert "hush" not in line
    assert "refused" in line.lower() or "connect" in line.lower()


async def test_a_folder_that_cannot_be(start_hub: StartHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    line = await last_words(await start_hub(f"sqlite:///{tmp_path}/file/hub.db", wait=False))
    assert str(tmp_path / "file") in line


async def test_a_file_that_is_no_store(start_hub: StartHub, tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("Dear diary, " * 1_000)
    line = await last_words(await start_hub(f"sqlite:///{tmp_path}/hub.db", wait=False))
    assert "not a database" in line


async def test_a_port_in_use(start_hub: StartHub, sqlite_url: str, tmp_path: Path) -> None:
    hub = await start_hub(sqlite_url)
    shutil.copy(tmp_path / "hub.db", tmp_path / "other.db")
    second = await start_hub(
        f"sqlite:///{tmp_path}/other.db", port=hub.port, wait=False, env={"HUB_LOG__LEVEL": "error"}
    )
    line = await last_words(second)
    assert f"127.0.0.1:{hub.port} is in use" in line
    assert "HUB_HTTP__PORT" in line


async def test_a_second_process_on_the_same_file(start_hub: StartHub, sqlite_url: str) -> None:
    await start_hub(sqlite_url)
    line = await last_words(await start_hub(sqlite_url, wait=False))
    assert "another hub already uses" in line
    assert "PostgreSQL" in line


@pytest.mark.parametrize(("name", "value"), [("HUB_HTTP__PROT", "80"), ("HUB_NONSENSE", "1"), ("HUB_HTTP__PORT", "x")])
async def test_a_wrong_setting(name: str, value: str, start_hub: StartHub) -> None:
    line = await last_words(await start_hub(env={name: value}, wait=False))
    assert name in line


async def test_it_stops_in_time_with_sockets_and_calls_open(
    exchange: SimulatedExchange, start_hub: StartHub, tmp_path: Path
) -> None:
    async with open_stage(exchange, start_hub, tmp_path) as stage:
        agent = await stage.agent("101")
        told, caller = await talk(stage, agent)
        await stage.admin.read_up()
        began = time.monotonic()
        assert await stage.hub.stop(signal.SIGTERM) == 0, stage.hub.output()
        assert time.monotonic() - began < 10
        assert "Traceback" not in stage.hub.output()
        await stage.restart_hub()
        await caller.hang_up()
        over = await stage.over()
        assert (over["id"], over["result"]) == (told["id"], "completed")


async def test_killed_without_a_warning_it_keeps_its_calls(
    exchange: SimulatedExchange, start_hub: StartHub, tmp_path: Path
) -> None:
    async with open_stage(exchange, start_hub, tmp_path) as stage:
        await killed_hub_goes_on_with_its_call(stage)
