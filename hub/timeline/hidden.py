"""What no timeline shows: a task that is no customer's. Its own area says who sees it, and what was said of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub.db import Reader
from hub.timeline.models import Interaction, TimelineEntry
from hub.web import NotFound


def hidden(item: Any) -> sa.ColumnElement[bool]:
    """Whether ``item`` (of interactions) is an event on nobody's timeline, and no contact's."""
    standing = sa.exists().where(TimelineEntry.interaction_id == item.id)
    return sa.and_(item.channel == "event", item.identity_id.is_(None), ~standing)


def shown_notes() -> sa.ColumnElement[bool]:
    """Whether an interaction is not a note about a hidden one."""
    about = sa.orm.aliased(Interaction)
    return ~sa.exists().where(about.id == Interaction.about_id, hidden(about))


async def refuse_hidden(reader: Reader, interaction_id: UUID) -> None:
    """Raise ``NotFound`` for one that is hidden, as for one that is not there."""
    query = sa.select(Interaction.id).where(Interaction.id == interaction_id, hidden(Interaction))
    if (await reader.execute(query)).first() is not None:
        raise NotFound("There is no such interaction.")
