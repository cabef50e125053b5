"""The texts of many: made from the same words, each in its reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from hub.accounts import organisation_name
from hub.settings import Settings


@dataclass(frozen=True, slots=True)
class Written:
    """What one gets."""

    text: str
    language: str


async def text_of(reader: AsyncSession, key: UUID, texts: Mapping[str, str], version_id: UUID | None) -> Any:
    """The words of a text to many, ready to be filled in. Raises ``Invalid`` for fields that there are not."""
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    if version_id is not None:
        return (await templates.load_texts(reader, [version_id]))[version_id]
    return await templates.free_text(reader, key, "sms", texts, "body.texts")


async def write_for(
    reader: AsyncSession, settings: Settings, text: Any, customers: Sequence[UUID], by: UUID, now: datetime
) -> dict[UUID, Written]:
    """What each of these gets (at most 1,000); who is gone, or whose text cannot be made, is left out."""
    from hub import templates  # noqa: PLC0415 - a hub without templates does not load them

    name = await organisation_name(reader, settings)
    sender = await templates.load_sender(reader, name, settings.organisation.time_zone, now, agent=by)
    values = await templates.load_values(reader, customers, sender)
    made = {}
    for customer, found in values.items():
        try:
            one = templates.render(text, found)
        except templates.TemplateRefused:
            continue
        if one.text.strip():
            made[customer] = Written(one.text, one.language)
    return made
