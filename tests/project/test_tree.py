"""What every file of the project keeps to."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from hub.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FUNCTION = 50  # lines
FOREIGN_PATHS = ("/" + "work/", "../" + "shared", "/" + "root/")


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def _texts() -> Iterator[tuple[Path, str]]:
    for path in _tracked():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_somebodys_machine() -> None:
    hits = [f"{path.relative_to(ROOT)}: {word}" for path, text in _texts() for word in FOREIGN_PATHS if word in text]
    assert not hits


def test_functions_fit_on_a_screen() -> None:
    long = []
    for path in _tracked("hub/*.py", "connectors/*.py", "scripts/*.py", ":!hub/migrations/versions"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines")
    assert not long


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    released = [line for line in changelog.splitlines() if line.startswith("## [") and "Unreleased" not in line]
    assert project == VERSION
    assert released[0].startswith(f"## [{project}]")


def test_links_between_the_documents_lead_somewhere() -> None:
    dead = []
    for path in _tracked("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                dead.append(f"{path.relative_to(ROOT)}: {target}")
    assert not dead


def test_import_layers_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
