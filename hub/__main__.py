"""The ``peyvand`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its status."""
    from hub.cli import run  # noqa: PLC0415 - so that a broken installation says so in one line

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
