"""The virtual environment: venv → pip → uv inside it → the packages that uv.lock names."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts import indexes, machine
from scripts.shell import CACHE, ROOT, VENV, Stop, digest, quiet, read_stamp, say, works, write_stamp

PYTHON = VENV / "bin" / "python"
STAMP = VENV / "peyvand.json"
UV = "uv>=0.9,<1"  # understands the lock file's format
MINOR = "import sys; print('%d.%d' % sys.version_info[:2])"


def ensure(groups: Iterable[str] = ()) -> None:
    """Make the environment hold the locked packages and dependency ``groups``. Does nothing, offline, when it does."""
    stamp = read_stamp(STAMP)
    wanted = {*groups, *stamp.get("groups", [])}
    key = digest([ROOT / "uv.lock", ROOT / "pyproject.toml"])
    if stamp.get("place") != str(VENV) or stamp.get("python") != works(PYTHON, "-I", "-c", MINOR):
        _create(reuse=not stamp)
    elif stamp.get("key") == key and wanted == set(stamp.get("groups", [])):
        return
    _install(sorted(wanted))
    write_stamp(
        STAMP,
        {"place": str(VENV), "python": works(PYTHON, "-I", "-c", MINOR), "key": key, "groups": sorted(wanted)},
    )


def _create(*, reuse: bool) -> None:
    """A new environment; one that was made by hand and works is kept."""
    if reuse and works(PYTHON, "-m", "pip", "--version"):
        return
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists():
        raise Stop(f"{VENV} is no virtual environment; move it away and try again")
    if importlib.util.find_spec("ensurepip") is None:
        machine.require_venv()
    say("making a virtual environment in .venv")
    advice = "the virtual environment could not be made (Debian: apt install python3-venv)"
    quiet([sys.executable, "-m", "venv", "--clear", VENV], advice=advice, env=indexes.base_environment())


def _install(groups: list[str]) -> None:
    env = _with_uv()
    say("installing the Python packages of uv.lock")
    requirements = CACHE / "requirements.txt"
    requirements.parent.mkdir(exist_ok=True)
    uv = str(VENV / "bin" / "uv")
    chosen = ["--all-extras", "--no-default-groups", *(word for group in groups for word in ("--group", group))]
    quiet(
        [uv, "export", "--quiet", "--frozen", "--no-emit-project", *chosen, "--output-file", requirements],
        advice="uv.lock could not be read; restore it with git checkout uv.lock",
        env=env,
    )
    # not `uv sync`: the lock names the public index's addresses, and only this way does a private index serve them
    advice = f"the packages could not be installed from {indexes.shown(env)}; {_network()}"
    pip = [uv, "pip"]
    target = ["--quiet", "--python", str(PYTHON)]
    quiet([*pip, "sync", *target, "--compile-bytecode", "--require-hashes", requirements], advice=advice, env=env)
    quiet([*pip, "install", *target, "--no-deps", "--editable", ROOT], advice=advice, env=env)


def _with_uv() -> dict[str, str]:
    """Put uv into the environment; one on the PATH may be of any age, or broken. Returns uv's environment."""
    env = indexes.environment(PYTHON)
    if works(VENV / "bin" / "uv", "--version", env=env) is None:
        say("installing uv")
        quiet(
            [PYTHON, "-m", "pip", "install", "--quiet", "--force-reinstall", UV],
            advice=f"uv could not be installed from {indexes.shown(env)}; {_network()}",
            env=indexes.base_environment(),
        )
    return env


def _network() -> str:
    return "check the network, or name a reachable index in PIP_INDEX_URL"


def program(name: str) -> Path:
    """A command of the environment."""
    return VENV / "bin" / name


def path() -> str:
    """PATH with the environment's commands first."""
    return f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
