"""The tasks behind make: what they understand of pip, Node and the test runners."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import indexes, node_env, totals
from scripts.totals import Totals

ROOT = Path(__file__).resolve().parents[2]
LISTING = """\
:env:.cert='/etc/ssl/ours.pem'
global.extra-index-url='https://more.example/simple file:///opt/wheels'
global.index-url='https://user:secret@pypi.example/simple'
global.proxy='proxy.example:3128'
global.trusted-host='pypi.example'
"""


def test_uv_is_told_what_pip_was_told() -> None:
    env = indexes.uv_environment({}, indexes.pip_options(LISTING))
    assert env == {
        "UV_DEFAULT_INDEX": "https://user:secret@pypi.example/simple",
        "UV_INDEX": "https://more.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_INSECURE_HOST": "pypi.example",
        "SSL_CERT_FILE": "/etc/ssl/ours.pem",
        "ALL_PROXY": "http://proxy.example:3128",
    }


def test_uvs_own_settings_win_and_reach_pip() -> None:
    base = indexes.base_environment({"UV_INDEX_URL": "https://ours.example/simple", "HOME": "/tmp"})
    assert base["PIP_INDEX_URL"] == "https://ours.example/simple"
    assert "UV_DEFAULT_INDEX" not in indexes.uv_environment(base, indexes.pip_options(LISTING))


def test_the_environment_outranks_pips_files() -> None:
    options = indexes.pip_options("global.index-url='https://a.example'\n:env:.index-url='https://b.example'\n")
    assert options["index-url"] == "https://b.example"


def test_an_index_is_shown_without_its_password() -> None:
    assert indexes.shown({"UV_DEFAULT_INDEX": "https://me:secret@pypi.example/simple"}) == "https://pypi.example/simple"


def test_nothing_in_the_environment_installs_elsewhere() -> None:
    base = indexes.base_environment({"PIP_TARGET": "/opt", "VIRTUAL_ENV": "/other", "PIP_USER": "1", "HOME": "/tmp"})
    assert "PIP_TARGET" not in base
    assert "VIRTUAL_ENV" not in base
    assert base["PIP_USER"] == "0"


@pytest.mark.parametrize(
    ("version", "enough"),
    [("v18.20.1", False), ("v20.18.3", False), ("v20.19.0", True), ("v21.7.0", False), ("v22.11.0", False),
     ("v22.12.0", True), ("v24.1.0", True), ("", False), ("nonsense", False)],
)  # fmt: skip
def test_which_node_will_do(version: str, enough: bool) -> None:
    assert node_env.new_enough(version) is enough


def test_counting_what_pytest_did(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>')
    assert totals.of_pytest(report, 1) == Totals(3, 3, 3)
    assert str(totals.of_pytest(report, 1)) == "3 passed, 3 failed, 3 skipped"


def test_a_runner_that_breaks_down_has_failed(tmp_path: Path) -> None:
    assert totals.of_pytest(tmp_path / "none.xml", 3) == Totals(failed=1)
    assert totals.of_vitest(tmp_path / "none.json", 1) == Totals(failed=1)
    (tmp_path / "empty.xml").write_text('<testsuites><testsuite tests="0"/></testsuites>')
    assert totals.of_pytest(tmp_path / "empty.xml", 5) == Totals(failed=1)


def test_an_unknown_task_is_said_in_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "rnu"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "peyvand: no task 'rnu'; ./scripts/task help lists them\n"


def test_without_python_the_task_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "task"), "help"],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer was not found" in done.stderr
