"""Base classes of what comes in and goes out over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


class Input(BaseModel):
    """A query or a body: unknown fields are refused, so nothing is assigned by accident."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True)


class Output(BaseModel):
    """An answer. Every field is always present, so the generated types have no optional ones."""

    model_config = ConfigDict(frozen=True, from_attributes=True, json_schema_serialization_defaults_required=True)


def _to_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None


UtcTime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A point in time, given with an offset and kept in UTC."""


def given(body: BaseModel) -> dict[str, Any]:
    """The fields that a PATCH body really holds, with their validated values."""
    return {name: getattr(body, name) for name in body.model_fields_set}
