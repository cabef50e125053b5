"""Keys of stored secrets: rotated while others work, broken off anywhere, retired only when nothing needs them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from hub import channels
from hub.accounts.models import AuditEntry
from hub.channels import Keyring
from hub.channels.models import Setup
from hub.channels.resealing import JOB
from hub.channels.vault import Sealed, Vault, new_key, read_keys
from hub.db import Database, Tx
from hub.jobs import Handlers, Workers, count_waiting
from hub.settings import Settings, parse
from hub.web import Conflict, NotFound
from tests.support.waiting import WaitFor


def at(folder: Path, **more: object) -> Settings:
    return parse({"blobs": {"directory": str(folder / "blobs")}, **more})


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(at(tmp_path))


async def keep(db: Database, vault: Vault, count: int, first: int = 0) -> None:
    """So many accounts with a secret each."""

    async def work(tx: Tx) -> None:
        for number in range(first, first + count):
            account = f"pbx-{number:03}"
            sealed = vault.seal(f"secret {number}", account)
            tx.session.add(
                Setup(
                    account=account, connector="asterisk", enabled=False, options={}, secrets=sealed.data,
                    key_id=sealed.key_id, version=1, created_at=tx.now, updated_at=tx.now,
                )
            )  # fmt: skip

    await db.write(work)


async def opened(db: Database, vault: Vault) -> list[str]:
    async with db.read() as session:
        rows = (await session.scalars(sa.select(Setup).order_by(Setup.account))).all()
        return [vault.open(Sealed(row.key_id or "", row.secrets or b""), row.account) for row in rows]


async def used(db: Database, keyring: Keyring) -> dict[str, int]:
    async with db.read() as session:
        return {key.id: key.secrets for key in (await channels.describe_keys(session, keyring)).keys}


async def test_rotation_seals_everything_anew_and_then_the_old_key_goes(database: Database, keyring: Keyring) -> None:
    old = (await keyring.vault()).key_id
    await keep(database, await keyring.vault(), 120)
    new = await channels.begin_rotation(database, keyring, actor_id=None, address=None)
    with pytest.raises(Conflict, match="120 secrets are sealed with this key"):
        await channels.retire(database, keyring, old, actor_id=None, address=None)
    with pytest.raises(Conflict, match="rotate first"):
        await channels.retire(database, keyring, new, actor_id=None, address=None)
    assert (await channels.reseal(database, keyring)).count == 120
    assert await used(database, keyring) == {new: 120, old: 0}
    await channels.retire(database, keyring, old, actor_id=None, address=None)
    with pytest.raises(NotFound):
        await channels.retire(database, keyring, old, actor_id=None, address=None)
    assert await used(database, keyring) == {new: 120}
    assert await opened(database, await keyring.vault()) == [f"secret {number}" for number in range(120)]
    async with database.read() as session:
        actions = (await session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id))).all()
    assert actions == ["keys_rotated", "key_retired"]


async def test_another_process_reads_the_new_key_by_itself(keyring: Keyring) -> None:
    other = Keyring(keyring.settings)
    before = (await other.vault()).key_id
    new = await keyring.add()
    assert (await other.vault()).key_ids == (new, before)
    assert keyring.path
    assert keyring.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("spoilt", [None, "nonsense", ""])
async def test_a_file_that_is_lost_while_the_hub_runs_is_not_made_anew(keyring: Keyring, spoilt: str | None) -> None:
    before = (await keyring.vault()).key_ids
    assert keyring.path
    text = keyring.path.read_text("ascii")
    keyring.path.unlink()
    if spoilt is not None:
        keyring.path.write_text(spoilt, "ascii")
    for wanted in (keyring.vault, keyring.add):
        with pytest.raises(Conflict) as refused:
            await wanted()
        assert refused.value.code == "keys_unreadable"
    assert (keyring.path.read_text("ascii") if keyring.path.exists() else None) == spoilt
    keyring.path.write_text(text, "ascii")
    assert (await keyring.vault()).key_ids == before


async def test_broken_off_anywhere_it_goes_on(database: Database, keyring: Keyring, monkeypatch: Any) -> None:
    await keep(database, await keyring.vault(), 120)
    new = await channels.begin_rotation(database, keyring, actor_id=None, address=None)
    write, blocks = database.write, iter((True, False))

    async def failing(*args: Any, **more: Any) -> Any:
        if not next(blocks):
            raise RuntimeError("the power is cut")
        return await write(*args, **more)

    monkeypatch.setattr(database, "write", failing)
    with pytest.raises(RuntimeError):
        await channels.reseal(database, keyring)
    monkeypatch.undo()
    assert len(await opened(database, await keyring.vault())) == 120
    assert (await used(database, keyring))[new] == 50
    assert (await channels.reseal(database, keyring)).count == 70
    assert len(await opened(database, await keyring.vault())) == 120


async def test_a_key_that_is_retired_while_it_is_sealed_with_is_used_no_more(
    database: Database, keyring: Keyring, monkeypatch: Any
) -> None:
    await keep(database, await keyring.vault(), 1)
    middle = await channels.begin_rotation(database, keyring, actor_id=None, address=None)
    write = database.write

    async def overtaken(*args: Any, **more: Any) -> Any:
        """Another administrator rotates again, and retires the key that nothing seems to use."""
        monkeypatch.undo()
        await channels.begin_rotation(database, keyring, actor_id=None, address=None)
        await channels.retire(database, keyring, middle, actor_id=None, address=None)
        return await write(*args, **more)

    monkeypatch.setattr(database, "write", overtaken)
    await channels.reseal(database, keyring)
    assert await opened(database, await keyring.vault()) == ["secret 0"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
async def test_keys_that_root_rotates_stay_their_owners(keyring: Keyring) -> None:
    await keyring.vault()
    assert keyring.path
    os.chown(keyring.path, 4321, 4322)
    await keyring.add()
    for path in (keyring.path, keyring.path.with_name(f".{keyring.path.name}.lock")):
        assert (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode & 0o777) == (4321, 4322, 0o600)


async def test_what_cannot_be_opened_is_left_and_told(database: Database, keyring: Keyring) -> None:
    lost = Vault(read_keys(new_key(), "test"))
    await keep(database, lost, 1)
    await keep(database, await keyring.vault(), 1, first=1)
    with structlog.testing.capture_logs() as logs:
        await channels.tell_missing(database, keyring)
    (line,) = [entry for entry in logs if entry["event"] == "secret_key_missing"]
    assert (line["key"], line["secrets"]) == (lost.key_id, 1)
    assert str(keyring.path) in line["do"]
    await keyring.add()
    result = await channels.reseal(database, keyring)
    assert (result.count, result.unreadable) == (1, ("pbx-000",))
    assert (await used(database, keyring))[lost.key_id] == 1


async def test_the_job_does_it_in_a_running_hub(database: Database, keyring: Keyring, wait_for: WaitFor) -> None:
    await keep(database, await keyring.vault(), 2)
    handlers = Handlers()
    channels.register_keys(handlers, Keyring(keyring.settings))
    workers = Workers(database, handlers)
    await workers.start()
    try:
        new = await channels.begin_rotation(database, keyring, actor_id=None, address=None)

        async def done() -> bool:
            async with database.read() as session:
                return not await count_waiting(session, [JOB])

        await wait_for(done)
        assert (await used(database, keyring))[new] == 2
    finally:
        await workers.stop()


async def test_keys_of_the_settings_are_changed_there(tmp_path: Path, database: Database) -> None:
    old, new = new_key(), new_key()
    await keep(database, Vault(read_keys(old, "test")), 1)
    keyring = Keyring(at(tmp_path, secrets={"keys": f"{new},{old}"}))
    with pytest.raises(Conflict, match=r"secrets\.keys"):
        await keyring.drop(old.partition(":")[0])
    await channels.begin_rotation(database, keyring, actor_id=None, address=None)
    assert (await channels.reseal(database, keyring)).count == 1
    assert (await used(database, keyring))[new.partition(":")[0]] == 1
    assert not (tmp_path / "secret.keys").exists()
