"""SIPp as callers and as phones: one process each, ended by signal, with the scenarios of this folder."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.peers.asterisk.root import Root
from tests.peers.asterisk.server import PercentTemplate
from tests.support.ports import udp_port_open

SCENARIOS = Path(__file__).parent / "scenarios"


class Sipp:
    """One SIPp process, playing ``scenario`` on ``port``; its files lie in ``folder``, inside of ``root``."""

    def __init__(self, root: Root, folder: Path, scenario: str, port: int, *more: str, **values: object) -> None:
        self.port = port
        self.name = f"{scenario}-{port}-{time.monotonic_ns()}"
        script, self._errors = folder / f"{self.name}.xml", folder / f"{self.name}.errors"
        script.write_text(PercentTemplate((SCENARIOS / f"{scenario}.xml").read_text()).substitute(values))
        words = ["-sf", root.inside(script), "-trace_err", "-error_file", root.inside(self._errors)]
        address = ["-i", "127.0.0.1", "-p", str(port), "-ci", "127.0.0.1"]
        command = root.command("/usr/bin/sipp", "-nostdin", *words, *address, *more)
        with (folder / f"{self.name}.out").open("wb") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )

    @property
    def running(self) -> bool:
        """True while the process lives."""
        return self._process.poll() is None

    async def ready(self) -> None:
        """Wait until its SIP port is open."""
        await self._until(lambda: udp_port_open(self.port) or not self.running, 10)
        if not self.running:
            raise RuntimeError(f"SIPp {self.name} ended early: {self.errors()}")

    async def hang_up(self) -> None:
        """Cancel or end its calls politely, and the process with them."""
        await self._until(self._asked_to_end, 10)

    async def ended(self, timeout: float = 10) -> int:
        """Wait until the scenario is over: 0 when every call of it went as expected."""
        await self._until(lambda: not self.running, timeout)
        return self._process.wait(1)

    def kill(self) -> None:
        """End the process at once, as a phone that loses its power."""
        if self.running:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def errors(self) -> str:
        """What SIPp found unexpected."""
        return self._errors.read_text(errors="replace") if self._errors.is_file() else ""

    def _asked_to_end(self) -> bool:
        if self.running:
            self._process.send_signal(signal.SIGUSR1)  # the second one makes SIPp (3.7 and later) send CANCEL or BYE
        return not self.running

    async def _until(self, condition: Callable[[], bool], timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"SIPp {self.name}: {self.errors() or 'nothing happened'}")
            await asyncio.sleep(0.03)
