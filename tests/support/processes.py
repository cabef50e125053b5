"""Processes that are started by another one and yet are the tests' own children."""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.support import servers

ROOT = Path(__file__).resolve().parents[2]
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h
_LINE = 100


def die_with_parent(how: signal.Signals) -> None:
    """Have this process get a signal when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, how)


def _prctl(what: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


class _Adopted(subprocess.Popen[bytes]):
    """A child that was not started by this object; it is waited for and ended like any other."""

    def __init__(self, pid: int, words: Sequence[str]) -> None:
        self.args, self.pid, self.returncode = words, pid, None  # type: ignore[assignment]
        self.stdin = self.stdout = self.stderr = None
        self._child_created, self._waitpid_lock = True, threading.Lock()
        self._sigint_wait_secs = 0.25


class WarmHub:
    """The process of ``warm_hub``, and what it is told."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [*servers.end_with_us(signal.SIGKILL), sys.executable, "-m", "tests.support.warm_hub",
                 str(theirs.fileno())],
                cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    def start(
        self, command: Sequence[str], *, log: Path, env: Mapping[str, str], script: Path | None = None
    ) -> subprocess.Popen[bytes]:
        """``peyvand COMMAND``, or a script with these words, in the folder of its log."""
        log.write_bytes(b"")  # it is there as soon as the process is
        order = {"command": list(command), "cwd": str(log.parent), "log": str(log), "env": dict(env)}
        order["script"] = str(script or "")
        with self._turn:
            _prctl(_PR_SET_CHILD_SUBREAPER, 1)  # an orphan is ours, but only now: others' are not waited for
            try:
                self._orders.send(json.dumps(order).encode())
                pid = int(self._orders.recv(_LINE))
            finally:
                _prctl(_PR_SET_CHILD_SUBREAPER, 0)
        return _Adopted(pid, ["peyvand", *command])

    def close(self) -> None:
        """End it; the hubs that it has started go on."""
        self._orders.close()
        self._process.wait()


def start_script(script: Path, *words: str | Path, log: Path) -> subprocess.Popen[bytes]:
    """A script that uses the hub's modules, as a process of its own; those are loaded already where they can be."""
    command = [str(word) for word in words]
    if (warm := warm_hub()) is not None:
        return warm.start(command, log=log, env=os.environ, script=script)
    with log.open("wb") as output:
        return subprocess.Popen([sys.executable, script, *command], stdout=output, stderr=subprocess.STDOUT)


@cache
def warm_hub() -> WarmHub | None:
    """The one of this process; None where hubs have to be started one by one."""
    if sys.platform != "linux":
        return None
    made = WarmHub()
    atexit.register(made.close)
    return made
