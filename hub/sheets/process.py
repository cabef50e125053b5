"""The hub's side of the process that reads files."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub.sheets.refusal import Refusal

MODULE = "hub.sheets"
ROOT = Path(__file__).resolve().parents[2]
LINE = 8 * 1024 * 1024  # bytes of one answer
SECONDS = 180.0  # to wait for one answer
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TZ", "SYSTEMROOT", "PYTHONPYCACHEPREFIX")
_GATE: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}
AT_ONCE = 3  # processes that read


async def inspect(data: AsyncIterator[bytes], reading: dict[str, Any]) -> dict[str, Any]:
    """How the file can be read: reading, rows (the first ones), count, last, width, orders. Raises ``Refusal``."""
    async for line in _ask({"do": "inspect", "reading": reading}, data):
        found: dict[str, Any] = line["found"]
        return found
    raise Refusal("unreadable")


async def read_events(data: AsyncIterator[bytes], zone: str, year: int) -> list[dict[str, Any]]:
    """The days of an iCalendar file (``hub.sheets.calendars``), by the wall clock of a zone. Raises ``Refusal``."""
    async for line in _ask({"do": "events", "zone": zone, "year": year}, data):
        found: list[dict[str, Any]] = line["found"]
        return found
    raise Refusal("unreadable")


async def read_rows(
    data: AsyncIterator[bytes], reading: dict[str, Any], header_row: int, skip: int = 0
) -> AsyncGenerator[list[tuple[int, list[str]]], None]:
    """Some rows at a time, with their numbers, from behind the first ``skip`` below the header. Raises ``Refusal``."""
    order = {"do": "rows", "reading": reading, "header_row": header_row, "skip": skip}
    async with contextlib.aclosing(_ask(order, data)) as lines:
        async for line in lines:
            yield line["items"]


async def read_records(
    data: AsyncIterator[bytes], reading: dict[str, Any], header_row: int, recorder: dict[str, Any], skip: int = 0,
    *, further: tuple[str, dict[str, Any]] | None = None,
) -> AsyncGenerator[list[list[Any]], None]:  # fmt: skip
    """Some records at a time (``hub.sheets.records``), behind the first ``skip`` rows. Raises ``Refusal``.

    ``further`` names a module to run instead of this one, which makes more of each record, and what it has to know.
    """
    order = {"do": "records", "reading": reading, "header_row": header_row, "skip": skip, "recorder": recorder}
    module, order["further"] = further or (MODULE, None)
    async with contextlib.aclosing(_ask(order, data, module)) as lines:
        async for line in lines:
            yield line["items"]


async def _ask(
    order: dict[str, Any], data: AsyncIterator[bytes], module: str = MODULE
) -> AsyncGenerator[dict[str, Any]]:
    """The lines that a process of its own answers. Raises ``Refusal``, also when the process came to an end."""
    gate = _GATE.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with gate, _process(module) as process:
        feeding = asyncio.create_task(_feed(process, order, data))
        try:
            while True:
                line = await _line(process)
                if feeding.done():
                    feeding.result()  # raises where the file could not be read to its end: half of it is not the file
                if "refused" in line:
                    raise Refusal(line["refused"])
                if "end" in line:
                    return
                yield line
                if "found" in line:
                    return
        finally:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)


@asynccontextmanager
async def _process(module: str) -> AsyncIterator[asyncio.subprocess.Process]:
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT, env=env | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}, limit=LINE,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _feed(process: asyncio.subprocess.Process, order: dict[str, Any], data: AsyncIterator[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for
    with contextlib.suppress(ConnectionError), contextlib.closing(process.stdin):  # else it would wait for the rest
        process.stdin.write(json.dumps(order).encode() + b"\n")
        async for chunk in data:
            process.stdin.write(chunk)
            await process.stdin.drain()


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        async with asyncio.timeout(SECONDS):
            raw = await process.stdout.readline()
        line: dict[str, Any] = json.loads(raw)
    except (TimeoutError, ValueError):  # nothing more came: it was killed for its time or memory
        raise Refusal("too_heavy") from None
    return line
