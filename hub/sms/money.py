"""Amounts: millionths in the store, decimals outside. Toman (IRT) are ten rial."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from hub.ports import Price

MICRO: Final = 1_000_000
TOMAN: Final = "IRT"
RIAL: Final = "IRR"
_KNOWN = """
    AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BRL BYN CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP GEL GHS HKD HUF IDR
    ILS INR IQD IRR IRT ISK JOD JPY KES KGS KRW KWD KZT LBP LKR LYD MAD MDL MKD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN
    QAR RON RSD RUB SAR SDG SEK SGD SYP THB TJS TMT TND TRY TWD TZS UAH UGX USD UYU UZS VND YER ZAR
"""
CURRENCIES: Final = frozenset(_KNOWN.split())


def micros(amount: Decimal) -> int:
    """The amount in millionths."""
    return int((amount * MICRO).to_integral_value(ROUND_HALF_UP))


def amount(found: int) -> Decimal:
    """Millionths as an amount, without zeros at its end."""
    whole = Decimal(found) / MICRO
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole.normalize()


def price(found: int | None, currency: str | None) -> Price | None:
    """A price as it is kept, or None where there is none."""
    return None if found is None or currency is None else Price(amount(found), currency)


def as_kept(told: Price, currency: str) -> int | None:
    """A provider's price in the currency of a route, in millionths; None where the two do not compare."""
    if told.currency == currency:
        return micros(told.amount)
    if {told.currency, currency} == {RIAL, TOMAN}:
        return micros(told.amount / 10 if currency == TOMAN else told.amount * 10)
    return None
