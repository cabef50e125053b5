"""Folders of templates, and folders inside them."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Tx, new_id
from hub.templates.access import Reading
from hub.templates.models import MessageTemplate, TemplateFolder
from hub.templates.schemas import TemplateFolderOut
from hub.templates.store import tell
from hub.text import fold, sort_key
from hub.web import Conflict, Invalid, NotFound, Stale

MOST_FOLDERS = 200


async def list_folders(session: AsyncSession, who: Reading) -> list[TemplateFolderOut]:
    """All folders in the alphabet's order, with how many templates in each, or inside it, are the reader's to use."""
    inside = sa.select(MessageTemplate.folder_id, sa.func.count().label("count"))
    inside = inside.where(who.visible(), MessageTemplate.archived_at.is_(None)).group_by(MessageTemplate.folder_id)
    counted = inside.subquery()
    query = sa.select(TemplateFolder, sa.func.coalesce(counted.c.count, 0))
    query = query.outerjoin(counted, counted.c.folder_id == TemplateFolder.id)
    query = query.order_by(TemplateFolder.sort_key, TemplateFolder.id).limit(MOST_FOLDERS)
    rows = (await session.execute(query)).all()
    counts: Counter[UUID] = Counter()
    for folder, count in rows:
        counts.update({folder.id: count, **({folder.parent_id: count} if folder.parent_id else {})})
    return [_present(folder, counts[folder.id]) for folder, _ in rows]


async def add_folder(tx: Tx, name: str, parent_id: UUID | None = None) -> TemplateFolderOut:
    """Add a folder. Raises ``Conflict`` for a name that is taken or too many, ``Invalid`` for where it cannot be."""
    count = await tx.session.scalar(sa.select(sa.func.count()).select_from(TemplateFolder)) or 0
    if count >= MOST_FOLDERS:
        raise Conflict(f"There may be {MOST_FOLDERS} folders at most.", code="too_many_folders")
    folder = TemplateFolder(id=new_id(), created_at=tx.now, version=1)
    await _place(tx, folder, name, parent_id)
    tx.session.add(folder)
    return await _keep(tx, folder)


async def change_folder(tx: Tx, folder_id: UUID, changes: dict[str, Any], version: int | None) -> TemplateFolderOut:
    """Rename or move it. Raises ``NotFound``, ``Conflict``, ``Invalid`` or ``Stale``."""
    folder = await _get(tx, folder_id)
    if version is not None and version != folder.version:
        raise Stale(_present(folder, 0), sorted(changes), version=folder.version)
    name = changes.get("name", folder.name)
    if name is None:
        raise Invalid.field("body.name", "missing", "Give a name.")
    parent_id = changes.get("parent_id", folder.parent_id)
    if parent_id and parent_id != folder.parent_id and await _has_folders(tx, folder.id):
        raise Invalid.field("body.parent_id", "folder_depth", "There are folders in this one: it stays at the top.")
    await _place(tx, folder, name, parent_id)
    folder.version += 1
    return await _keep(tx, folder)


async def delete_folder(tx: Tx, folder_id: UUID) -> None:
    """Its templates stay, in no folder. Raises ``NotFound``, or ``Conflict`` where folders are in it."""
    folder = await _get(tx, folder_id)
    if await _has_folders(tx, folder.id):
        raise Conflict("There are folders in this one: move or delete them first.", code="folder_holds_folders")
    table = MessageTemplate
    freed = sa.update(table).where(table.folder_id == folder.id)
    await tx.session.execute(freed.values(folder_id=None, version=table.version + 1))
    await tx.session.delete(folder)
    await tell(tx, folder.id, folder.version + 1)


async def _get(tx: Tx, folder_id: UUID) -> TemplateFolder:
    folder = await tx.session.get(TemplateFolder, folder_id, with_for_update=True)
    if folder is None:
        raise NotFound("There is no such folder.")
    return folder


async def _place(tx: Tx, folder: TemplateFolder, name: str, parent_id: UUID | None) -> None:
    """Give it a name and a place. What it is put into is locked, so that this one stays at the top meanwhile."""
    if parent_id is not None:
        parent = await tx.session.get(TemplateFolder, parent_id, with_for_update=True, populate_existing=True)
        if parent is None:
            raise Invalid.field("body.parent_id", "not_found", "There is no such folder.")
        if parent.parent_id is not None or parent_id == folder.id:
            raise Invalid.field("body.parent_id", "folder_depth", "Choose a folder at the top.")
    folded, table = fold(name)[:600], TemplateFolder
    same = sa.select(table.id).where(table.folded == folded, table.id != folder.id, table.parent_id == parent_id)
    with tx.session.no_autoflush:
        if (await tx.session.execute(same.limit(1))).first():
            raise Conflict("There is a folder of this name.", code="folder_taken")
    folder.name, folder.folded, folder.sort_key, folder.parent_id = name, folded, sort_key(name), parent_id


async def _has_folders(tx: Tx, folder_id: UUID) -> bool:
    inside = sa.select(TemplateFolder.id).where(TemplateFolder.parent_id == folder_id)
    return (await tx.session.execute(inside.limit(1))).first() is not None


async def _keep(tx: Tx, folder: TemplateFolder) -> TemplateFolderOut:
    await tx.session.flush()
    await tell(tx, folder.id, folder.version)
    return _present(folder, 0)


def _present(folder: TemplateFolder, count: int) -> TemplateFolderOut:
    return TemplateFolderOut(
        id=folder.id, parent_id=folder.parent_id, name=folder.name, templates=count, version=folder.version
    )
