"""Which parts make up the messages that still wait for receipts, kept by the hub when the account stops."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from connectors.smpp.tracking import Parts, Sent
from hub.ports import Host, RetryLater

LONGEST: Final = 1_000  # letters of a cursor
MOST: Final = 100  # cursors; the newest messages, some thousands
_COUNT: Final = "sent"


async def keep(host: Host, parts: Parts) -> None:
    """Keep what is known, as far as the hub is there."""
    pages = [page for _, page in zip(range(MOST), _pages(parts.waiting()), strict=False)]
    with contextlib.suppress(RetryLater):
        for number, page in enumerate(pages):
            await host.keep_cursor(f"{_COUNT}.{number}", page)
        await host.keep_cursor(_COUNT, str(len(pages)))


async def load(host: Host, parts: Parts) -> None:
    """Take up what was kept, once. Raises ``RetryLater``."""
    count = min(int(await host.cursor(_COUNT) or 0), MOST)
    found: list[Sent] = []
    for number in range(count):
        given: list[Any] = json.loads(await host.cursor(f"{_COUNT}.{number}") or "[]")
        found += [(ids, delivered) for ids, delivered in given]
    for ids, delivered in reversed(found):  # the newest is known last
        parts.know(ids, delivered)
    if count:
        await host.keep_cursor(_COUNT, "0")


def _pages(waiting: Sequence[Sent]) -> Iterator[str]:
    page: list[str] = []
    for sent in waiting:
        written = json.dumps(sent, separators=(",", ":"))
        if len(written) + 2 > LONGEST:
            continue
        if sum(map(len, page)) + len(page) + len(written) + 2 > LONGEST:
            yield f"[{','.join(page)}]"
            page = []
        page.append(written)
    if page:
        yield f"[{','.join(page)}]"
