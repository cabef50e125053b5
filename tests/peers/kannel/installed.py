"""Kannel's programs, out of Debian's packages into a folder of the cache: nothing is installed, no root is needed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.peers.asterisk.root import cache_folder

PACKAGES = ("kannel", "kannel-extras")
APT = ("-o", "APT::Install-Recommends=false", "-o", "Debug::NoLocking=true")


class CannotInstallError(Exception):
    """This machine cannot have Kannel; ``str()`` is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The folder that the packages were unpacked in."""

    path: Path

    def program(self, name: str) -> str:
        """The file of ``bearerbox``, ``smsbox`` or ``fakesmsc``."""
        place = "usr/lib/kannel/test" if name == "fakesmsc" else "usr/sbin"
        return str(self.path / place / name)

    def environment(self) -> dict[str, str]:
        """What a program needs to find its libraries beside it."""
        libraries = {str(one.parent) for one in self.path.rglob("lib*.so*")}
        return {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": ":".join(sorted(libraries))}


def ensure_installed() -> Installed:
    """Unpacked when the cache has none. Raises ``CannotInstallError``."""
    recipe = hashlib.sha256(" ".join(PACKAGES).encode()).hexdigest()[:8]
    place = cache_folder() / f"kannel-{recipe}"
    place.parent.mkdir(parents=True, exist_ok=True)
    with (place.parent / f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            _unpack(place)
    return Installed(place)


def _unpack(place: Path) -> None:
    half = place.with_name(place.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    try:
        _run("apt-get", *APT, "download", *_needed(), folder=half)
        packages = sorted(half.glob("*.deb"))
        for package in packages:
            _run("dpkg-deb", "-x", str(package), str(half / "root"), folder=half)
        (half / "root" / "versions.txt").write_text("\n".join(one.name for one in packages) + "\n")
        (half / "root").rename(place)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _needed() -> list[str]:
    """Those of the packages that this machine lacks. apt only thinks it over (``-s``)."""
    planned = _run("apt-get", *APT, "-s", "install", *PACKAGES, folder=Path("/")).splitlines()
    names = [line.split()[1] for line in planned if line.startswith("Inst ")]
    return [*names, *(name for name in PACKAGES if name not in names)]


def _run(*words: str, folder: Path) -> str:
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotInstallError(f"Kannel's packages cannot be had: {error}") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise CannotInstallError(f"Kannel's packages cannot be had: {said[-1] if said else words[0]}")
    return done.stdout
