"""Secrets of other areas: sealed for their owner alone, and rotated with those of the accounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub import channels
from hub.channels import Keyring
from hub.db import Database
from hub.settings import parse
from hub.web import Conflict


async def test_they_are_rotated_too_and_hold_their_key_until_then(database: Database, tmp_path: Path) -> None:
    keyring = Keyring(parse({"blobs": {"directory": str(tmp_path / "blobs")}}))
    old = (await keyring.vault()).key_id
    for word in ("first", "second"):  # the later one stands
        await database.write(lambda tx, word=word: channels.keep_secret(tx, keyring, "caldav:1", word))  # type: ignore[misc]
    await channels.begin_rotation(database, keyring, actor_id=None, address=None)
    with pytest.raises(Conflict, match="1 secrets are sealed with this key"):
        await channels.retire(database, keyring, old, actor_id=None, address=None)
    assert (await channels.reseal(database, keyring)).count == 1
    await channels.retire(database, keyring, old, actor_id=None, address=None)
    async with database.read() as session:
        assert await channels.read_secret(session, keyring, "caldav:1") == "second"
        assert await channels.read_secret(session, keyring, "caldav:2") is None
    await database.write(lambda tx: channels.forget_secret(tx, "caldav:1"))
    async with database.read() as session:
        assert await channels.read_secret(session, keyring, "caldav:1") is None
