"""Why something could not be done, as a stable word that pages have texts for in each language."""

from __future__ import annotations

from pydantic import ValidationError

from hub.db import StoreError
from hub.db.errors import StoreFull
from hub.ports import ConnectorError

CAUSES = frozenset({
    "no_address", "gone", "not_now", "refused", "sign_in", "uncertain", "store_full", "store_away", "too_slow",
    "content", "unknown_kind", "defect",
})  # fmt: skip
"""Every word there is; the text of an error beside it is for the log and for who looks after the hub."""


def cause_of(error: BaseException) -> str:
    """The word for an error."""
    if isinstance(error, ConnectorError):
        return error.cause
    if isinstance(error, StoreError):
        return "store_full" if isinstance(error, StoreFull) else "store_away"
    if isinstance(error, TimeoutError):
        return "too_slow"
    return "content" if isinstance(error, ValidationError) else "defect"
