"""What the API says of routes and limits of SMS, and what it takes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from hub import web
from hub.sms.money import CURRENCIES
from hub.text import digits

MOST_PREFIXES = 100


def _prefix(value: object) -> object:
    """`0098912`, `+98 912` and `ir` are `+98912` and `IR`."""
    if not isinstance(value, str):
        return value
    text = "".join(digits(value).split()).upper()
    return "+" + text[2:] if text.startswith("00") else text


def _known_prefix(value: str) -> str:
    if not value.startswith("+") and value not in phonenumbers.SUPPORTED_REGIONS:
        raise PydanticCustomError("region", "There is no such country.")
    return value


def _known_region(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise PydanticCustomError("region", "There is no such country.")
    return value


def _known_currency(value: str) -> str:
    if value not in CURRENCIES:
        raise PydanticCustomError("currency", "There is no such currency.")
    return value


Prefix = Annotated[str, BeforeValidator(_prefix), StringConstraints(pattern=r"^(\+[0-9]{1,15}|[A-Z]{2})$"),
                   AfterValidator(_known_prefix)]  # fmt: skip
Region = Annotated[str, BeforeValidator(_prefix), StringConstraints(pattern=r"^[A-Z]{2}$"),
                   AfterValidator(_known_region)]  # fmt: skip
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6)]
AccountName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Sender = Annotated[
    str,
    BeforeValidator(lambda value: digits(value) if isinstance(value, str) else value),
    StringConstraints(max_length=80, pattern=r"^[+A-Za-z0-9][A-Za-z0-9 ._&-]*$"),
]
Suffix = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Purpose = Literal["service", "marketing", "any"]
Rate = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]
Hour = Annotated[int, Field(ge=0, le=24)]
Many = Annotated[int, Field(ge=1, le=10_000_000)]


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class RouteIn(Input):
    """A route: ``prefixes`` are ``+98912`` or ``IR``, none: every number. ``IRT`` is toman."""

    name: Name
    account: AccountName
    prefixes: list[Prefix] = Field(default_factory=list, max_length=MOST_PREFIXES)
    purpose: Purpose = "any"
    sender: Sender | None = Field(None, description="The number or name that it goes from.")
    price: Amount | None = Field(None, description="Of one part.")
    currency: Currency | None = None
    suffix: Suffix | None = Field(None, description="What the line wants under advertising, such as «لغو۱۱».")
    suffix_added: bool = Field(True, description="Whether it is added by itself to marketing texts.")
    rate: Rate | None = Field(None, description="Messages a second; null: as fast as it goes.")
    spend_limit: Amount | None = Field(None, description="The most a day; null: no limit.")
    balance_warning: Amount | None = Field(None, description="Below this the account's balance is told to be low.")
    active: bool = True


class RouteChange(Input):
    """What to change; what is left out stays."""

    name: Name | None = None
    account: AccountName | None = None
    prefixes: list[Prefix] | None = Field(None, max_length=MOST_PREFIXES)
    purpose: Purpose | None = None
    sender: Sender | None = None
    price: Amount | None = None
    currency: Currency | None = None
    suffix: Suffix | None = None
    suffix_added: bool | None = None
    rate: Rate | None = None
    spend_limit: Amount | None = None
    balance_warning: Amount | None = None
    position: int | None = Field(None, ge=0, le=1_000, description="The place in the list, from 0.")
    active: bool | None = None


class BalanceOut(web.Output):
    """What an account has left. ``low``: below what its route is warned at, or nothing."""

    amount: Decimal
    currency: str
    told_at: datetime
    low: bool


class AccountBalanceOut(BalanceOut):
    """What an account has left. ``low``: below what one of its routes is warned at, or nothing."""

    account: str


class RouteOut(web.Output):
    """A route. ``spent``: today (UTC), in its currency; ``balance``: of its account, as it said last."""

    id: UUID
    name: str
    position: int
    account: str
    prefixes: list[str]
    purpose: Purpose
    sender: str | None
    price: Decimal | None
    currency: str | None
    suffix: str | None
    suffix_added: bool
    rate: float | None
    spend_limit: Decimal | None
    spent: Decimal | None
    balance: BalanceOut | None
    balance_warning: Decimal | None
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int


class TryRoutes(Input):
    """A text that would be sent to a number."""

    number: str = Field(min_length=1, max_length=80)
    purpose: Literal["service", "marketing"] = "service"
    text: str = Field("", max_length=10_000)
    account: AccountName | None = None


class WayOut(web.Output):
    """A way: the route, who sends, the text's parts with the suffix that it wants, and what they cost."""

    route_id: UUID | None
    name: str | None
    account: str | None
    sender: str | None
    suffix: str | None
    parts: int
    price: Decimal | None = Field(description="Of one part.")
    cost: Decimal | None = Field(description="Of all parts.")
    currency: str | None


class TriedOut(web.Output):
    """The ways in order, or why there is none: ``reason`` is a stable word, ``facts`` what it is held to."""

    number: str
    region: str | None
    ways: list[WayOut]
    reason: str | None
    facts: dict[str, str | int]


class LimitsIn(Input):
    """What sending is held to; null: no limit.

    ``request_most`` in ``request_minutes``: messages to one number that nobody wrote, such as codes and tests.
    ``prefix_day``: to all numbers that begin alike, by ``prefix_digits``. Marketing waits from ``quiet_from`` to
    ``quiet_to`` (hours where the recipient lives).
    """

    countries: list[Region] = Field(default_factory=list, max_length=250, description="None: every country.")
    request_most: Annotated[int, Field(ge=1, le=1_000)] | None = 3
    request_minutes: int = Field(10, ge=1, le=1_440)
    number_day: Many | None = None
    prefix_digits: int = Field(7, ge=2, le=14)
    prefix_day: Many | None = None
    account_day: Many | None = None
    parts_most: int = Field(10, ge=1, le=40)
    quiet: bool = True
    quiet_from: Hour = 21
    quiet_to: Hour = 8

    @model_validator(mode="after")
    def _leaves_time(self) -> Self:
        if self.quiet and self.quiet_from % 24 == self.quiet_to % 24:
            raise PydanticCustomError("no_time", "This leaves no time to send in, or is no quiet time.")
        return self


class LimitsOut(LimitsIn):
    """What sending is held to."""

    model_config = web.Output.model_config
    version: int
