"""Names that are taken once."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from hub.db import Tx
from hub.teams.models import Skill, Team
from hub.text import fold
from hub.web import Conflict, Invalid


async def free_name(tx: Tx, table: type[Skill | Team], name: str, own: UUID | None, taken: str) -> str:
    """The name as it is compared. Raises ``Invalid`` for one of no letters, ``Conflict`` in the words ``taken``."""
    folded = fold(name)
    if not folded:
        raise Invalid.field("body.name", "empty", "A name has at least one letter.")
    same = sa.select(table.id).where(table.folded == folded)
    if own is not None:
        same = same.where(table.id != own)
    with tx.session.no_autoflush:
        if (await tx.session.execute(same)).first():
            raise Conflict(taken, code="name_taken")
    return folded
