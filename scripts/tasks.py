"""What each task does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

from scripts import checks, python_env, suite
from scripts.installing import set_up
from scripts.shell import ROOT


def run(arguments: list[str]) -> int:
    """Start the hub with demo data."""
    set_up()
    peyvand = str(python_env.program("peyvand"))
    os.execv(peyvand, [peyvand, "demo", *arguments])  # noqa: S606 - the hub takes this process, and so its signals


def build(_arguments: list[str]) -> int:
    """Install the packages and build the interface, for a hub that a service manager starts."""
    set_up()
    return 0


def clean(_arguments: list[str]) -> int:
    """Remove everything that tasks made, except the data in var/."""
    for name in (".venv", ".cache", "webui/node_modules", "webui/dist", ".mypy_cache", ".ruff_cache", ".pytest_cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


def explain(_arguments: list[str]) -> int:
    """List the tasks."""
    print("make TASK, or ./scripts/task TASK:")
    for name, task in TASKS.items():
        print(f"  {name:<11} {(task.__doc__ or '').splitlines()[0]}")
    return 0


TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "dev": suite.develop,
    "build": build,
    "test": suite.test,
    "test-peers": suite.test_peers,
    "lint": checks.lint,
    "format": checks.tidy,
    "bench": suite.bench,
    "clean": clean,
    "count": suite.count,
    "help": explain,
}
