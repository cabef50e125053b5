"""What sending is held to: read and changed."""

from __future__ import annotations

import sqlalchemy as sa

from hub.db import Reader, Tx
from hub.sms.models import SmsLimits
from hub.sms.schemas import LimitsIn, LimitsOut
from hub.web import Stale

_ROW = sa.select(SmsLimits.__table__).where(SmsLimits.id == 1)


async def read_limits(reader: Reader) -> LimitsOut:
    """As they stand; the defaults where nobody changed any."""
    row = (await reader.execute(_ROW)).mappings().first()
    return LimitsOut(version=0) if row is None else LimitsOut.model_validate(SmsLimits(**row), from_attributes=True)


async def change_limits(tx: Tx, wanted: LimitsIn, version: int | None) -> LimitsOut:
    """Put these in their place. Raises ``Stale`` when ``version`` is an old one."""
    if tx.dialect == "postgresql":  # the first who writes has no row to lock
        await tx.session.execute(sa.text("LOCK TABLE sms_limits IN SHARE ROW EXCLUSIVE MODE"))
    current, values = await read_limits(tx.session), wanted.model_dump()
    if version is not None and version != current.version:
        shown = current.model_dump()
        raise Stale(current, [name for name in values if values[name] != shown[name]], version=current.version)
    await tx.session.merge(SmsLimits(id=1, updated_at=tx.now, version=current.version + 1, **values))
    await tx.session.flush()
    return await read_limits(tx.session)
