"""What the API takes and says of lists."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints
from pydantic_core import from_json

from hub import web
from hub.customers.lists import Sort
from hub.customers.schemas import CustomerRow, Kind
from hub.web import FieldError, Invalid, PageQuery

FILTER_LENGTH = 4_000  # an address may have 8,190 bytes, and a Persian letter is six of them
Narrowing = Annotated[str, StringConstraints(max_length=60)]


class CustomersQuery(PageQuery):
    """Which customers, and in what order."""

    q: str | None = Field(None, max_length=200, description="Any part of a name, a number or a mail address.")
    view: UUID | None = Field(None, description="A saved view: its filter and order, where none are given here.")
    filter: str | None = Field(
        None, max_length=FILTER_LENGTH,
        description='Conditions as JSON, such as `{"all": [{"field": "city", "op": "is", "value": "Leeds"}]}`.',
    )  # fmt: skip
    sort: Sort | None = Field(None, description="By name unless told; `-` turns it round. What is empty comes last.")
    kind: Kind | None = None
    tag: list[Narrowing] = Field(default_factory=list, max_length=20, description="Customers with all of these tags.")
    owner_id: UUID | None = None
    organisation_id: UUID | None = Field(None, description="Customers who belong to this organisation.")
    identity_id: UUID | None = Field(None, description="Customers who use this contact.")


class PeopleQuery(PageQuery):
    """In what order."""

    q: str | None = Field(None, max_length=200, description="Any part of a name, a number or a mail address.")
    sort: Sort | None = None


class CustomerPage(web.Output):
    """One page of customers. ``total`` is counted up to 10,001; ``notices`` tell of archived fields in the filter."""

    items: list[CustomerRow]
    next: str | None
    total: int
    notices: list[FieldError]


class FilterFieldOut(web.Output):
    """A field to filter by. A built-in one has a key to translate, a custom one the label it was given."""

    field: str
    label_key: str | None
    label: str | None
    kind: Literal["text", "number", "date", "choice", "link", "person", "tags", "flag"]
    ops: list[str]
    options: list[str]
    archived: bool


def parse_filter(text: str) -> Any:
    """The JSON of a filter in an address. Raises ``Invalid``."""
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise Invalid.field("query.filter", "json", "The filter is not JSON.") from None
