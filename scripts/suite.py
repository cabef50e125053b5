"""Running the tests, the benchmarks and the development servers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from scripts import machine, node_env, python_env, totals
from scripts.installing import set_up
from scripts.shell import REPORTS, ROOT, Stop, one_at_a_time, say

FLAGS = ("-q", "--continue-on-collection-errors")  # one broken file hides no other
# each with its own PostgreSQL, Redis and browser; in the order of the files, since the browser's are the slowest
WORKERS = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder")
APART = ("tests/peers", "tests/bench")  # have tasks of their own


def test(arguments: list[str]) -> int:
    """Run the suite on SQLite and PostgreSQL, with Redis and a real browser."""
    with one_at_a_time():
        stand_ins = machine.require_for_tests()
    set_up("dev", *stand_ins, node=True)
    chosen = arguments or [*WORKERS, *(f"--ignore={path}" for path in APART)]
    counted = _pytest("test", chosen)
    if not arguments:
        counted = counted.plus(_vitest())
    return totals.finish("test", counted)


def test_peers(arguments: list[str]) -> int:
    """Run the checks against real peers, such as Asterisk."""
    set_up("dev", *machine.require_for_tests())
    return totals.finish("test-peers", _pytest("test-peers", arguments or ["tests/peers"]))


def count(_arguments: list[str]) -> int:
    """Add up what lint, test and test-peers did; the last line of .ci/run."""
    counted = totals.Totals()
    for name in ("lint", "test", "test-peers"):
        counted = counted.plus(totals.kept(name))
    return totals.finish("all", counted)


def _pytest(name: str, arguments: list[str]) -> totals.Totals:
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    REPORTS.mkdir(parents=True, exist_ok=True)
    status = _call([python_env.PYTHON, "-m", "pytest", *FLAGS, f"--junitxml={report}", *arguments], _environment())
    return totals.of_pytest(report, status)


def _vitest() -> totals.Totals:
    report = REPORTS / "vitest.json"
    report.unlink(missing_ok=True)
    env = node_env.environment()
    npx = shutil.which("npx", path=env["PATH"]) or "npx"
    words = [npx, "vitest", "run", "--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
    return totals.of_vitest(report, _call(words, env, node_env.UI))


def _environment() -> dict[str, str]:
    """The tests' environment: none of the developer's own settings reach them."""
    kept = ("HUB_TEST_", "HUB_BENCH_")
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUB_") or name.startswith(kept)}
    cache = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "pycache")}
    return {**env, **cache, "PATH": python_env.path()}


def _call(words: Sequence[str | Path], env: dict[str, str], cwd: Path = ROOT) -> int:
    """Run with the terminal's output; an interrupt is left to the program, and its status awaited."""
    process = subprocess.Popen([str(word) for word in words], cwd=cwd, env=env, stdin=subprocess.DEVNULL)
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


def bench(arguments: list[str]) -> int:
    """Measure latency, memory and start, beside the machine's own limit."""
    set_up("dev", *machine.require_for_tests())
    return _call([python_env.PYTHON, "-m", "tests.bench", *arguments], _environment())


def develop(_arguments: list[str]) -> int:
    """Start the demo hub and Vite, which reloads the page at every change."""
    set_up("dev", node=True)
    env = node_env.environment()
    npm = shutil.which("npm", path=env["PATH"])
    if npm is None:
        raise Stop("npm was not found: install Node 20.19 or newer with npm")
    say("hub on http://127.0.0.1:8080, page with live reload on http://127.0.0.1:5173; Ctrl+C ends both")
    hub = subprocess.Popen([str(python_env.program("peyvand")), "demo"], cwd=ROOT)
    vite = subprocess.Popen([npm, "run", "--silent", "dev"], cwd=node_env.UI, env=env)
    return _together([hub, vite])


def _together(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one ends, then end the others."""
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
    except KeyboardInterrupt:
        pass  # the terminal has told them, too
    finally:
        for process in processes:
            if process.poll() is None:
                process.terminate()
    return max(abs(process.wait()) for process in processes[:1])
