"""Seals the secrets of accounts: AES-256-GCM under a key that is not in the store."""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.settings import Settings, SettingsError

log = structlog.get_logger(__name__)
KEY_FILE = "secret.keys"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class SealBrokenError(Exception):
    """A sealed secret cannot be opened; ``str()`` is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text, and the name of its key."""

    key_id: str
    data: bytes


class Vault:
    """Opens with every key that it has, and seals with the first."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = dict(keys)
        self.key_id = next(iter(self._keys))
        self.key_ids = tuple(self._keys)

    def seal(self, text: str, owner: str) -> Sealed:
        """Seal ``text`` so that it opens for ``owner`` only: moved to another row it is worthless."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        data = nonce + AESGCM(self._keys[self.key_id]).encrypt(nonce, text.encode(), owner.encode())
        return Sealed(self.key_id, data)

    def open(self, sealed: Sealed, owner: str) -> str:
        """The text. Raises ``SealBrokenError``."""
        key = self._keys.get(sealed.key_id)
        if key is None:
            raise SealBrokenError(f"The key {sealed.key_id} is missing: put it back, or give the secret again.")
        try:
            nonce, data = sealed.data[:_NONCE_BYTES], sealed.data[_NONCE_BYTES:]
            return AESGCM(key).decrypt(nonce, data, owner.encode()).decode()
        except (InvalidTag, ValueError):
            raise SealBrokenError(
                "The secret was changed in the store, or its key is another: give it again."
            ) from None


def open_vault(settings: Settings) -> Vault:
    """The keys of the settings, or of the file beside the blobs, which is made where it is missing.

    Raises ``SettingsError``.
    """
    if settings.secrets.keys:
        return Vault(read_keys(settings.secrets.keys.get_secret_value(), "setting secrets.keys"))
    path = key_file(settings)
    _make(path)
    return read_vault(path)


def read_vault(path: Path) -> Vault:
    """The keys of a file that there is. Raises ``SettingsError``."""
    try:
        return Vault(read_keys(path.read_text("ascii"), str(path)))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}); it holds the keys of stored secrets") from None


def key_file(settings: Settings) -> Path:
    """Where the keys lie when the settings name none."""
    return settings.blobs.directory.parent / KEY_FILE


def read_keys(text: str, source: str) -> dict[str, bytes]:
    """``id:base64`` at commas or line ends, the newest first. Raises ``SettingsError``, without the text."""
    keys: dict[str, bytes] = {}
    for item in filter(None, re.split(r"[,\s]+", text)):
        name, _, encoded = item.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not _ID.fullmatch(name) or len(key) != _KEY_BYTES or name in keys:
            raise SettingsError(f"{source}: key {len(keys) + 1} is not id:base64 of {_KEY_BYTES} bytes, or comes twice")
        keys[name] = key
    if not keys:
        raise SettingsError(f"{source}: there is no key; write id:base64 of {_KEY_BYTES} bytes")
    return keys


def new_key() -> str:
    """A line for the file: a new key with a name of its own."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"


def _make(path: Path) -> None:
    """Whole and for its owner only from the first moment; of two processes one makes it."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(new_key() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
        log.info("secret_keys_made", file=str(path))
    except FileExistsError:
        pass
    except OSError as error:
        raise SettingsError(f"{path}: cannot be made ({error.strerror}); set secrets.keys, or make it") from None
    finally:
        draft.unlink(missing_ok=True)
