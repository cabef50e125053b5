"""Part of the check of an account: whether its call records and channel events can be read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.records_sources import cdr_source, cel_source
from connectors.asterisk.text import clean
from hub.ports import Finding, Verdict

SECONDS = 10.0

Newest = Callable[[], Awaitable[Sequence[Any]]]


async def look(options: AsteriskOptions) -> list[Finding]:
    """A finding a source that the options name, none where they name none. Never raises, and ends within seconds."""
    odd: dict[str, list[str]] = {"cel": [], "cdr": []}
    sources: dict[str, Newest] = {}
    if options.cel:
        sources["cel"] = cel_source(options, lambda _why, detail: odd["cel"].append(detail)).newest
    if options.cdr:
        sources["cdr"] = cdr_source(options, lambda _why, detail: odd["cdr"].append(detail)).newest
    return list(await asyncio.gather(*(_read(step, newest, odd[step]) for step, newest in sources.items())))


async def _read(step: str, newest: Newest, odd: list[str]) -> Finding:
    try:
        async with asyncio.timeout(SECONDS):
            rows = await newest()
    except TimeoutError:
        return _unreadable(step, "no answer in time")
    except (OSError, SQLAlchemyError) as error:
        return _unreadable(step, _reason(error))
    except Exception as error:  # a driver that is not installed, or that fails in a way of its own
        return _unreadable(step, type(error).__name__)
    if rows:
        return Finding(step, Verdict.WELL, "records_read", "can be read")
    if odd:
        detail = f"it can be read, but what stands there is not understood: {odd[-1]}"
        return Finding(step, Verdict.WARNING, "records_odd", detail, {"answer": clean(odd[-1], 80)})
    return Finding(step, Verdict.NOTE, "records_empty", "it can be read, and is empty")


def _unreadable(step: str, answer: str) -> Finding:
    detail = f"cannot be read, so calls of an outage stay unknown: {answer}"
    return Finding(step, Verdict.WARNING, "records_unreadable", detail, {"answer": answer})


def _reason(error: OSError | SQLAlchemyError) -> str:
    """In few words; a driver's text names the server and the user, never the password, and goes on with the query."""
    if isinstance(error, OSError):
        return clean(error.strerror or str(error) or type(error).__name__, 160)
    text = str(getattr(error, "orig", None) or error)
    return clean(text.partition("\n")[0], 160) or type(error).__name__
