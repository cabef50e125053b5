"""The table of what the page says of modules; one without a row is on."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base


class ModuleSwitch(Base):
    """A module that somebody has switched on or off."""

    __tablename__ = "module_switch"

    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    on: Mapped[bool]
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)
    updated_at: Mapped[datetime]
