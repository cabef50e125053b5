"""The house stands while its tests run; every scenario of the run goes on at once in it, some at a time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from tests.peers.asterisk.conftest import NEWEST, find_root
from tests.peers.asterisk.house.desk import Desk
from tests.peers.asterisk.house.house import House, open_house

Scenario = Callable[[Desk], Awaitable[None]]
VERSIONS = tuple(os.environ.get("HUB_TEST_HOUSE", "22,16").split(","))
AT_ONCE = 5


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def house(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """A hub with both exchanges."""
    roots = {f"pbx{version}": find_root(request, version) for version in VERSIONS}
    folder = tmp_path_factory.mktemp("house")
    async with open_house(roots, find_root(request, NEWEST), folder, migrated_file) as opened:
        yield opened


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def outcomes(
    request: pytest.FixtureRequest, house: House
) -> AsyncIterator[dict[tuple[str, str], asyncio.Task[None]]]:
    """What becomes of each scenario that this run has chosen, by account and name."""
    numbers = {account: count() for account in house.exchanges}
    free = asyncio.Semaphore(AT_ONCE)
    tasks = {
        (f"pbx{values['version']}", values["scenario"].__name__): asyncio.create_task(
            _play(
                Desk(house, f"pbx{values['version']}", next(numbers[f"pbx{values['version']}"])),
                values["scenario"],
                free,
            )
        )
        for values in (item.callspec.params for item in request.session.items if "outcomes" in item.fixturenames)
    }
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _play(desk: Desk, scenario: Scenario, free: asyncio.Semaphore) -> None:
    async with free:
        try:
            await scenario(desk)
        finally:
            await desk.close()
