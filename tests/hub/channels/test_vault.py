"""Secrets at rest: sealed under keys that are not in the store."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from hub.channels.vault import SealBrokenError, Sealed, Vault, key_file, new_key, open_vault, read_keys
from hub.settings import Settings, SettingsError, parse


def at(folder: Path, **more: object) -> Settings:
    return parse({"blobs": {"directory": str(folder / "blobs")}, **more})


def test_a_sealed_text_opens_for_its_owner_only() -> None:
    vault = Vault(read_keys(new_key(), "test"))
    sealed = vault.seal("s3cr3t", "pbx")
    assert b"s3cr3t" not in sealed.data
    assert sealed.data != vault.seal("s3cr3t", "pbx").data
    assert vault.open(sealed, "pbx") == "s3cr3t"
    for broken, owner in ((sealed, "other"), (Sealed(sealed.key_id, sealed.data[:-1] + b"\0"), "pbx")):
        with pytest.raises(SealBrokenError, match="give it again"):
            vault.open(broken, owner)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old, new = new_key(), new_key()
    sealed = Vault(read_keys(old, "test")).seal("s3cr3t", "pbx")
    both = Vault(read_keys(f"{new}\n{old}\n", "test"))
    assert both.open(sealed, "pbx") == "s3cr3t"
    assert both.seal("x", "pbx").key_id == new.partition(":")[0]
    with pytest.raises(SealBrokenError, match=f"The key {sealed.key_id} is missing"):
        Vault(read_keys(new, "test")).open(sealed, "pbx")


def test_the_first_start_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    settings = at(tmp_path)
    sealed = open_vault(settings).seal("s3cr3t", "pbx")
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    assert open_vault(settings).open(sealed, "pbx") == "s3cr3t"
    assert [path.name for path in tmp_path.iterdir()] == [key_file(settings).name]


def test_the_settings_may_name_the_keys(tmp_path: Path) -> None:
    settings = at(tmp_path, secrets={"keys": f"{new_key()},{new_key()}"})
    open_vault(settings)
    assert not key_file(settings).exists()


@pytest.mark.parametrize("text", ["", "a", "a:b", f"a:{base64.b64encode(b'short').decode()}", "twice"])
def test_what_is_no_key_is_refused_and_never_repeated(text: str) -> None:
    line = new_key()
    with pytest.raises(SettingsError) as caught:
        read_keys(f"{line},{line}" if text == "twice" else text, "setting secrets.keys")
    assert "setting secrets.keys" in str(caught.value)
    assert line.partition(":")[2] not in str(caught.value)
