"""Secrets of other areas, kept sealed; rotation seals them anew with those of the accounts."""

from __future__ import annotations

import sqlalchemy as sa

from hub.channels.keyring import Keyring
from hub.channels.models import SealedSecret
from hub.channels.resealing import one_at_a_time
from hub.channels.vault import Sealed
from hub.db import Reader, Tx


async def keep_secret(tx: Tx, keyring: Keyring, owner: str, text: str) -> None:
    """Keep ``text`` for ``owner``, instead of what was kept before."""
    await one_at_a_time(tx)
    sealed = (await keyring.vault()).seal(text, owner)
    row = await tx.session.get(SealedSecret, owner)
    if row is None:
        tx.session.add(SealedSecret(owner=owner, secrets=sealed.data, key_id=sealed.key_id))
    else:
        row.secrets, row.key_id = sealed.data, sealed.key_id


async def read_secret(reader: Reader, keyring: Keyring, owner: str) -> str | None:
    """What is kept for ``owner``, if anything is. Raises ``SealBrokenError``."""
    query = sa.select(SealedSecret.secrets, SealedSecret.key_id).where(SealedSecret.owner == owner)
    row = (await reader.execute(query)).one_or_none()
    return None if row is None else (await keyring.known()).open(Sealed(row.key_id, row.secrets), owner)


async def forget_secret(tx: Tx, owner: str) -> None:
    """Keep nothing for ``owner`` any more."""
    await tx.session.execute(sa.delete(SealedSecret).where(SealedSecret.owner == owner))
