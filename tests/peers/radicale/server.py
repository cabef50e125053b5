"""A Radicale of one's own: installed once from the package index into the cache, run as a process of its own.

It is under the GPL, so nothing of it is imported; ``caldav``, the library that plays the telephone, lives beside it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

from scripts import indexes
from tests.peers.asterisk.root import cache_folder
from tests.support.ports import free_port

PACKAGES = ("radicale==3.9.0", "caldav==3.6.0")
SECONDS = 30.0


class CannotInstallError(Exception):
    """The package index cannot be reached; ``str()`` is one sentence."""


def ensure_installed() -> Path:
    """The environment's Python. Raises ``CannotInstallError``."""
    recipe = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:8]
    place = cache_folder() / f"radicale-{recipe}"
    python, done = place / "bin" / "python", place / "installed"
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _install(place, python)
            done.touch()
    return python


def _install(place: Path, python: Path) -> None:
    env = indexes.base_environment()
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True, env=env, capture_output=True)
    words = [python, "-m", "pip", "install", "--quiet", *PACKAGES]
    installed = subprocess.run(words, check=False, env=env, capture_output=True, text=True)
    if installed.returncode:
        raise CannotInstallError(f"Radicale cannot be installed: {installed.stderr.strip().splitlines()[-1:]}")


class Radicale:
    """A server with its own users and storage."""

    def __init__(self, python: Path, folder: Path) -> None:
        self.python = python
        self.folder = folder
        self.port = free_port()
        self._users: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self.port}"

    def user(self, name: str, password: str) -> None:
        """Let somebody in by this password; the running server learns of it at once."""
        self._users[name] = password
        (self.folder / "users").write_text("".join(f"{one}:{word}\n" for one, word in self._users.items()))

    def start(self) -> None:
        """Run it, and wait until it answers."""
        self.user("nobody", "nothing")
        config = self.folder / "config"
        config.write_text(
            f"[server]\nhosts = 127.0.0.1:{self.port}\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {self.folder / 'users'}\n"
            "htpasswd_encryption = plain\ndelay = 0\n"
            f"[storage]\nfilesystem_folder = {self.folder / 'data'}\n[logging]\nlevel = warning\n"
        )
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.python, "-m", "radicale", "--config", config], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        until = time.monotonic() + SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/.well-known/caldav", timeout=1).close()
        except HTTPError:
            return True
        except (URLError, OSError):
            return False
        return True

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(10)
            self._process = None


@contextmanager
def running(python: Path, folder: Path) -> Iterator[Radicale]:
    """A server while it is needed."""
    server = Radicale(python, folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def environment() -> dict[str, str]:
    """What a program of the environment is run with."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": "/nonexistent", "LANG": "C.UTF-8"}
