"""What the machine itself must have: installed by apt where we are root on Debian, asked for in one line elsewhere."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from collections.abc import Iterable

from scripts.shell import Stop, quiet, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES = "/usr/lib/postgresql/*/bin/postgres"


def has_browser() -> bool:
    """True when a Chromium can be started."""
    named = os.environ.get("HUB_TEST_CHROMIUM")
    return bool(named and shutil.which(named)) or any(shutil.which(name) for name in CHROMIUM)


def has_postgres() -> bool:
    """True when the tests can reach or start a PostgreSQL of the machine."""
    return bool(os.environ.get("HUB_TEST_DATABASE_URL") or glob.glob(POSTGRES) or shutil.which("postgres"))


def has_redis() -> bool:
    """True when the tests can reach or start a Redis of the machine."""
    return bool(os.environ.get("HUB_TEST_REDIS_URL") or shutil.which("redis-server"))


def can_apt() -> bool:
    """True where missing packages may be installed without asking."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(packages: Iterable[str]) -> None:
    """Install Debian packages. Raises ``Stop`` when apt cannot."""
    names = list(packages)
    say(f"installing {', '.join(names)} by apt")
    advice = f"apt could not install them; try by hand: apt-get update && apt-get install {' '.join(names)}"
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet(["apt-get", "update", "-q"], advice=advice, env=env)
    quiet(["apt-get", "install", "-q", "-y", "--no-install-recommends", *names], advice=advice, env=env)


def require_venv() -> None:
    """Have Python's venv module complete: Debian keeps it in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not can_apt() or not sys.executable.startswith("/usr/bin/"):
        raise Stop(f"this Python cannot make virtual environments; install it first: sudo apt install {package}")
    apt([package])


def require_for_tests() -> list[str]:
    """Have a browser, PostgreSQL and Redis. Returns the dependency groups that stand in for what apt cannot bring."""
    missing = [
        package
        for package, there in (
            ("chromium", has_browser()),
            ("postgresql", has_postgres()),
            ("redis-server", has_redis()),
        )
        if not there
    ]
    if not missing:
        return []
    if can_apt():
        apt(missing)
        return []
    if "chromium" in missing:
        raise Stop("the tests need Chromium: install it (Debian: sudo apt install chromium) or set HUB_TEST_CHROMIUM")
    say(f"no {' and no '.join(missing)} here (Debian: sudo apt install {' '.join(missing)}): using PyPI's builds")
    return ["servers"]
