"""What the hub itself writes: whole in both languages, laid over by an organisation's own, and wrong ones are named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hub.settings import SettingsError
from hub.templating import LANGUAGES, load_own_texts
from hub.templating.own import CATALOGUE, ENDINGS

VALUES: dict[str, Any] = {
    "organisation.name": "Atlas & Co", "link": "https://hub.example/consent/abc?a&b", "channel": "text message",
}  # fmt: skip
FILES = Path(__file__).resolve().parents[3] / "templates"


def lay(folder: Path, place: str, words: str | bytes) -> Path:
    """A file of the organisation's own."""
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_is_there_in_both_languages_with_the_same_fields(name: str) -> None:
    texts, own = load_own_texts(), CATALOGUE[name]
    assert texts.fields(name, "fa") == texts.fields(name, "en") == set(own.fields)
    for language in LANGUAGES:
        made = texts.write(name, language, VALUES)
        assert not made.missing
        written = [made.text, *([made.subject or "", made.html or ""] if own.mail else [])]
        assert all(written)
        assert all("{" not in one for one in written)
        assert bool(re.search(r"[\u0600-\u06ff]", made.text)) == (language == "fa")
        if own.mail:
            assert f'lang="{language}"' in written[2]
            assert "Atlas &amp; Co" in written[2]
            assert 'href="https://hub.example/consent/abc?a&amp;b"' in written[2]


def test_every_file_is_one_of_a_known_text() -> None:
    known = {f"{language}/{name}{ENDINGS[part]}" for language in LANGUAGES for name, own in CATALOGUE.items()
             for part in own.parts}  # fmt: skip
    assert {path.relative_to(FILES).as_posix() for path in FILES.glob("*/*")} == known


def test_an_organisations_own_words_stand_for_the_hubs(tmp_path: Path) -> None:
    lay(tmp_path, "fa/consent_confirm.txt", "\ufeffسلام از {{ organisation.name }}!\r\n{{ link }}\r\n\r\n")
    texts = load_own_texts(tmp_path)
    assert texts.write("consent_confirm", "fa", VALUES).text == f"سلام از Atlas & Co!\n{VALUES['link']}"
    assert texts.write("consent_confirm", "en", VALUES) == load_own_texts().write("consent_confirm", "en", VALUES)


@pytest.mark.parametrize(
    ("place", "words", "told"),
    [
        ("en/consent_confirm.txt", "Hello\n{{ lnik }}", "line 2: There is no field lnik. Did you mean link?"),
        ("en/consent_confirm.txt", "Hello {{ organisation.name }}", "it must say {{ link }}"),
        ("fa/consent_confirm.html", '<p onclick="x">{{ link }}</p>', "line 1: The attribute onclick"),
        ("fa/consent_preferences.subject.txt", "one\ntwo", "line 1: A subject is one line."),
        ("en/consent_marketing.txt", "{% for x in y %}{% endfor %}", "line 1: for cannot be used"),
        ("en/consent_service.txt", "\n", "is empty"),
        ("en/consent_service.txt", b"\xff\xfe", "is not UTF-8"),
        ("en/consent_service.txt", b"{{ channel }}" + b" " * 500_000, "is too large"),
        ("de/consent_service.txt", "{{ channel }}", "the hub has no text of this name"),
        ("consent_service.txt", "{{ channel }}", "the hub has no text of this name"),
        ("en/consent_servise.txt", "{{ channel }}", "the hub has no text of this name"),
    ],
)
def test_a_wrong_file_is_named_in_one_line(tmp_path: Path, place: str, words: str | bytes, told: str) -> None:
    path = lay(tmp_path, place, words)
    with pytest.raises(SettingsError) as refused:
        load_own_texts(tmp_path)
    assert str(refused.value).startswith(str(path))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"setting templates\.folder: there is no folder"):
        load_own_texts(tmp_path / "gone")


def test_a_wrong_file_stops_the_start(tmp_path: Path) -> None:
    path = lay(tmp_path / "own", "en/consent_confirm.txt", "No address.")
    environ = {"HUB_DATABASE__URL": f"sqlite:///{tmp_path}/hub.db", "HUB_TEMPLATES__FOLDER": str(path.parents[1]),
               "HUB_HTTP__PORT": "0", "HUB_BLOBS__DIRECTORY": str(tmp_path / "blobs")}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "hub", "serve"], env=environ, cwd=FILES.parent, capture_output=True, text=True,
        timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"{path}: it must say {{{{ link }}}}")
    assert not (tmp_path / "hub.db").exists()
