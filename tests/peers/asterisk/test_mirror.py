"""Where packages come from is read from apt's configuration, in both of its formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.peers.asterisk.mirror import Mirror, NoMirrorError, find_mirror

DEB822 = """\
# the machine's own
Types: deb deb-src
URIs: http://mirror.example/debian http://second.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""
FOREIGN = "Types: deb\nURIs: https://node.example\nSuites: nodistro bookworm\nComponents: extra\n"
DISABLED = "Enabled: no\n" + DEB822.replace("mirror.example", "off.example")
INLINE_KEY = "Types: deb\nURIs: http://a.example\nSuites: sid\nComponents: main\nSigned-By:\n -----BEGIN\n .\n key\n"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


@pytest.mark.parametrize(
    ("name", "text", "mirror"),
    [
        ("sources.list.d/debian.sources", DEB822, Mirror("http://mirror.example/debian", KEYRING)),
        ("sources.list.d/inline.sources", INLINE_KEY, Mirror("http://a.example")),
        ("sources.list", "deb http://a.example/debian bookworm main # own\n", Mirror("http://a.example/debian")),
        (
            "sources.list",
            f"deb-src http://b.example sid main\ndeb [signed-by={KEYRING}  arch=any] http://a.example bookworm main",
            Mirror("http://a.example", KEYRING),
        ),
        (
            "sources.list.d/own.list",
            "deb [trusted=yes] file:/srv/debian bookworm main contrib",
            Mirror("file:/srv/debian", trusted=True),
        ),
    ],
)
def test_finds_the_archive(tmp_path: Path, name: str, text: str, mirror: Mirror) -> None:
    assert find_mirror(_apt(tmp_path, {name: text}), _release(tmp_path)) == mirror


@pytest.mark.parametrize("text", ["", FOREIGN, DISABLED, DEB822.replace("bookworm", "trixie")])
def test_refuses_what_is_not_the_own_release(tmp_path: Path, text: str) -> None:
    with pytest.raises(NoMirrorError, match="names no Debian archive"):
        find_mirror(_apt(tmp_path, {"sources.list.d/some.sources": text}), _release(tmp_path))


def test_refuses_another_distribution(tmp_path: Path) -> None:
    with pytest.raises(NoMirrorError):
        find_mirror(_apt(tmp_path, {"sources.list.d/debian.sources": DEB822}), _release(tmp_path, "ubuntu"))


def test_writes_a_source_line() -> None:
    assert Mirror("http://a.example").line("sid") == "deb http://a.example sid main"
    assert Mirror("http://a.example", "/k.gpg", True).line("sid") == (
        "deb [signed-by=/k.gpg trusted=yes] http://a.example sid main"
    )


def _apt(tmp_path: Path, files: dict[str, str]) -> Path:
    (tmp_path / "sources.list.d").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def _release(tmp_path: Path, distribution: str = "debian") -> Path:
    path = tmp_path / "os-release"
    path.write_text(f'ID={distribution}\nVERSION_CODENAME="bookworm"\n')
    return path
