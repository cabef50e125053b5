"""Which values a merged customer shows, and what an undone merge leaves: plain functions over rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.customers.models import Customer, CustomerMerge

HEARD = "last_contact_at"
_REFERENCES = {"organisation": "organisation_id", "owner": "owner_id"}
_PLAIN = ("name", "job_title", "organisation", "owner", "language", "time_zone", "city", "country", "stage", "note")
_CUSTOM = re.compile(r"fields\.([a-z][a-z0-9_]{0,39})")


def is_field(name: str) -> bool:
    """Whether two customers can differ in it."""
    return name in _PLAIN or _CUSTOM.fullmatch(name) is not None


def value_of(customer: Customer, field: str) -> Any:
    """The value as JSON has it; what is empty is None."""
    if custom := _CUSTOM.fullmatch(field):
        return customer.fields.get(custom[1])
    value = getattr(customer, _REFERENCES.get(field, field))
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value or None


def set_value(customer: Customer, field: str, value: Any) -> None:
    """Put back what ``value_of`` gave."""
    if custom := _CUSTOM.fullmatch(field):
        kept = {key: one for key, one in customer.fields.items() if key != custom[1]}
        customer.fields = kept if value is None else kept | {custom[1]: value}
    elif field == "name":
        customer.rename(value)
    elif field == HEARD:
        customer.last_contact_at = datetime.fromisoformat(value) if value else None
    else:
        setattr(customer, _REFERENCES.get(field, field), UUID(value) if value and field in _REFERENCES else value)


def conflicts(survivor: Customer, merged: Customer) -> dict[str, str]:
    """The fields in which they differ, and whose value is suggested: the survivor's, unless it has none."""
    custom = [f"fields.{key}" for key in sorted({*survivor.fields, *merged.fields})]
    found = {}
    for field in (*_PLAIN, *custom):
        ours, theirs = value_of(survivor, field), value_of(merged, field)
        if ours != theirs and not (field == "organisation" and {ours, theirs} & {str(survivor.id), str(merged.id)}):
            found[field] = "merged" if ours is None else "survivor"
    return found


def choose(survivor: Customer, merged: Customer, picks: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the survivor the values picked from the merged one; returns what stood there before, and what was put."""
    before, chosen = {}, {}
    for field, suggested in conflicts(survivor, merged).items():
        if picks.get(field, suggested) == "merged" and (field != "name" or merged.name):
            before[field], chosen[field] = value_of(survivor, field), value_of(merged, field)
    if merged.last_contact_at and (not survivor.last_contact_at or merged.last_contact_at > survivor.last_contact_at):
        before[HEARD], chosen[HEARD] = value_of(survivor, HEARD), value_of(merged, HEARD)
    for field, value in chosen.items():
        set_value(survivor, field, value)
    return before, chosen


def retract(record: CustomerMerge, standing: Sequence[CustomerMerge], rows: Mapping[UUID, Customer]) -> None:
    """Take back what the merge put, where it still stands: on the survivor, in later merges, and further up.

    ``standing`` are the set's merges that are not undone, oldest first; ``rows`` its members.
    """
    for field, put in record.chosen.items():
        _retract(record, standing, rows, field, put, record.before[field])


def _retract(
    record: CustomerMerge, standing: Sequence[CustomerMerge], rows: Mapping[UUID, Customer], field: str, put: Any,
    earlier: Any,
) -> None:  # fmt: skip
    """On the record's survivor, ``put`` gives way to ``earlier``."""
    later = standing[standing.index(record) + 1 :]
    above = next((one for one in later if one.survivor_id == record.survivor_id and field in one.chosen), None)
    if above is not None:  # its undoing must not bring back what is retracted now
        if above.before[field] == put:
            above.before = above.before | {field: earlier}
        return
    survivor = rows[record.survivor_id]
    if value_of(survivor, field) != put:
        return  # somebody changed it since
    set_value(survivor, field, earlier)
    handed = next((one for one in standing if one.merged_id == survivor.id), None)
    if handed is not None and field in handed.chosen and handed.chosen[field] == put:
        replaced = handed.before[field] if earlier is None else earlier
        handed.chosen = handed.chosen | {field: replaced}
        _retract(handed, standing, rows, field, put, replaced)
