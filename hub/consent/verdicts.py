"""What the rule says of some addresses, by one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from hub.consent.arrays import Codes, Uuids, asked_table, dialect_of, ids_for, listed
from hub.consent.rule import coded
from hub.consent.terms import REASONS
from hub.db import Reader, UTCDateTime

_WORDS = ("", *REASONS)  # by code


class Verdict(NamedTuple):
    """Whether it may be sent, the stable word why, and what decided it: an event of the log, or a suppression.

    Allowed: ``granted``, or ``no_record`` and ``pending`` where the policy lets silence allow. Refused: those two
    elsewhere, ``denied``, ``withdrawn``, ``opted_out_elsewhere``, ``suppressed``, ``wrong_channel``, ``unknown``.
    """

    allowed: bool
    reason: str
    event: UUID | None


async def of_few(
    where: Reader, ids: Collection[UUID], channel: str, purpose: str, at: datetime, allowing: Collection[str]
) -> dict[UUID, Verdict]:
    """By one statement."""
    statement = _statement(dialect_of(where), channel, purpose)
    rows = (await where.execute(statement, {"ids": ids_for(where, ids), "at": at})).one()
    return dict(verdicts_of(*rows, allowing=allowing))


def verdicts_of(
    ids: Iterable[UUID], codes: Sequence[int], events: Sequence[UUID | None], *, allowing: Collection[str]
) -> Iterator[tuple[UUID, Verdict]]:
    """Each id with its verdict, made in the interpreter's own loops: a call for each of a million is half the time."""
    may = [word in allowing for word in _WORDS]
    said = zip(map(may.__getitem__, codes), map(_WORDS.__getitem__, codes), events, strict=True)
    return zip(ids, map(tuple.__new__, repeat(Verdict), said), strict=False)


@lru_cache(maxsize=64)
def _statement(dialect: str, channel: str, purpose: str) -> Any:
    """The rule as one row of lists: the ids, why (the place in REASONS, from 1) and the events."""
    at: Any = sa.bindparam("at", type_=UTCDateTime())
    rule = coded(asked_table(dialect), channel, purpose, at).subquery()
    return as_lists(rule)


def as_lists(rule: sa.FromClause) -> sa.Select[Any]:
    """Its rows as one."""
    return sa.select(
        listed(rule.c.identity_id, Uuids()), listed(rule.c.code, Codes()), listed(rule.c.event_id, Uuids())
    )
