"""Settings come from a file and the environment, and a wrong one is named in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub import settings
from hub.settings import SettingsError, load, parse

HUSH = "hush-4711"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from a developer's own ``config/hub.toml``."""
    monkeypatch.chdir(tmp_path)


def write(path: Path, text: str) -> Path:
    """A settings file."""
    path.write_text(text, "utf-8")
    return path


def refusal(environ: dict[str, str] | None = None, file: Path | None = None) -> str:
    """The one line that stops the start."""
    with pytest.raises(SettingsError) as caught:
        load(file, environ or {})
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_everything_has_a_default() -> None:
    found = load(environ={})
    assert (found.http.host, found.http.port) == ("127.0.0.1", 8080)
    assert found.database.url.get_secret_value().startswith("sqlite:///")


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = write(tmp_path / "hub.toml", "[http]\nport = 1000\nhost = '0.0.0.0'\n[organisation]\nname = 'پیوند'\n")
    found = load(file, {"HUB_HTTP__PORT": "2000", "PATH": "/bin", "HUBERT": "x"})
    assert (found.http.port, found.http.host, found.organisation.name) == (2000, "0.0.0.0", "پیوند")


def test_a_file_may_be_named_by_the_environment_or_lie_where_it_is_expected(tmp_path: Path) -> None:
    named = write(tmp_path / "other.toml", "[http]\nport = 1000")
    assert load(environ={"HUB_CONFIG": str(named)}).http.port == 1000
    (tmp_path / "config").mkdir()
    write(tmp_path / "config/hub.toml", "[http]\nport = 1001")
    assert load(environ={}).http.port == 1001


@pytest.mark.parametrize(
    ("environ", "parts"),
    [
        ({"HUB_HTTP__PROT": "1"}, ["unknown setting http.prot", "HUB_HTTP__PROT", "docs/settings.md"]),
        ({"HUB_HTPT__PORT": "1"}, ["unknown setting htpt"]),
        ({"HUB_NONSENSE": "1"}, ["unknown setting nonsense"]),
        ({"HUB_HTTP__PORT": "eighty"}, ["setting http.port", "integer", "HUB_HTTP__PORT"]),
        ({"HUB_HTTP__PORT": "70000"}, ["setting http.port", "65535"]),
        ({"HUB_HTTP": "x"}, ["setting http", "HUB_HTTP"]),
        ({"HUB_HTTP": "x", "HUB_HTTP__PORT": "1"}, ["HUB_HTTP__PORT", "not a section"]),
        ({"HUB_ORGANISATION__LANGUAGE": "de"}, ["setting organisation.language", "'fa'"]),
        ({"HUB_ORGANISATION__TIME_ZONE": "Asia/Teheran"}, ["setting organisation.time_zone", "IANA"]),
        ({"HUB_ORGANISATION__TIME_ZONE": "../../etc/passwd"}, ["setting organisation.time_zone"]),
        ({"HUB_DATABASE__URL": "mysql://u:hush-4711@h/d"}, ["setting database.url", "postgresql://"]),
        ({"HUB_DATABASE__URL": "/var/hub.db"}, ["setting database.url", "sqlite:///"]),
        ({"HUB_DATABASE__URL_FILE": "/nowhere"}, ["HUB_DATABASE__URL_FILE", "/nowhere", "cannot be read"]),
        ({"HUB_CONFIG": "/nowhere.toml"}, ["/nowhere.toml", "cannot be read", "HUB_CONFIG"]),
        ({"HUB_CONNECTORS__PBX": "x"}, ["connectors.pbx"]),
    ],
)
def test_a_wrong_key_or_value_is_named(environ: dict[str, str], parts: list[str]) -> None:
    text = refusal(environ)
    for part in parts:
        assert part in text
    assert HUSH not in text


@pytest.mark.parametrize("content", ["[http", "port = ", "a = 1\na = 2", "\x00"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: str) -> None:
    text = refusal(file=write(tmp_path / "hub.toml", content))
    assert "hub.toml" in text
    assert "not valid TOML" in text


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "hub.toml"
    file.write_bytes("[organisation]\nname = 'پیوند'".encode("utf-16"))
    assert "not valid TOML" in refusal(file=file)


def test_the_file_is_named_where_it_is_wrong(tmp_path: Path) -> None:
    file = write(tmp_path / "hub.toml", "[log]\nlevel = 'loud'")
    assert str(file) in refusal(file=file)


def test_a_strange_account_name_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "hub.toml", "[connectors.'Büro 1']\nconnector = 'asterisk'")
    assert "small letters" in refusal(file=file)


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    file = write(tmp_path / "url", "postgresql://hub:hush-4711@db/hub\n")
    found = load(environ={"HUB_DATABASE__URL_FILE": str(file)})
    assert found.database.url.get_secret_value() == "postgresql://hub:hush-4711@db/hub"


def test_lists_are_comma_separated_in_the_environment() -> None:
    found = load(environ={"HUB_HTTP__TRUSTED_PROXIES": "10.0.0.0/8, ::1,"})
    assert found.http.trusted_proxies == ("10.0.0.0/8", "::1")


def test_names_for_tests_and_tools_are_no_settings() -> None:
    load(environ={"HUB_TEST_DATABASE_URL": "x", "HUB_BENCH_SECONDS": "1", "HUB_DEV_PORT": "1"})


def test_no_secret_is_in_what_is_printed() -> None:
    found = parse(
        {
            "database": {"url": f"postgresql://hub:{HUSH}@db/hub"},
            "redis": {"url": f"redis://:{HUSH}@r"},
            "metrics": {"token": HUSH},
            "connectors": {"pbx": {"connector": "asterisk", "secret": HUSH, "host": "pbx"}},
        }
    )
    assert HUSH not in repr(found)
    assert HUSH not in str(found)
    assert "'secret'" in repr(found)


def test_settings_do_not_change_while_the_hub_runs() -> None:
    found = parse({})
    with pytest.raises(ValueError, match="frozen"):
        found.http.port = 1  # type: ignore[misc]
    assert settings.Settings().http.port == 8080
