"""The process that reads a file: an order in one line of JSON, then the file's bytes; lines of JSON come back."""

from __future__ import annotations

import contextlib
import itertools
import json
import resource
import sys
from collections.abc import Callable, Iterator
from typing import Any

from hub.sheets import limits, reading
from hub.sheets.records import Recorder
from hub.sheets.refusal import Refusal

AT_ONCE = 250  # rows in a line
LONG = 250_000  # characters in a line, about
Further = Callable[[dict[str, Any]], Callable[[list[Any]], Any]]  # by the order, what is done with each record


def main(further: Further | None = None, memory: int = 0, seconds: int = limits.SECONDS) -> None:
    """Read the order, do it, and say how it ended. ``further`` makes more of each record, with so much more memory."""
    _limit(resource.RLIMIT_AS, limits.MEMORY + memory)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_CORE, 0)
    order = json.loads(sys.stdin.buffer.readline())
    try:
        for line in _answers(order, sys.stdin.buffer.read(limits.MAX_BYTES + 1), further):
            _say(line)
    except Refusal as refusal:
        _say({"refused": refusal.code})
    except (MemoryError, RecursionError):
        _say({"refused": "too_heavy"})
    except BrokenPipeError:
        sys.stderr.close()  # the hub has gone, or wants no more


def _limit(which: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # a smaller limit stands already
        resource.setrlimit(which, (most, most))


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
    sys.stdout.buffer.flush()


def _answers(order: dict[str, Any], data: bytes, further: Further | None) -> Iterator[dict[str, Any]]:
    if order["do"] == "events":
        from hub.sheets import calendars  # noqa: PLC0415 - half a second, for few

        _limit(resource.RLIMIT_CPU, calendars.SECONDS)
        yield {"found": calendars.read_events(data, order["zone"], order["year"])}
        return
    if order["do"] == "inspect":
        yield {"found": reading.inspect(data, order["reading"])}
        return
    _, rows = reading.open_rows(data, order["reading"])
    chosen = reading.data_rows(rows, order["header_row"], order["skip"])
    items: Iterator[Any] = chosen
    if order["do"] == "records":
        items = Recorder(**order["recorder"]).records(chosen)
    more = further(order["further"]) if further else None
    for chunk in _chunks(items):
        yield {"items": list(map(more, chunk)) if more else chunk}
    yield {"end": True}


def _chunks(items: Iterator[Any]) -> Iterator[list[Any]]:
    """Some at once, fewer where they are long."""
    while chunk := list(itertools.islice(items, 1)):
        length = _length(chunk[0])
        for item in itertools.islice(items, AT_ONCE - 1):
            chunk.append(item)
            length += _length(item)
            if length > LONG:
                break
        yield chunk


def _length(item: Any) -> int:
    row = item[1] if len(item) == 2 else (item[2].get("note", ""), item[1])
    return sum(len(cell) if isinstance(cell, str) else 100 for cell in row)


if __name__ == "__main__":
    main()
