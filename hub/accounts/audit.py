"""The append-only record of what matters for security."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog

from hub.accounts.models import AuditEntry
from hub.db import Tx, new_id

log = structlog.get_logger(__name__)


def record(
    tx: Tx,
    action: str,
    *,
    actor_id: UUID | None = None,
    subject_id: UUID | None = None,
    address: str | None = None,
    **details: Any,
) -> None:
    """Note ``action`` in the transaction that does it. Secrets and typed-in text do not belong into ``details``."""
    entry = AuditEntry(
        id=new_id(),
        at=tx.now,
        action=action,
        actor_id=actor_id,
        subject_id=subject_id,
        address=address,
        details=details,
    )
    tx.session.add(entry)
    fields = {"actor": str(actor_id or ""), "subject": str(subject_id or ""), "address": address}
    tx.after_commit(lambda: log.info("audit", action=action, **fields))
