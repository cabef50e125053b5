"""The leases' table."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base


class Lease(Base):
    """Who owns ``name`` until ``expires_at`` (the store's clock). ``epoch`` grows with every new owner."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    owner: Mapped[str] = mapped_column(sa.String(120))
    epoch: Mapped[int] = mapped_column(sa.BigInteger)
    expires_at: Mapped[datetime]
