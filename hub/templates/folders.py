"""Folders of templates."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.db import Tx, new_id
from hub.templates.access import Reading
from hub.templates.models import MessageTemplate, TemplateFolder
from hub.templates.schemas import TemplateFolderOut
from hub.templates.store import tell
from hub.text import fold, sort_key
from hub.web import Conflict, NotFound, Stale

MOST_FOLDERS = 200


async def list_folders(session: AsyncSession, who: Reading) -> list[TemplateFolderOut]:
    """All folders in the alphabet's order, with how many templates in each are the reader's to use."""
    inside = sa.select(MessageTemplate.folder_id, sa.func.count().label("count"))
    inside = inside.where(who.visible(), MessageTemplate.archived_at.is_(None)).group_by(MessageTemplate.folder_id)
    counted = inside.subquery()
    query = sa.select(TemplateFolder, sa.func.coalesce(counted.c.count, 0))
    query = query.outerjoin(counted, counted.c.folder_id == TemplateFolder.id)
    query = query.order_by(TemplateFolder.sort_key, TemplateFolder.id).limit(MOST_FOLDERS)
    return [_present(folder, count) for folder, count in await session.execute(query)]


async def add_folder(tx: Tx, name: str) -> TemplateFolderOut:
    """Add a folder. Raises ``Conflict`` for a name that is taken or too many."""
    count = await tx.session.scalar(sa.select(sa.func.count()).select_from(TemplateFolder)) or 0
    if count >= MOST_FOLDERS:
        raise Conflict(f"There may be {MOST_FOLDERS} folders at most.", code="too_many_folders")
    folder = TemplateFolder(id=new_id(), created_at=tx.now, version=1)
    await _name(tx, folder, name)
    tx.session.add(folder)
    return await _keep(tx, folder)


async def rename_folder(tx: Tx, folder_id: UUID, name: str, version: int | None) -> TemplateFolderOut:
    """Give it another name. Raises ``NotFound``, ``Conflict`` or ``Stale``."""
    folder = await _get(tx, folder_id)
    if version is not None and version != folder.version:
        raise Stale(_present(folder, 0), ["name"], version=folder.version)
    await _name(tx, folder, name)
    folder.version += 1
    return await _keep(tx, folder)


async def delete_folder(tx: Tx, folder_id: UUID) -> None:
    """Its templates stay, in no folder. Raises ``NotFound``."""
    folder = await _get(tx, folder_id)
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


async def _name(tx: Tx, folder: TemplateFolder, name: str) -> None:
    folded = fold(name)[:600]
    same = sa.select(TemplateFolder.id).where(TemplateFolder.folded == folded, TemplateFolder.id != folder.id)
    with tx.session.no_autoflush:
        if (await tx.session.execute(same.limit(1))).first():
            raise Conflict("There is a folder of this name.", code="folder_taken")
    folder.name, folder.folded, folder.sort_key = name, folded, sort_key(name)


async def _keep(tx: Tx, folder: TemplateFolder) -> TemplateFolderOut:
    await tx.session.flush()
    await tell(tx, folder.id, folder.version)
    return _present(folder, 0)


def _present(folder: TemplateFolder, count: int) -> TemplateFolderOut:
    return TemplateFolderOut(id=folder.id, name=folder.name, templates=count, version=folder.version)
