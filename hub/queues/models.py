"""The telephone systems' queues as they were last told, who is in them, and how the phones stand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Base, new_id


class QueueList(Base):
    """An account's last whole list: ``boot`` tells a telephone system that was restarted since."""

    __tablename__ = "queue_list"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    boot: Mapped[str] = mapped_column(sa.String(64))


class Queue(Base):
    """A queue of an account; ``gone_at`` when the telephone system knows it no more."""

    __tablename__ = "queue"
    __table_args__ = (sa.UniqueConstraint("account", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(128))
    gone_at: Mapped[datetime | None]


class Membership(Base):
    """A phone's place in a queue, kept when it is left. ``wanted``: the hub asked to join (true) or leave (false) and
    that is not done yet. ``left_by`` signed out, and comes back with the next sign-in.
    """

    __tablename__ = "queue_membership"
    __table_args__ = (
        sa.UniqueConstraint("account", "queue", "interface"),
        sa.Index("ix_queue_membership_account_endpoint", "account", "endpoint"),
        sa.Index("ix_queue_membership_account_number", "account", "number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(sa.String(40))
    queue: Mapped[str] = mapped_column(sa.String(128))
    interface: Mapped[str] = mapped_column(sa.String(200))
    state_interface: Mapped[str] = mapped_column(sa.String(200))
    endpoint: Mapped[str | None] = mapped_column(sa.String(128))
    number: Mapped[str | None] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(80))
    static: Mapped[bool]
    penalty: Mapped[int]
    wrap_up: Mapped[int]
    signed_in: Mapped[bool]
    paused: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.String(80))
    wanted: Mapped[bool | None]
    left_by: Mapped[UUID | None]


class PhoneStanding(Base):
    """A phone: whether it can be reached, and whether what its holder chose has got to the telephone system."""

    __tablename__ = "phone_standing"

    account: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    endpoint: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    reachable: Mapped[bool | None]
    pending: Mapped[bool] = mapped_column(default=False)
    refused: Mapped[bool] = mapped_column(default=False)
