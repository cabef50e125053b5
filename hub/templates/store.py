"""Add, change, archive and restore templates; every save of their words is a version."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events
from hub.db import Reader, Tx, new_id
from hub.templates.access import Reading, check_rights
from hub.templates.checking import find_problems, refuse, words_of
from hub.templates.fields import load_catalogue
from hub.templates.models import MessageTemplate, TemplateFolder, TemplateVersion
from hub.templates.present import present
from hub.templates.schemas import NewTemplate, TemplateMark, TemplateRight, TemplatesQuery
from hub.templating import TemplateText
from hub.text import fold, sort_key
from hub.web import Conflict, FieldError, Forbidden, Invalid, NotFound, Stale, decode_cursor

MOST_TEMPLATES = 5_000
ROOM = "templates"
_NEEDED = frozenset({"name", "language", "bodies", "use", "edit", "archived"})


async def find_templates(session: AsyncSession, who: Reading, query: TemplatesQuery) -> list[MessageTemplate]:
    """One more than a page of those that the reader may use, in the alphabet's order."""
    table = MessageTemplate
    wanted = sa.select(table).where(who.visible(), table.archived_at.is_(None) != sa.literal(query.archived))
    if query.channel:
        wanted = wanted.where(table.channel == query.channel)
    if query.folder_id:
        inside = sa.select(TemplateFolder.id).where(TemplateFolder.parent_id == query.folder_id)
        wanted = wanted.where(sa.or_(table.folder_id == query.folder_id, table.folder_id.in_(inside)))
    if text := fold(query.search.replace("/", " ")):
        wanted = wanted.where(sa.and_(*(table.search.contains(word, autoescape=True) for word in text.split()[:8])))
    if query.cursor:
        key, last = decode_cursor(query.cursor, str, UUID)
        wanted = wanted.where(sa.or_(table.sort_key > key, sa.and_(table.sort_key == key, table.id > last)))
    wanted = wanted.order_by(table.sort_key, table.id).limit(query.limit + 1)
    return list(await session.scalars(wanted))


async def get_template(
    session: AsyncSession, who: Reading, template_id: UUID, *, lock: bool = False
) -> MessageTemplate:
    """A template that the reader may use. Raises ``NotFound``, also for one that is not theirs to see."""
    wanted = sa.select(MessageTemplate).where(MessageTemplate.id == template_id, who.visible())
    found = await session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound("There is no such template.")
    return found


async def get_own(tx: Tx, who: Reading, template_id: UUID, version: int | None) -> MessageTemplate:
    """A template to change. Raises ``NotFound``, ``Forbidden``, or ``Stale`` where ``version`` is an old one."""
    template = await get_template(tx.session, who, template_id, lock=True)
    if not who.may_edit(template):
        raise Forbidden("This template is not yours to change.")
    if version is not None and version != template.version:
        raise Stale(await present(tx.session, who, template), [], version=template.version)
    return template


async def add_template(tx: Tx, who: Reading, wanted: NewTemplate) -> MessageTemplate:
    """Add a template and its first version. Raises ``Invalid`` or ``Conflict``."""
    count = await tx.session.scalar(sa.select(sa.func.count()).select_from(MessageTemplate)) or 0
    if count >= MOST_TEMPLATES:
        raise Conflict(f"There may be {MOST_TEMPLATES} templates at most.", code="too_many_templates")
    template = MessageTemplate(
        id=new_id(), channel=wanted.channel, language=wanted.language, number=0, version_id=new_id(), version=1,
        created_by=who.user.id, created_at=tx.now, archived_at=None,
    )  # fmt: skip
    rest = {"folder_id", "name", "shortcut", "use", "edit"}
    await _apply(tx, who, template, {name: getattr(wanted, name) for name in rest})
    await _save_words(tx, who, template, words_of(wanted.bodies))
    tx.session.add(template)
    return await _keep(tx, who, template)


async def change_template(
    tx: Tx, who: Reading, template_id: UUID, changes: dict[str, Any], version: int | None
) -> tuple[MessageTemplate, list[str]]:
    """Change what is given; returns what differed. Raises as ``get_own`` and ``add_template`` do."""
    template = await get_own(tx, who, template_id, version)
    if missing := [name for name in _NEEDED & changes.keys() if changes[name] is None]:
        raise Invalid([FieldError(field=f"body.{name}", code="missing", detail="Give a value.") for name in missing])
    told = sorted(changes)
    bodies = changes.pop("bodies", None)
    archived = changes.pop("archived", None)
    if archived is not None:
        template.archived_at = tx.now if archived else None
        if archived:
            changes["shortcut"] = None
    before = template.language
    await _apply(tx, who, template, changes)
    words = words_of(bodies) if bodies is not None else None
    await _save_changed(tx, who, template, words, other_language=before != template.language)
    template.version += 1
    return await _keep(tx, who, template), told


async def restore_version(tx: Tx, who: Reading, template_id: UUID, number: int, version: int | None) -> MessageTemplate:
    """Make the words of a version the latest ones again, as a new version. Raises like ``change_template``."""
    template = await get_own(tx, who, template_id, version)
    old = await get_version(tx.session, template, number)
    template.language = old.language
    await _save_words(tx, who, template, old.bodies, restored_from=number)
    template.version += 1
    return await _keep(tx, who, template)


async def get_version(session: AsyncSession, template: MessageTemplate, number: int) -> TemplateVersion:
    """A version of a template. Raises ``NotFound``."""
    wanted = sa.select(TemplateVersion).where(
        TemplateVersion.template_id == template.id, TemplateVersion.number == number
    )
    if (found := await session.scalar(wanted)) is None:
        raise NotFound("There is no such version.")
    return found


async def load_texts(reader: Reader, versions: Collection[UUID]) -> dict[UUID, TemplateText]:
    """Versions as ``render`` takes them, by their ids, in one query; they never change."""
    version, template = TemplateVersion, MessageTemplate
    query = sa.select(version.id, template.channel, version.language, version.bodies, version.uses)
    query = query.join(template, template.id == version.template_id).where(version.id.in_(list(versions)))
    return {row.id: TemplateText(*row) for row in await reader.execute(query)}


async def _apply(tx: Tx, who: Reading, template: MessageTemplate, changes: dict[str, Any]) -> None:
    """Set what is no words."""
    errors = await check_rights(tx, who, {name: changes[name] for name in ("use", "edit") if name in changes})
    folder, shortcut = changes.get("folder_id"), changes.get("shortcut")
    if folder is not None and await tx.session.get(TemplateFolder, folder) is None:
        errors.append(FieldError(field="body.folder_id", code="not_found", detail="There is no such folder."))
    if errors:
        raise Invalid(errors)
    if shortcut is not None and await _is_taken(tx, template.id, shortcut):
        raise Conflict("Another template has this shortcut.", code="shortcut_taken")
    for name in ("use", "edit"):
        if name in changes:
            _set_right(template, name, changes.pop(name))
    for name, value in changes.items():
        setattr(template, name, value)
    template.sort_key = sort_key(template.name)
    template.search = f"{fold(template.name)} {fold(template.shortcut or '')}"[:800]


async def _is_taken(tx: Tx, template: UUID, shortcut: str) -> bool:
    same = sa.select(MessageTemplate.id).where(MessageTemplate.shortcut == shortcut, MessageTemplate.id != template)
    with tx.session.no_autoflush:
        return (await tx.session.execute(same.limit(1))).first() is not None


def _set_right(template: MessageTemplate, name: str, right: TemplateRight) -> None:
    setattr(template, f"{name}_by", right.by)
    setattr(template, f"{name}_team_id", right.team_id)
    setattr(template, f"{name}_role", right.role)


async def _save_changed(
    tx: Tx, who: Reading, template: MessageTemplate, words: dict[str, dict[str, str]] | None, *, other_language: bool
) -> None:
    """A new version, unless the words are those of the latest one."""
    if words is None and not other_language:
        return
    latest = await tx.session.get_one(TemplateVersion, template.version_id)
    if words is None or words == latest.bodies:
        words = latest.bodies
        if not other_language:
            return
    await _save_words(tx, who, template, words)


async def _save_words(
    tx: Tx, who: Reading, template: MessageTemplate, bodies: dict[str, Any], restored_from: int | None = None
) -> None:
    if template.language not in bodies:
        raise Invalid.field("body.language", "language", "Choose a language that the template is written in.")
    problems, uses = find_problems(template.channel, bodies, await load_catalogue(tx.connection))
    if problems:
        raise refuse(problems)
    template.number += 1
    saved = TemplateVersion(
        id=new_id(), template_id=template.id, number=template.number, name=template.name, language=template.language,
        bodies=bodies, uses=uses, restored_from=restored_from, saved_by=who.user.id, saved_at=tx.now,
    )  # fmt: skip
    template.version_id, template.updated_at, template.updated_by = saved.id, tx.now, who.user.id
    tx.session.add(template)
    await tx.session.flush()
    tx.session.add(saved)


async def _keep(tx: Tx, who: Reading, template: MessageTemplate) -> MessageTemplate:
    template.updated_at, template.updated_by = tx.now, who.user.id
    await tx.session.flush()
    await tell(tx, template.id, template.version)
    return template


async def touch(tx: Tx, who: Reading, template: MessageTemplate) -> None:
    """Something that belongs to the template changed."""
    template.version += 1
    await _keep(tx, who, template)


async def tell(tx: Tx, item: UUID, version: int) -> None:
    """Let the pages that are open on templates read it again: who may see it is asked then."""
    await events.append(tx, ROOM, events.Kind.TEMPLATE, item, version, TemplateMark(id=item, version=version))
