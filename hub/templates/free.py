"""Words with fields that are no template: written once, for many."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from hub.db import Reader
from hub.templates.checking import find_problems
from hub.templates.fields import load_catalogue
from hub.templating import TemplateText
from hub.web import FieldError, Invalid

MORE = ("subject", "html")


async def free_text(reader: Reader, key: UUID, channel: str, texts: Mapping[str, str], place: str) -> TemplateText:
    """The words as a template's version. Raises ``Invalid`` at ``place`` for fields that there are not."""
    catalogue = await load_catalogue(reader)
    bodies = {language: {"text": text} | dict.fromkeys(MORE, "") for language, text in texts.items()}
    problems, uses = find_problems(channel, bodies, catalogue)
    if problems:
        raise Invalid([
            FieldError(field=f"{place}.{one.field.split('.')[1]}", code=one.code, detail=one.detail) for one in problems
        ])  # fmt: skip
    return TemplateText(key, channel, next(iter(texts)), bodies, uses)
