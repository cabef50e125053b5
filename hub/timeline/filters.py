"""What of a timeline is wanted: the query as it comes in, and the conditions that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.dialects.postgresql import TSQUERY

from hub import search
from hub.timeline.models import Interaction, Participant
from hub.web import Cursor, Input, Invalid, Limit, UtcTime, decode_cursor

Position = tuple[datetime, UUID]
NAMES = r"^[a-z_]{1,24}(,[a-z_]{1,24}){0,7}$"
_ITEM: Any = Interaction.__table__
_PERSON: Any = Participant.__table__
# the search's index: an interaction's words, folded, with spaces between (SQLite) or as a tsvector
_MESSAGE = sa.table("message_search", sa.column("interaction_id", sa.Uuid()), sa.column("words", sa.Text()))


class TimelineQuery(Input):
    """Which part of a timeline."""

    limit: Limit = 50
    cursor: Cursor | None = Field(None, description="`next` of a page: what is older.")
    after: Cursor | None = Field(None, description="`previous` of a page: what is newer.")
    around: UtcTime | None = Field(None, description="A page with this moment in its middle.")
    channel: str | None = Field(None, pattern=NAMES, description="Only these channels, with commas between.")
    direction: Literal["in", "out", "none"] | None = None
    state: str | None = Field(None, pattern=NAMES, description="Only these states, with commas between.")
    agent_id: UUID | None = Field(None, description="Only what this user took part in.")
    q: str | None = Field(None, max_length=200, description="Only where words of subject or text begin so.")
    pinned: bool = Field(False, description="Only what is pinned.")


@dataclass(frozen=True, slots=True)
class Window:
    """Which part: older than ``cursor``, newer than ``after``, ``around`` a moment, or the newest."""

    limit: int = 50
    cursor: Position | None = None
    after: Position | None = None
    around: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must be. ``words`` are folded; words of its subject or text begin with each."""

    channels: tuple[str, ...] = ()
    direction: str | None = None
    states: tuple[str, ...] = ()
    agent_id: UUID | None = None
    words: tuple[str, ...] = ()
    pinned: bool = False

    @property
    def shape(self) -> tuple[str, ...]:
        """Which conditions on the interaction there are: statements are built once for each."""
        given = {"direction": self.direction, "states": self.states, "agent": self.agent_id}
        words = (f"word_{number}" for number in range(len(self.words)))
        return (*(name for name, value in given.items() if value), *words)

    @property
    def whole_shape(self) -> tuple[str, ...]:
        """The same where the channel is a condition too."""
        return (*self.shape, "channels") if self.channels else self.shape

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the conditions."""
        named = {"direction": self.direction, "states": list(self.states), "agent": self.agent_id,
                 "channels": list(self.channels)}  # fmt: skip
        named |= {f"word_{number}": word for number, word in enumerate(self.words)}
        return {f"wanted_{name}": named[name] for name in self.whole_shape}


def condition(name: str, dialect: str) -> sa.ColumnElement[bool]:
    """What ``name`` of ``Filters.shape`` asks of an interaction."""
    if name.startswith("word"):
        return _has_word(name, dialect)
    if name == "direction":
        side: sa.ColumnElement[bool] = _ITEM.c.direction == sa.bindparam("wanted_direction")
        return side
    if name in ("states", "channels"):
        listed: Any = sa.bindparam(f"wanted_{name}", expanding=True)
        one_of: sa.ColumnElement[bool] = (_ITEM.c.state if name == "states" else _ITEM.c.channel).in_(listed)
        return one_of
    took_part = sa.select(_PERSON.c.id).where(
        _PERSON.c.interaction_id == _ITEM.c.id,
        _PERSON.c.role == "agent",
        _PERSON.c.user_id == sa.bindparam("wanted_agent", type_=sa.Uuid()),
    )
    return sa.exists(took_part)


def _has_word(name: str, dialect: str) -> sa.ColumnElement[bool]:
    has: sa.ColumnElement[bool]
    begins = sa.bindparam(f"wanted_{name}", type_=sa.Text())
    if dialect == "postgresql":
        has = _MESSAGE.c.words.op("@@")(sa.cast(sa.literal("'") + begins + sa.literal("':*"), TSQUERY))
    else:
        has = sa.func.instr(sa.literal(" ") + _MESSAGE.c.words, sa.literal(" ") + begins) > 0
    return sa.exists(sa.select(_MESSAGE.c.interaction_id).where(_MESSAGE.c.interaction_id == _ITEM.c.id, has))


def read_query(query: TimelineQuery) -> tuple[Window, Filters]:
    """The window and the filters that a query asks for. Raises ``Invalid``."""
    places = [name for name in ("cursor", "after", "around") if getattr(query, name) is not None]
    if len(places) > 1:
        raise Invalid.field(f"query.{places[-1]}", "together", f"This cannot be asked together with {places[0]}.")
    window = Window(query.limit, _position(query.cursor), _position(query.after), query.around)
    return window, Filters(
        channels=_names(query.channel), direction=query.direction, states=_names(query.state),
        agent_id=query.agent_id, words=tuple(search.wanted_words(query.q or "")), pinned=query.pinned,
    )  # fmt: skip


def _position(cursor: str | None) -> Position | None:
    if cursor is None:
        return None
    at, key = decode_cursor(cursor, datetime, UUID)
    return at, key


def _names(text: str | None) -> tuple[str, ...]:
    found: Sequence[str] = text.split(",") if text else ()
    return tuple(dict.fromkeys(found))
