"""The ``peyvand`` command."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its status."""
    gc.disable()  # what is loaded stays: to look through it again and again is a fifth of a start
    from hub.cli import run  # noqa: PLC0415 - so that a broken installation says so in one line

    gc.enable()
    gc.set_threshold(100_000, 50, 50)  # until all of it is there: hub.cli.serving
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
