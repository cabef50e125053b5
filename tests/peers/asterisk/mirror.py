"""Where this machine gets its Debian packages from, read from apt's own configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

APT = Path("/etc/apt")
_ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^]]*)]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)(?P<components>(?:\s+\S+)*)")


class NoMirrorError(Exception):
    """apt's configuration names no Debian archive; ``str()`` is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Mirror:
    """One archive of packages: its address, and how apt trusts it (a keyring's path, or blindly)."""

    uri: str
    signed_by: str | None = None
    trusted: bool = False
    components: str = "main"

    def line(self, suite: str) -> str:
        """A one-line source of ``suite`` on this archive."""
        options = [f"signed-by={self.signed_by}"] if self.signed_by else []
        options += ["trusted=yes"] if self.trusted else []
        where = f"{self.uri} {suite} {self.components}"
        return f"deb [{' '.join(options)}] {where}" if options else f"deb {where}"


UBUNTU = Mirror(
    "http://archive.ubuntu.com/ubuntu",
    str(Path(__file__).with_name("ubuntu-archive-keys.asc")),  # the automatic signing keys of 2012 and 2018
    components="main universe",
)  # has the versions that no Debian does; its packages are signed, so the way there need not be


def find_mirror(apt: Path = APT, os_release: Path = Path("/etc/os-release")) -> Mirror:
    """The archive that this machine installs its own Debian release from. Raises ``NoMirrorError``."""
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)', os_release.read_text(), re.MULTILINE))
    own = {release.get("VERSION_CODENAME", ""), "stable", "testing", "unstable", "sid"} - {""}
    if release.get("ID") == "debian":
        for suite, mirror in _sources(apt):
            if suite in own:
                return mirror
    raise NoMirrorError(f"apt's configuration under {apt} names no Debian archive of {sorted(own)}")


def _sources(apt: Path) -> Iterator[tuple[str, Mirror]]:
    parts = apt / "sources.list.d"
    for path in [apt / "sources.list", *sorted(parts.glob("*.list"))]:
        if path.is_file():
            yield from _one_line(path.read_text().splitlines())
    for path in sorted(parts.glob("*.sources")):
        yield from _deb822(path.read_text())


def _one_line(lines: Iterable[str]) -> Iterator[tuple[str, Mirror]]:
    for line in lines:
        if match := _ONE_LINE.match(line.strip()):
            options = dict(option.partition("=")[::2] for option in (match["options"] or "").split())
            if "main" in match["components"].split():
                mirror = Mirror(match["uri"], options.get("signed-by"), options.get("trusted") == "yes")
                yield match["suite"].removesuffix("/"), mirror


def _deb822(text: str) -> Iterator[tuple[str, Mirror]]:
    for stanza in re.split(r"\n\s*\n", re.sub(r"^#.*\n?", "", text, flags=re.MULTILINE)):
        fields = {
            key.lower(): " ".join(value.split())
            for key, value in re.findall(r"^([A-Za-z-]+):((?:.*)(?:\n[ \t].*)*)", stanza, re.MULTILINE)
        }
        usable = "deb" in fields.get("types", "").split() and fields.get("enabled", "yes").lower() != "no"
        if usable and "main" in fields.get("components", "").split():
            keyring = fields.get("signed-by", "")
            signed_by = keyring if keyring.startswith("/") else None
            trusted = fields.get("trusted", "no").lower() == "yes"
            for suite in fields.get("suites", "").split():
                yield suite, Mirror(fields["uris"].split()[0], signed_by, trusted)
