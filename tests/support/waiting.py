"""Waiting for a condition instead of sleeping."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import pytest

T = TypeVar("T")
Condition = Callable[[], T | Awaitable[T]]
PAUSE = 0.02  # seconds between two looks


class WaitFor(Protocol):
    """The type of the ``wait_for`` fixture."""

    async def __call__(self, condition: Condition[T], timeout: float = 10, what: str = "") -> T:
        """Wait until ``condition()`` is true and return what it gave."""


async def until(condition: Condition[T], timeout: float = 10, what: str = "") -> T:
    """Wait until ``condition()``, plain or async, is true. An AssertionError in it counts as not yet.

    Fails after ``timeout`` seconds with the last value, so that the reader sees what was there instead.
    """
    deadline = time.monotonic() + timeout
    while True:
        last: object
        try:
            found = condition()
            last = value = await found if inspect.isawaitable(found) else found
            if value:
                return value
        except AssertionError as error:
            last = error
        if time.monotonic() > deadline:
            pytest.fail(f"waited {timeout} s for {what or condition}; last seen: {last!r}")
        await asyncio.sleep(PAUSE)


def until_sync(condition: Callable[[], T], timeout: float = 10, what: str = "") -> T:
    """The same for code outside a loop. Raises ``TimeoutError``."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {timeout} s for {what or condition}")
        time.sleep(PAUSE)
    return value


@pytest.fixture(scope="session")
def wait_for() -> WaitFor:
    """``await wait_for(lambda: …)`` returns the first true value, or fails after ten seconds."""
    return until
