"""Roles of the organisation's own: sets of permissions with a name, beside the built-in ones."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events
from hub.accounts import audit, sessions
from hub.accounts.grants import granted, held, held_by
from hub.accounts.hooks import HOOKS
from hub.accounts.models import CustomRole, User
from hub.accounts.permissions import ROLE_PERMISSIONS, Permission, Role, with_needed
from hub.accounts.schemas_roles import RoleOut
from hub.db import Reader, Tx
from hub.text import fold
from hub.web import Conflict, Forbidden, Invalid, NotFound, Principal, Stale

MOST = 100
ROOM = "people"
"""The room in which roles, teams and units are shown."""


async def list_roles(reader: Reader) -> list[RoleOut]:
    """The built-in roles, then the organisation's own by name, each with how many have it."""
    table: Any = CustomRole.__table__
    having = {row[0]: row[1] for row in await reader.execute(_COUNTS)}
    own = (await reader.execute(sa.select(table).order_by(table.c.folded).limit(MOST))).mappings().all()
    built_in = [_built_in(role, having.get(role, 0)) for role in Role]
    return built_in + [present(dict(row), having.get(row["key"], 0)) for row in own]


async def role_for(tx: Tx, key: str, actor: Principal | None, field: str = "body.role") -> None:
    """Make sure that the role can be given, by ``actor`` where somebody is signed in. Raises ``Invalid``.

    The role's row is held until the end, so that it is not deleted meanwhile.
    """
    stored = None
    if key not in ROLE_PERMISSIONS:
        stored = (await held_roles(tx, [key])).get(key)
        if stored is None:
            raise Invalid.field(field, "role", "There is no such role.")
    if actor is not None and (beyond := await _beyond(tx, actor, held(key, stored))):
        raise Invalid.field(field, "beyond_own", _words(beyond))


async def held_roles(tx: Tx, keys: Collection[str]) -> dict[str, list[str] | None]:
    """Which of these roles there are, with what is stored of their rights; None: built in.

    Their rows are held until the end, so that none is deleted meanwhile.
    """
    found: dict[str, list[str] | None] = {key: None for key in keys if key in ROLE_PERMISSIONS}
    if own := [key for key in keys if key not in found]:
        query = sa.select(CustomRole.key, CustomRole.permissions).where(CustomRole.key.in_(own))
        query = query.order_by(CustomRole.key).with_for_update(read=True)
        for row in await tx.session.execute(query):
            found[row.key] = row.permissions
    return found


async def may_change_user(tx: Tx, user: User, actor: Principal) -> None:
    """Who may more than oneself is not changed: a new password would be a way to their rights. Raises ``Forbidden``."""
    beyond = await _beyond(tx, actor, await held_by(tx.session, user.role))
    if beyond and user.id != actor.id:
        raise Forbidden("This user may do more than you: " + ", ".join(sorted(beyond)), code="beyond_own")


async def add_role(
    tx: Tx, actor: Principal, *, name: str, description: str, permissions: Sequence[Permission], address: str
) -> RoleOut:
    """Add a role. Raises ``Invalid`` for rights that the actor lacks, ``Conflict`` for a name in use."""
    rights = _within(actor, permissions)
    if (await tx.session.scalar(sa.select(sa.func.count()).select_from(CustomRole)) or 0) >= MOST:
        raise Conflict(f"There may be {MOST} roles at most.", code="too_many_roles")
    role = CustomRole(
        key=f"c{secrets.token_hex(6)}", name=name, description=description, permissions=rights,
        created_at=tx.now, updated_at=tx.now, version=1, folded=await _free(tx, name, None),
    )  # fmt: skip
    tx.session.add(role)
    await tx.session.flush()
    audit.record(tx, "role_created", actor_id=actor.id, address=address, role=role.key, permissions=rights)
    return await _tell(tx, role, 0)


async def change_role(
    tx: Tx, actor: Principal, key: str, changes: Mapping[str, Any], *, version: int | None, address: str
) -> RoleOut:
    """Change a role; who has it gains and loses rights at once.

    Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``Conflict``, or ``Stale`` when ``version`` is an old one.
    """
    role = await _mine(tx, actor, key)
    if version is not None and version != role.version:
        current = present(_columns(role), len(await _holders(tx, key)))
        raise Stale(current, [n for n, v in changes.items() if getattr(current, n) != v], version=role.version)
    before = granted(key, role.permissions)
    if "permissions" in changes:
        unseen = HOOKS.withheld() & set(role.permissions)  # comes back with what is switched off now
        role.permissions = sorted({*_within(actor, changes["permissions"]), *unseen})
    if "name" in changes:
        role.name, role.folded = changes["name"], await _free(tx, changes["name"], key)
    role.description = changes.get("description", role.description)
    role.updated_at, role.version = tx.now, role.version + 1
    await tx.session.flush()
    after = granted(key, role.permissions)
    audit.record(
        tx, "role_changed", actor_id=actor.id, address=address, role=key, fields=sorted(changes),
        added=sorted(after - before), removed=sorted(before - after),
    )  # fmt: skip
    holders = await _holders(tx, key)
    await _follow(tx, holders, before - after)
    return await _tell(tx, role, len(holders))


async def delete_role(tx: Tx, actor: Principal, key: str, *, address: str) -> None:
    """Delete a role that nobody has. Raises ``NotFound``, ``Forbidden`` or ``Conflict``."""
    role = await _mine(tx, actor, key)
    if holders := await _holders(tx, key):
        raise Conflict(f"{len(holders)} people have this role: give them another one first.", code="role_in_use")
    for hook in HOOKS.role_deleted:
        await hook(tx, key)
    await tx.session.delete(role)
    audit.record(tx, "role_deleted", actor_id=actor.id, address=address, role=key, name=role.name)
    await events.append(tx, ROOM, events.Kind.ROLE, key, role.version + 1, None)


def present(row: Mapping[str, Any], users: int) -> RoleOut:
    """A stored role as the API gives it."""
    rights = sorted(granted(row["key"], row["permissions"]))
    shown = {name: row[name] for name in ("name", "description", "version")}
    return RoleOut(id=row["key"], **shown, built_in=False, permissions=rights, users=users)


def _built_in(role: Role, users: int) -> RoleOut:
    rights = sorted(granted(role, None))
    return RoleOut(id=role, name=None, description="", built_in=True, permissions=rights, users=users, version=0)


async def _tell(tx: Tx, role: CustomRole, users: int) -> RoleOut:
    shown = present(_columns(role), users)
    await events.append(tx, ROOM, events.Kind.ROLE, role.key, role.version, shown)
    return shown


async def _follow(tx: Tx, holders: Sequence[UUID], lost: frozenset[Permission]) -> None:
    """Pages of the role's holders ask anew what they may; sockets leave rooms that they may not see."""
    for user_id in holders:
        await sessions.announce(tx, user_id, user_id, {"user_id": str(user_id)})
    if lost and holders:
        for hook in HOOKS.rights_lost:
            await hook(tx, holders)


async def _mine(tx: Tx, actor: Principal, key: str) -> CustomRole:
    if key in ROLE_PERMISSIONS:
        raise Forbidden("Built-in roles stay as they are: copy one.", code="built_in_role")
    role = await tx.session.get(CustomRole, key, with_for_update=True)
    if role is None:
        raise NotFound("There is no such role.", code="role_not_found")
    if beyond := await _beyond(tx, actor, held(key, role.permissions)):
        raise Forbidden(_words(beyond), code="beyond_own")
    return role


async def _beyond(tx: Tx, actor: Principal, rights: frozenset[Permission]) -> frozenset[Permission]:
    """Those that the actor lacks. What is switched off now counts too: it comes back."""
    return rights - actor.permissions - await held_by(tx.session, actor.role)


async def _holders(tx: Tx, key: str) -> list[UUID]:
    return list(await tx.session.scalars(sa.select(User.id).where(User.role == key)))


def _within(actor: Principal, wanted: Iterable[Permission]) -> list[str]:
    rights = with_needed(wanted)
    if beyond := rights - actor.permissions:
        raise Invalid.field("body.permissions", "beyond_own", _words(beyond))
    return sorted(rights)


async def _free(tx: Tx, name: str, key: str | None) -> str:
    folded = fold(name)
    if not folded:
        raise Invalid.field("body.name", "empty", "A name has at least one letter.")
    same = sa.select(CustomRole.key).where(CustomRole.folded == folded, CustomRole.key != (key or ""))
    with tx.session.no_autoflush:
        if (await tx.session.execute(same)).first():
            raise Conflict("Another role has this name.", code="name_taken")
    return folded


def _columns(role: CustomRole) -> dict[str, Any]:
    return {column.name: getattr(role, column.name) for column in role.__table__.columns}


def _words(beyond: Iterable[Permission]) -> str:
    return "You can give only what you may do yourself, not " + ", ".join(sorted(beyond))


_COUNTS = sa.select(User.role, sa.func.count()).group_by(User.role)
