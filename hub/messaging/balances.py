"""What accounts have left to send with: asked every few minutes, in the process that runs them."""

from __future__ import annotations

import asyncio

import structlog

from hub.db import Database, StoreError
from hub.messaging.hooks import HOOKS
from hub.ports import ConnectorError, TellsBalance

log = structlog.get_logger(__name__)
EVERY = 300.0  # seconds
SECONDS = 20.0  # that a provider has to answer


async def ask_for_ever(db: Database, account: str, running: object, every: float = EVERY) -> None:
    """Ask an account that tells, and keep what it says."""
    while isinstance(running, TellsBalance):
        await ask(db, account, running)
        await asyncio.sleep(every)


async def ask(db: Database, account: str, running: TellsBalance) -> None:
    """Ask once; one that does not tell now is asked again."""
    keep = HOOKS.balance
    if keep is None:
        return
    try:
        async with asyncio.timeout(SECONDS):
            told = await running.balance()
        await db.write(lambda tx: keep(tx, account, told))
    except (ConnectorError, StoreError, TimeoutError) as error:
        log.warning("balance_not_known", account=account, error=str(error))
    except Exception:
        log.exception("balance_failed", account=account)
