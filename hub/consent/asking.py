"""May it be sent? The one function that everything that writes to somebody asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from hub.consent.crowds import MANY, of_many
from hub.consent.hooks import HOOKS
from hub.consent.terms import Channel, Policy, Purpose
from hub.consent.verdicts import Verdict, of_few
from hub.db import Reader, Tx


async def may_send(
    reader: Tx | Reader, identity_ids: Collection[UUID], channel: Channel, purpose: Purpose, at: datetime,
    *, policy: Policy | None = None,
) -> dict[UUID, Verdict]:  # fmt: skip
    """A verdict for each identity, by one statement, or a few dozen for a million. ``at``: when it would be sent.

    In the transaction that sends it, nothing that was said before can be missed. For what is in a table already,
    ``judged`` is the same rule as a query.
    """
    if not identity_ids:
        return {}
    where = reader.connection if isinstance(reader, Tx) else reader
    asked = of_many if len(identity_ids) > MANY else of_few
    return await asked(where, identity_ids, channel, purpose, at, (policy or HOOKS.policy).allowing(purpose))
