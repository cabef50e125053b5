"""Templates as the API gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import UserRef, user_refs
from hub.templates.access import Reading, edit_right, use_right
from hub.templates.models import MessageTemplate, TemplateFile, TemplateVersion
from hub.templates.schemas import TemplateFileOut, TemplateOut, TemplateRow, TemplateVersionOut, TemplateVersionRow

SNIPPET = 140


async def present(session: AsyncSession, who: Reading, template: MessageTemplate) -> TemplateOut:
    """The whole template."""
    words = await session.get_one(TemplateVersion, template.version_id)
    files = (await session.scalars(_files([template.id]))).all()
    users = await user_refs(session, {template.updated_by}) if template.updated_by else {}
    return TemplateOut.model_validate({
        **{name: getattr(template, name) for name in _PLAIN}, "bodies": words.bodies, "use": use_right(template),
        "edit": edit_right(template), "may_edit": who.may_edit(template), "archived": template.archived_at is not None,
        "files": [TemplateFileOut.model_validate(file) for file in files],
        "updated_by": users.get(template.updated_by) if template.updated_by else None,
    })  # fmt: skip


async def present_rows(session: AsyncSession, who: Reading, templates: Sequence[MessageTemplate]) -> list[TemplateRow]:
    """Templates as a list shows them, in three queries."""
    if not templates:
        return []
    ids = [one.version_id for one in templates]
    words = {
        row.id: row for row in await session.scalars(sa.select(TemplateVersion).where(TemplateVersion.id.in_(ids)))
    }
    count = sa.select(TemplateFile.template_id, sa.func.count()).group_by(TemplateFile.template_id)
    counted = await session.execute(count.where(TemplateFile.template_id.in_([one.id for one in templates])))
    files: dict[UUID, int] = {row[0]: row[1] for row in counted}
    return [
        TemplateRow.model_validate({
            **{name: getattr(one, name) for name in _LISTED}, "archived": one.archived_at is not None,
            "languages": list(words[one.version_id].bodies), "may_edit": who.may_edit(one),
            "files": files.get(one.id, 0),
            "snippet": _snippet(words[one.version_id], who.user.language),
        })
        for one in templates
    ]  # fmt: skip


def present_version(version: TemplateVersion, users: Mapping[UUID, UserRef]) -> TemplateVersionRow:
    """A version in the list."""
    return TemplateVersionRow.model_validate(_version(version, users))


def present_words(version: TemplateVersion, users: Mapping[UUID, UserRef]) -> TemplateVersionOut:
    """A version with its words."""
    return TemplateVersionOut.model_validate(
        _version(version, users) | {"language": version.language, "bodies": version.bodies}
    )


def _version(version: TemplateVersion, users: Mapping[UUID, UserRef]) -> dict[str, Any]:
    return {
        "number": version.number, "name": version.name, "saved_at": version.saved_at,
        "saved_by": users.get(version.saved_by) if version.saved_by else None, "restored_from": version.restored_from,
    }  # fmt: skip


def _files(templates: Sequence[UUID]) -> sa.Select[TemplateFile]:
    return sa.select(TemplateFile).where(TemplateFile.template_id.in_(templates)).order_by(TemplateFile.id)


def _snippet(version: TemplateVersion, language: str) -> str:
    body = version.bodies.get(language) or version.bodies.get(version.language) or next(iter(version.bodies.values()))
    text = " ".join(body["text"].split())
    return text if len(text) <= SNIPPET else f"{text[: SNIPPET - 1].rstrip()}…"


_PLAIN = (
    "id", "folder_id", "channel", "name", "shortcut", "language", "number", "version_id", "created_at", "updated_at",
    "version",
)  # fmt: skip
_LISTED = ("id", "folder_id", "channel", "name", "shortcut", "language", "updated_at", "version")
