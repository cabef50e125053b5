"""Where things lie, and how commands are run: quietly, with their output shown only when they fail."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
REPORTS = CACHE / "reports"
TAIL = 25  # lines of a failed command's output that are shown


class Stop(Exception):
    """The task cannot go on; ``str()`` is one line that says what to do."""


def say(text: str) -> None:
    """One line of progress."""
    print(f"• {text}", flush=True)


def quiet(command: Iterable[str | Path], *, advice: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run ``command`` and return its output. Raises ``Stop(advice)`` after showing the output's end."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, text=True, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise Stop(f"{words[0]}: {error.strerror}; {advice}") from None
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        print("\n".join(f"    {line}" for line in lines[-TAIL:]), file=sys.stderr)
        raise Stop(advice)
    return done.stdout


def works(*command: str | Path, env: Mapping[str, str] | None = None) -> str | None:
    """The output of a command, or None when it is missing, fails or hangs."""
    try:
        done = subprocess.run(
            [str(word) for word in command], env=env, text=True, capture_output=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout.strip()


def digest(paths: Iterable[Path], *words: str) -> str:
    """A hash of the files' names and contents and of ``words``."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(path.read_bytes())
    for word in words:
        total.update(f"\0{word}".encode())
    return total.hexdigest()


def read_stamp(path: Path) -> dict[str, Any]:
    """What an earlier run noted at ``path``; empty when it noted nothing."""
    try:
        stamp = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(path: Path, stamp: Mapping[str, Any]) -> None:
    """Note ``stamp``; half a note is never seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(stamp))
    draft.replace(path)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep two tasks from installing into the same folder at once."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another task that installs")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def writable_home() -> bool:
    """False where caches cannot be kept under the home folder, as for many service users."""
    home = Path(os.environ.get("HOME", "/nonexistent"))
    cache = home / ".cache"
    return os.access(cache if cache.exists() else home, os.W_OK)
