"""Counting what test runners did: the last line of a run is ``N passed, N failed``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from scripts.shell import REPORTS, read_stamp, write_stamp


class Totals(NamedTuple):
    """How many tests ended how; a runner that broke down counts as one failure."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def plus(self, other: Totals) -> Totals:
        """Both together."""
        return Totals(*(mine + its for mine, its in zip(self, other, strict=True)))

    def __str__(self) -> str:
        """The line that CI reads."""
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


BROKEN = Totals(failed=1)


def of_pytest(report: Path, status: int) -> Totals:
    """Read pytest's JUnit report; ``status`` is its exit code (5: it found no test, which is a failure here)."""
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own pytest wrote it
        counts = [[int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")] for suite in suites]
    except (OSError, ElementTree.ParseError):
        return BROKEN
    tests, failures, errors, skipped = (sum(column) for column in zip(*counts, strict=True))
    totals = Totals(tests - failures - errors - skipped, failures + errors, skipped)
    return totals.plus(BROKEN) if status and not totals.failed else totals


def of_vitest(report: Path, status: int) -> Totals:
    """Read vitest's JSON report."""
    try:
        found = json.loads(report.read_text())
        totals = Totals(found["numPassedTests"], found["numFailedTests"], found.get("numPendingTests", 0))
    except (OSError, ValueError, KeyError):
        return BROKEN
    return totals.plus(BROKEN) if status and not totals.failed else totals


def finish(name: str, totals: Totals) -> int:
    """Keep the totals for .ci/run, print them as the last line, and return the exit status."""
    write_stamp(REPORTS / f"{name}.totals.json", totals._asdict())
    print(f"\n{totals}", flush=True)
    return 1 if totals.failed or not totals.passed else 0


def kept(name: str) -> Totals:
    """What ``finish`` kept; a task that never got there failed."""
    stamp = read_stamp(REPORTS / f"{name}.totals.json")
    return Totals(**stamp) if stamp else BROKEN
