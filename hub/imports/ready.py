"""The rows of a new customer, made ready for the store before it is asked. Pure, and run by the process that reads."""

from __future__ import annotations

import json
from uuid import UUID

from hub.db.lines import line_of, new_hex
from hub.imports.outcomes import PLAIN
from hub.imports.wanted import Ready, Terms, Wanted
from hub.search import Added, line_of_added

CUSTOMER = (
    "id", "root_id", "kind", "name", "sort_key", "search", *PLAIN, "owner_id", "fields", "organisation_id",
)  # fmt: skip
IDENTITY = ("id", "kind", "value", "written", "region")
LINK = ("id", "customer_id", "identity_id", "label", "primary")


def make_ready(wanted: Wanted, terms: Terms, dialect: str) -> Ready | None:
    """Everything that is written for this row if it makes a customer; the organisation's id is put in later."""
    if wanted.is_wrong:
        return None
    customer, values = new_hex(), wanted.values
    owner = values.get("owner_id") or terms.owner_id
    plain = [values.get(name) for name in PLAIN]
    who = line_of(dialect, [
        customer, customer, wanted.kind, values["name"], wanted.sort_key, wanted.search, *plain,
        str(owner).replace("-", "") if owner else None, json.dumps(wanted.fields),
    ])  # fmt: skip
    addresses = [(kind, value) for value, (kind, _, _) in wanted.addresses.items()]
    person = Added(UUID(customer), values["name"], wanted.organisation, values.get("city"), addresses)
    identities, links = [], []
    for place, (value, (kind, region, label)) in enumerate(wanted.addresses.items()):
        identity = new_hex()
        identities.append(line_of(dialect, [identity, kind, value, wanted.written.get(value), region]))
        links.append(line_of(dialect, [new_hex(), customer, identity, label, place == 0]))
    return Ready(customer, who, identities, links, line_of_added(dialect, person))
