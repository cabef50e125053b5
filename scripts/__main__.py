"""``python -m scripts TASK``: what the Makefile calls."""

from __future__ import annotations

import os
import signal
import sys

from scripts import tasks
from scripts.shell import Stop


def main() -> int:
    """Run one task; a failure is one clear line on stderr."""
    name, arguments = (sys.argv[1] if len(sys.argv) > 1 else "help"), sys.argv[2:]
    task = tasks.TASKS.get(name)
    if task is None:
        print(f"peyvand: no task {name!r}; ./scripts/task help lists them", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return task(arguments)
    except Stop as stop:
        print(f"peyvand: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        signal.signal(
            signal.SIGINT, signal.SIG_DFL
        )  # end as an interrupted program does, so that make says nothing odd
        os.kill(os.getpid(), signal.SIGINT)
        return 130


sys.exit(main())
