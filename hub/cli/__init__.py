"""The command line: ``serve|demo|migrate|user|openapi|doctor|simulate``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from hub.cli.errors import CommandError
from hub.cli.parser import parser
from hub.db import StoreError
from hub.settings import SettingsError

__all__ = ["parser", "run"]


def run(arguments: Sequence[str]) -> int:
    """Carry out one command; returns the exit status. What went wrong is said in one line."""
    options = parser(simulators="simulate" in arguments).parse_args(arguments)
    try:
        result: int = asyncio.run(options.command(options))
    except (SettingsError, StoreError, CommandError) as error:
        print(f"peyvand: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return result
