"""Fixtures for every test; they live in tests/support."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

# how long an example takes is the machine's affair: speed is asserted in the benchmarks
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# drawn tracebacks with every local cost a busy machine seconds each
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

pytest_plugins = (
    "tests.support.waiting",
    "tests.support.postgres",
    "tests.support.mariadb",
    "tests.support.redis_server",
    "tests.support.databases",
    "tests.support.hub_process",
    "tests.support.browser",
    "tests.support.accounts",
)
IN_CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the developer's own settings away from the tests."""
    for name in [
        name for name in os.environ if name.startswith("HUB_") and not name.startswith(("HUB_TEST_", "HUB_BENCH_"))
    ]:
        del os.environ[name]
    if "HUB_TEST_DATABASE_URL" not in os.environ:
        os.environ["PGSSLMODE"] = "disable"  # our own server has none; to read certificates takes 1 ms


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[bool | None]:
    """Leave what is collected once, and stays, out of what the garbage collector looks through at every test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI a skipped test has failed: nothing may be left out for want of a peer."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a whole file."""
    report = yield
    if IN_CI and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skipped, which CI does not allow: {report.longrepr}"
    return report
