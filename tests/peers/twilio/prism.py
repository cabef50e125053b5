"""Prism, which answers as Twilio's own contract says and refuses what breaks it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import node_env
from scripts.shell import CACHE
from tests.support.ports import free_port
from tests.support.servers import answers, running

PRISM = "@stoplight/prism-cli@5.16.0"
CONTRACT = Path(__file__).parent / "contract.json"


class CannotInstallError(Exception):
    """Prism is not here, and cannot be had."""


def install() -> Path:
    """Its program; downloaded once (90 MB)."""
    folder = CACHE / "peers" / "prism"
    program = folder / "node_modules/.bin/prism"
    if program.exists():
        return program
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    words = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", PRISM]
    try:
        subprocess.run(words, cwd=folder, env=node_env.environment(), check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotInstallError(f"Prism cannot be installed: {error}") from error
    return program


@contextmanager
def prism(log: Path) -> Iterator[str]:
    """Its address while it runs."""
    port = free_port()
    words = [install(), "mock", "--errors", "--port", str(port), CONTRACT]
    with running(words, lambda: answers(port), log=log, env=node_env.environment()):
        yield f"http://127.0.0.1:{port}"
