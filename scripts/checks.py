"""Lint: everything that reads the code without running it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from scripts import node_env, python_env, totals
from scripts.installing import set_up
from scripts.shell import ROOT, VENV, say

SHOWN = 60  # lines of one check
TYPED = ("hub", "connectors", "scripts")
PYTHON_SOURCES = ("hub", "connectors", "tests", "scripts")


def lint(_arguments: list[str]) -> int:
    """Check style, types, import layers and that the generated API types are up to date."""
    set_up("dev", node=True, ui=False)
    results = [_check(name, command, cwd) for name, command, cwd in _checks()]
    return totals.finish("lint", totals.Totals(results.count(True), results.count(False)))


def tidy(_arguments: list[str]) -> int:
    """Rewrite the Python sources in the house style."""
    set_up("dev", ui=False)
    ruff = str(python_env.program("ruff"))
    for words in (["check", "--fix"], ["format"]):
        subprocess.run([ruff, *words, *PYTHON_SOURCES], cwd=ROOT, check=False)
    return 0


def _checks() -> list[tuple[str, list[str], Path]]:
    ruff, mypy, layers = (str(python_env.program(name)) for name in ("ruff", "mypy", "lint-imports"))
    return [
        ("ruff check", [ruff, "check", "--output-format=concise", *PYTHON_SOURCES], ROOT),
        ("ruff format", [ruff, "format", "--check", *PYTHON_SOURCES], ROOT),
        ("mypy", [mypy, "--no-error-summary", *(word for name in TYPED for word in ("--package", name))], ROOT),
        ("import layers", [layers, "--no-logo"], ROOT),
        ("TypeScript", ["npm", "run", "--silent", "check"], node_env.UI),
        ("eslint", ["npm", "run", "--silent", "lint"], node_env.UI),
        ("generated API types", ["npm", "run", "--silent", "api:check"], node_env.UI),
    ]


def _check(name: str, command: list[str], cwd: Path) -> bool:
    env = node_env.environment()
    env["PATH"] = f"{env['PATH']}:{VENV / 'bin'}"  # the API check asks peyvand
    done = subprocess.run(command, cwd=cwd, env=env, text=True, capture_output=True, check=False)
    say(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'}")
    if done.returncode:
        _show((done.stdout + done.stderr).strip().splitlines())
    return done.returncode == 0


def _show(lines: list[str]) -> None:
    print("\n".join(lines[:SHOWN]))
    if len(lines) > SHOWN:
        print(f"… and {len(lines) - SHOWN} lines more")
