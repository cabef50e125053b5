"""What a message cost: millionths in the store, decimals outside."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP
from typing import Any, Final

from hub.ports import Price

MICRO: Final = 1_000_000
_MOST: Final = 2**62


def stored(price: Price | None) -> dict[str, Any]:
    """A price as columns; nothing where none is told, or none that could be."""
    if price is None or not price.amount.is_finite() or not (price.currency.isascii() and len(price.currency) == 3):
        return {}
    micros = int((price.amount * MICRO).to_integral_value(ROUND_HALF_UP)) if abs(price.amount) < _MOST else _MOST
    return {"price_micros": micros, "currency": price.currency.upper()} if abs(micros) < _MOST else {}


def shown(row: Mapping[str, Any]) -> dict[str, str] | None:
    """The price as the API gives it: ``amount`` a decimal without zeros at its end."""
    micros, currency = row.get("price_micros"), row.get("currency")
    if micros is None or currency is None:
        return None
    whole, part = divmod(abs(micros), MICRO)
    fraction = f".{part:06d}".rstrip("0").rstrip(".")
    return {"amount": f"{'-' if micros < 0 else ''}{whole}{fraction}", "currency": currency}
