"""Node and the user interface: the machine's own Node when it is new enough, else the one that PyPI carries."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from scripts import python_env
from scripts.shell import CACHE, ROOT, Stop, digest, quiet, read_stamp, say, works, writable_home, write_stamp

UI = ROOT / "webui"
MODULES_STAMP = UI / "node_modules" / ".peyvand.json"
BUILD_STAMP = CACHE / "ui-build.json"
SOURCES = ("src/**/*", "public/**/*", "index.html", "package*.json", "vite.config.*", "tsconfig*.json")


def new_enough(version: str) -> bool:
    """Whether Vite runs on a Node that prints ``version``: 20.19 and later, or 22.12 and later."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def machine_has_node() -> bool:
    """True when the machine's own node and npm will do."""
    return bool(shutil.which("npm")) and new_enough(works("node", "--version") or "")


def groups(*, needed: bool, ui: bool) -> list[str]:
    """The dependency groups that bring Node, when it is ``needed`` or the interface must be built."""
    return ["node"] if (needed or (ui and is_stale())) and not machine_has_node() else []


def _sources() -> list[Path]:
    return [path for pattern in SOURCES for path in UI.glob(pattern) if path.is_file()]


def is_stale() -> bool:
    """True when the built interface is missing or older than its sources."""
    return not (UI / "dist" / "index.html").exists() or read_stamp(BUILD_STAMP).get("key") != digest(_sources())


def environment() -> dict[str, str]:
    """The environment for node and npm."""
    env = {
        **os.environ,
        "NO_UPDATE_NOTIFIER": "1",
        "NO_COLOR": "1",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
    }
    env.setdefault("npm_config_fetch_retry_mintimeout", "2000")  # ms; without a network, say so within seconds
    env.setdefault("npm_config_fetch_retry_maxtimeout", "5000")
    if not machine_has_node():
        env["PATH"] = python_env.path()
    if not writable_home():
        env.setdefault("npm_config_cache", str(CACHE / "npm"))
    return env


def npm(*words: str, advice: str, env: dict[str, str] | None = None) -> str:
    """Run npm in the interface's folder, quietly."""
    env = env or environment()
    program = shutil.which("npm", path=env["PATH"])
    if program is None:
        raise Stop("npm was not found: install Node 20.19 or newer with npm, or remove .venv and try again")
    return quiet([program, *words], advice=advice, env=env, cwd=UI)


def install() -> None:
    """Have node_modules as package-lock.json says."""
    key = digest([UI / "package-lock.json"])
    if read_stamp(MODULES_STAMP).get("key") == key:
        return
    say("installing the interface's packages of package-lock.json")
    npm(
        "ci", "--no-audit", "--no-fund", "--loglevel=error",
        advice="the interface's packages could not be installed; check the network, or npm's registry setting",
    )  # fmt: skip
    write_stamp(MODULES_STAMP, {"key": key})


def build() -> None:
    """Build the interface when its sources changed."""
    if not is_stale():
        return
    install()
    key = digest(_sources())
    say("building the user interface")
    npm("run", "--silent", "build", advice="the user interface could not be built; see the lines above")
    write_stamp(BUILD_STAMP, {"key": key})
