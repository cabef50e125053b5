"""What the API says of lines, and what it takes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from hub import web
from hub.lines.reading import fits_range
from hub.text import digits

MOST_RULES = 50
MOST_PREFIXES = 20


def _ascii(value: object) -> object:
    """Persian and Arabic digits are digits."""
    return digits(value.strip()) if isinstance(value, str) else value


def _known_region(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise PydanticCustomError("region", "There is no such country.")
    return value


Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_region)]
AreaCode = Annotated[str, BeforeValidator(_ascii), StringConstraints(pattern=r"^[0-9]{1,8}$")]
Dialled = Annotated[str, BeforeValidator(_ascii), StringConstraints(pattern=r"^[0-9+*#]{0,20}$")]
OwnNumber = Annotated[str, BeforeValidator(_ascii), StringConstraints(pattern=r"^[0-9]{1,10}$")]
NamePrefix = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
AccountName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Consent = Literal["never", "always", "with_notice"]
LineNumber = Annotated[str, BeforeValidator(_ascii), StringConstraints(min_length=1, max_length=80)]


class Input(web.Input):
    """A request body whose text is trimmed."""

    model_config = ConfigDict(str_strip_whitespace=True)


class RuleIn(Input):
    """Received numbers that begin with ``prefix`` (and are ``length`` long) lose ``strip`` signs and gain ``add``."""

    prefix: Dialled = ""
    strip: int = Field(0, ge=0, le=20)
    add: Dialled = ""
    length: int | None = Field(None, ge=1, le=30)

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.strip and not self.add:
            raise PydanticCustomError("no_change", "The rule changes nothing: let it strip or add something.")
        if not self.prefix and not self.length:
            raise PydanticCustomError("every_number", "The rule would be for every number: give a prefix or a length.")
        return self


class RangeIn(Input):
    """Numbers of the organisation's own, such as 4000 to 4999."""

    first: OwnNumber
    last: OwnNumber

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not fits_range(self.first, self.last):
            raise PydanticCustomError("range", "Both ends have as many digits, and the first is not above the last.")
        return self


class OutboundIn(Input):
    """How a number is dialled: in which form, and what before it to get out."""

    format: Literal["e164", "national", "international"] = "national"
    prefix: Annotated[str, BeforeValidator(_ascii), StringConstraints(pattern=r"^[0-9*#]{0,8}$")] = ""


class LineIn(Input):
    """A line: callers dial ``number``, ``trunk`` is the provider's endpoint; ``account`` null: of every account."""

    name: Name
    account: AccountName | None = None
    brand: Name | None = None
    number: LineNumber | None = None
    trunk: str | None = Field(None, min_length=1, max_length=120)
    region: Region
    area_code: AreaCode | None = None
    rules: list[RuleIn] = Field(default_factory=list, max_length=MOST_RULES)
    internal_ranges: list[RangeIn] = Field(default_factory=list, max_length=MOST_RULES)
    outbound: OutboundIn = Field(default_factory=OutboundIn)
    name_prefixes: list[NamePrefix] = Field(default_factory=list, max_length=MOST_PREFIXES)
    record: Consent = Field("never", description="Whether recordings are fetched; `with_notice`: callers are told.")
    active: bool = True


class LineChange(Input):
    """What to change; what is left out stays."""

    name: Name | None = None
    account: AccountName | None = None
    brand: Name | None = None
    number: LineNumber | None = None
    trunk: str | None = Field(None, min_length=1, max_length=120)
    region: Region | None = None
    area_code: AreaCode | None = None
    rules: list[RuleIn] | None = Field(None, max_length=MOST_RULES)
    internal_ranges: list[RangeIn] | None = Field(None, max_length=MOST_RULES)
    outbound: OutboundIn | None = None
    name_prefixes: list[NamePrefix] | None = Field(None, max_length=MOST_PREFIXES)
    record: Consent | None = None
    position: int | None = Field(None, ge=0, le=1_000, description="The place in the list, from 0.")
    active: bool | None = None


class RuleOut(web.Output):
    """A rule for received numbers."""

    prefix: str
    strip: int
    add: str
    length: int | None


class RangeOut(web.Output):
    """A range of the organisation's own numbers."""

    first: str
    last: str


class OutboundOut(web.Output):
    """How numbers are dialled."""

    format: str
    prefix: str


class LineOut(web.Output):
    """A line with its rules. ``display`` is its number for people."""

    id: UUID
    name: str
    brand: str | None
    account: str | None
    number: str | None
    display: str | None
    trunk: str | None
    region: str
    area_code: str | None
    rules: list[RuleOut]
    internal_ranges: list[RangeOut]
    outbound: OutboundOut
    name_prefixes: list[str]
    record: str
    position: int
    active: bool
    created_at: datetime
    updated_at: datetime
    version: int


class TryLine(Input):
    """A number to try, on a stored line or on one that is not saved yet; ``name``: a caller's name as received."""

    line_id: UUID | None = None
    line: LineIn | None = None
    value: str = Field(max_length=80)
    direction: Literal["in", "out"] = "in"
    name: str | None = Field(None, max_length=200)

    @model_validator(mode="after")
    def _one_line(self) -> Self:
        if (self.line is None) == (self.line_id is None):
            raise PydanticCustomError("one_line", "Give line_id or line.")
        return self


class StepOut(web.Output):
    """A step: ``code`` is tidied, rule, internal, area, read, sender, unreadable, form or prefix."""

    code: str
    before: str
    after: str
    rule: int | None


class AddressOut(web.Output):
    """What a number was read as."""

    kind: str
    value: str
    display: str
    national: str
    region: str | None


class Tried(web.Output):
    """What the line makes of a number. ``dial`` is what the exchange is asked for, when calling out."""

    steps: list[StepOut]
    address: AddressOut | None
    dial: str | None
    internal: bool
    name: str | None
