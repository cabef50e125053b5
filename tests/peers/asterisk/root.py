"""A small Debian with Asterisk and SIPp in it, built once and kept in a cache folder."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.peers.asterisk.mirror import UBUNTU, find_mirror

PACKAGES = ("asterisk", "asterisk-core-sounds-en-gsm", "sip-tester", "iproute2", "ca-certificates", "libfaketime")
SUITES = {"22": "sid", "18": "jammy", "16": "bullseye", "13": "bionic"}
OF_UBUNTU = frozenset({"18", "13"})
APART_VOICEMAIL = frozenset({"16", "13"})  # newer releases have it in the main package
ENTER = Path(__file__).with_name("enter.py")
PROJECT = Path(__file__).parents[3]


class CannotBuildError(Exception):
    """This machine cannot hold the real peer; ``str()`` is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Root:
    """The folder of a built root, and the versions found in it."""

    path: Path
    versions: dict[str, str]

    @property
    def asterisk(self) -> str:
        """Asterisk's own version, such as ``22.10.1``."""
        return self.versions["asterisk"].split(":")[-1].split("+")[0].split("~")[0]

    def command(self, *argv: str, user: str = "root") -> list[str]:
        """A command line that runs ``argv`` inside of the root; it is killed when the thread that starts it ends."""
        return [sys.executable, "-I", str(ENTER), str(self.path), user, *argv]

    def inside(self, path: Path) -> str:
        """The name of ``path`` for a process that runs in the root."""
        return f"/{path.relative_to(self.path)}"

    def workspace(self, name: str) -> Path:
        """A new folder in the root for this process to use and remove."""
        path = self.path / "srv" / f"{name}-{os.getpid()}-{secrets.token_hex(4)}"
        path.mkdir(parents=True)
        return path

    def give(self, path: Path, user: str) -> None:
        """Let the root's ``user`` own a folder and all that is in it."""
        entries = (self.path / "etc" / "passwd").read_text().splitlines()
        uid, gid = next(line.split(":")[2:4] for line in entries if line.startswith(f"{user}:"))
        for owned in [path, *path.rglob("*")]:
            os.chown(owned, int(uid), int(gid))


def cache_folder() -> Path:
    """``$PEYVAND_CACHE/peers``, or ``.cache/peers`` of the checkout."""
    base = os.environ.get("PEYVAND_CACHE")
    return (Path(base) if base else PROJECT / ".cache") / "peers"


def ensure_root(version: str = "22", cache: Path | None = None) -> Root:
    """The root with that major version of Asterisk, built when the cache has none. Raises ``CannotBuildError``."""
    if os.geteuid() != 0:
        raise CannotBuildError("the real Asterisk runs in a chroot, which needs root")
    cache = cache or cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    packages = (*PACKAGES, "asterisk-voicemail") if version in APART_VOICEMAIL else PACKAGES
    recipe = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:8]
    path = cache / f"asterisk-{version}-{recipe}"
    with _locked(cache / f"{path.name}.lock"):
        if not (path / "versions.txt").is_file():
            _build(path, version, packages)
        _sweep(path / "srv")
    lines = (path / "versions.txt").read_text().splitlines()
    return Root(path, dict(line.split(" ", 1) for line in lines if line))


def _build(path: Path, version: str, packages: Sequence[str]) -> None:
    _need("mmdebstrap")
    unfinished = path.with_suffix(".unfinished")
    remove(unfinished)
    remove(path)
    options = [f"--aptopt={line}" for line in ['Acquire::Check-Valid-Until "false"', *_apt_options()]]
    suite = SUITES[version]
    source = (UBUNTU if version in OF_UBUNTU else find_mirror()).line(suite)
    print(f"peers: building {path.name} from {source!r} (about a minute)", file=sys.stderr, flush=True)
    _run(
        *_apart(),
        "mmdebstrap",
        "--variant=essential",
        *options,
        f"--include={','.join(packages)}",
        suite,
        str(unfinished),
        source,
    )
    unfinished.chmod(0o755)
    versions = _run("chroot", str(unfinished), "dpkg-query", "-W", "-f=${Package} ${Version}\\n", *packages)
    (unfinished / "versions.txt").write_text(versions)
    unfinished.rename(path)


def _apart() -> tuple[str, ...]:
    """A mount namespace of its own where one may be had: a killed build leaves no /dev/shm mounted in the root."""
    apart = ("unshare", "--mount")
    return apart if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0 else ()


def remove(path: Path) -> None:
    """Remove a root, never what is mounted in it. Raises ``CannotBuildError``."""
    mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    if below := [point for point in mounted if Path(point).is_relative_to(path.resolve())]:
        raise CannotBuildError(f"unmount what an older build left first: {' '.join(below)}")
    shutil.rmtree(path, ignore_errors=True)


def _sweep(workspaces: Path) -> None:
    """Remove what processes left that were killed."""
    for path in workspaces.glob("*-*-*"):
        if not Path("/proc", path.name.split("-")[1]).exists():
            shutil.rmtree(path, ignore_errors=True)


def _apt_options() -> list[str]:
    """How this machine's apt gets at its archive: proxies, certificates, checks of the clock."""
    wanted = ("Acquire::http", "Acquire::https", "Acquire::Check-", "Acquire::Retries")
    lines = [line.strip() for line in _run("apt-config", "dump").splitlines()]
    return [line.rstrip(";") for line in lines if line.startswith(wanted) and not line.endswith('"";') and "::" in line]


def _need(program: str) -> None:
    if shutil.which(program) is None:
        _run("apt-get", "update", "-qq")
        _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", program)


def _run(*argv: str) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(argv, capture_output=True, text=True, env=environment, timeout=600, check=False)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise CannotBuildError(f"{argv[0]} failed ({done.returncode}): {' / '.join(last)}")
    return done.stdout


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
