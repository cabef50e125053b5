"""Private servers for the tests: a free port, a folder that goes away, an end by process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.waiting import until_sync


def answers(port: int) -> bool:
    """Whether somebody listens on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def unprivileged() -> pwd.struct_passwd | None:
    """The user to run a server as that refuses to run as root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no user but root to run PostgreSQL as")


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Popen's arguments for running as ``user``."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


@contextmanager
def folder(name: str, owner: pwd.struct_passwd | None = None) -> Iterator[Path]:
    """A short-named folder (socket paths are limited) that ``owner`` may write; removed afterwards."""
    path = Path(tempfile.mkdtemp(prefix=f"peyvand-{name}-", dir="/tmp"))
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def end_with_us(stop: signal.Signals) -> list[str]:
    """A command's prefix that ends it when the tests are killed without a chance to clean up."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", stop.name.removeprefix("SIG"), "--"] if setpriv else []


@contextmanager
def running(
    command: Sequence[str | Path],
    ready: Callable[[], bool],
    *,
    log: Path,
    stop: signal.Signals = signal.SIGTERM,
    user: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it is ``ready``, and end it by its process id."""
    words = [*end_with_us(stop), *map(str, command)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env, cwd="/", **as_user(user)
        )
    try:
        _await_ready(process, ready, log)
        yield process
    finally:
        end(process, stop)


def _await_ready(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    try:
        until_sync(lambda: process.poll() is not None or ready(), 30, "the server")
    except TimeoutError:
        raise RuntimeError(f"not ready after 30 s:\n{log.read_text(errors='replace')[-2000:]}") from None
    if process.poll() is not None:
        raise RuntimeError(f"ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")


def end(process: subprocess.Popen[bytes], stop: signal.Signals = signal.SIGTERM, timeout: float = 15) -> int:
    """Ask the process to stop, wait, and kill it only when it does not."""
    if process.poll() is None:
        process.send_signal(stop)
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(5)
