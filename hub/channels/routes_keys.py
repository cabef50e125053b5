"""The keys of stored secrets over HTTP."""

from __future__ import annotations

from hub.accounts import Permission
from hub.channels.resealing import begin_rotation, describe_keys, retire
from hub.channels.routes import routes
from hub.channels.routes_setup import SETUPS
from hub.channels.schemas_keys import KeysOut
from hub.web import Context

MANAGE = Permission.KEYS_MANAGE


@routes.get("/api/keys", permission=MANAGE, summary="List the keys of stored secrets")
async def list_keys(ctx: Context) -> KeysOut:
    """Their ids, and how many secrets each has sealed; never the keys."""
    async with ctx.db.read() as session:
        return await describe_keys(session, ctx.service(SETUPS).keyring)


@routes.post("/api/keys/rotate", permission=MANAGE, summary="Seal all secrets with a new key", errors=(409,))
async def rotate_keys(ctx: Context) -> KeysOut:
    """A job seals them anew, some at a time; the old key stays until it is retired.

    Where the settings name the keys, no new one is made: put one first there, start again, then ask for this.
    """
    keyring = ctx.service(SETUPS).keyring
    await begin_rotation(ctx.db, keyring, actor_id=ctx.user.id, address=ctx.peer.address)
    async with ctx.db.read() as session:
        return await describe_keys(session, keyring)


@routes.delete("/api/keys/{key_id}", permission=MANAGE, summary="Retire a key", errors=(404, 409))
async def retire_key(ctx: Context, key_id: str) -> None:
    """For good, and only one that nothing is sealed with. Backups that were made before still need it."""
    keyring = ctx.service(SETUPS).keyring
    await retire(ctx.db, keyring, key_id, actor_id=ctx.user.id, address=ctx.peer.address)
