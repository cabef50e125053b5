"""Write what was planned for a batch, within the transaction that also moves the import on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import search
from hub.customers import Customer, CustomerIdentity, CustomerTag, Identity, ensure_tags, show_customers
from hub.db import Tx
from hub.db.bulk import insert_many
from hub.db.lines import and_then, insert_lines
from hub.imports import ready
from hub.imports.lookup import Standing
from hub.imports.models import ImportRow
from hub.imports.outcomes import CHANGEABLE, Outcome, Plan
from hub.imports.wanted import Terms
from hub.imports.words import word
from hub.search import Added

CUSTOMER = (
    "id", "kind", "name", "sort_key", "search", "job_title", "organisation_id", "owner_id", "language", "time_zone",
    "city", "country", "stage", "note", "root_id", "fields", "import_id", "created_at", "updated_at", "version",
)  # fmt: skip
IDENTITY = ("id", "kind", "namespace", "value", "written", "region", "first_seen_at", "last_seen_at")
LINK = ("id", "customer_id", "identity_id", "label", "verified", "primary", "valid_from")
ROW = ("import_id", "number", "state", "customer_id", "problems", "before")
_STATES = {"update": "updated", "merge": "merged", "skip": "skipped", "fail": "failed"}
_UPDATED = (*CHANGEABLE, "search", "sort_key", "fields", "updated_at", "version")
"""What a change may touch."""


async def write_plan(tx: Tx, plan: Plan, terms: Terms) -> None:
    """Store everything, and let it be found."""
    ordered = sorted(plan.customers, key=lambda row: row["kind"] != "organisation")  # people refer to them
    await insert_many(tx, Customer, CUSTOMER, ([row[name] for name in CUSTOMER] for row in ordered))
    await _write_ready(tx, plan, terms)
    now = tx.now
    identities = (
        (id_, kind, "", value, written, region, now, now) for id_, kind, value, written, region in plan.identities
    )
    await insert_many(tx, Identity, IDENTITY, identities)
    links = ((id_, who, what, label, False, primary, now) for id_, who, what, label, primary in plan.links)
    await insert_many(tx, CustomerIdentity, LINK, links)
    tags = await _tags(tx, plan)
    await insert_many(tx, CustomerTag, ("customer_id", "tag_id"), ((who, tags[folded]) for who, folded in plan.tags))
    await update_customers(tx, plan.changed, terms.import_id)
    await insert_many(tx, ImportRow, ROW, _rows(plan.outcomes, terms, tags))
    await search.index_added(tx, map(_findable(plan), ordered))
    if plan.changed:
        await search.index_customers(tx, list(plan.changed))


async def _write_ready(tx: Tx, plan: Plan, terms: Terms) -> None:
    """Those whose rows came ready; organisations that they belong to are there by now."""
    now, dialect = tx.now, tx.dialect
    people = [and_then(dialect, made.customer, belongs.hex if belongs else None) for made, belongs in plan.ready]
    shared = {"import_id": terms.import_id, "created_at": now, "updated_at": now, "version": 1}
    await insert_lines(tx, Customer, ready.CUSTOMER, people, shared)
    identities = [line for made, _ in plan.ready for line in made.identities]
    seen = {"namespace": "", "first_seen_at": now, "last_seen_at": now}
    await insert_lines(tx, Identity, ready.IDENTITY, identities, seen)
    links = [line for made, _ in plan.ready for line in made.links]
    await insert_lines(tx, CustomerIdentity, ready.LINK, links, {"verified": False, "valid_from": now})
    await search.index_lines(tx, [made.search for made, _ in plan.ready])


def _findable(plan: Plan) -> Callable[[dict[str, Any]], Added]:
    def describe(row: dict[str, Any]) -> Added:
        organisation = plan.organisations.get(row["organisation_id"])
        return Added(row["id"], row["name"], organisation, row["city"], plan.addresses.get(row["id"], ()))

    return describe


async def _tags(tx: Tx, plan: Plan) -> dict[str, UUID]:
    """The ids of all tags that the plan puts on somebody, new ones made."""
    wanted = list(dict.fromkeys(folded for _, folded in plan.tags))
    names = [plan.tag_names.get(folded, folded) for folded in wanted]
    return dict(zip(wanted, await ensure_tags(tx, names), strict=True)) if wanted else {}


async def update_customers(tx: Tx, changed: Mapping[UUID, Standing], import_id: UUID) -> None:
    """Write the changed customers and show them to whoever has them open."""
    if not changed:
        return
    table: Any = Customer.__table__
    rows = []
    for customer, standing in changed.items():
        values = standing.values
        values["version"] += 1
        if values["import_id"] != import_id:  # what only its own import touched can be undone wholly
            values["updated_at"] = tx.now
        rows.append({"row_id": customer, **{f"v_{name}": values[name] for name in _UPDATED}})
    change = sa.update(table).where(table.c.id == sa.bindparam("row_id", type_=sa.Uuid()))
    parameters = {name: sa.bindparam(f"v_{name}", type_=table.c[name].type) for name in _UPDATED}
    await tx.connection.execute(change.values(parameters), rows)
    found = await tx.session.scalars(sa.select(Customer).where(Customer.id.in_(list(changed))))
    await show_customers(tx, found.all())


def _rows(outcomes: Sequence[Outcome], terms: Terms, tags: dict[str, UUID]) -> Iterator[tuple[Any, ...]]:
    """A row for each outcome but those that simply made somebody."""
    for one in outcomes:
        if one.name == "create" and not one.problems:
            continue
        before = None
        if one.change is not None:
            before = {
                "values": one.change.before, "after": one.change.after,
                "links": [str(link) for link in one.change.links],
                "tags": [str(tags[folded]) for folded in one.change.tags],
            }  # fmt: skip
        problems = [describe_problem(problem, terms.headers) for problem in one.problems]
        yield terms.import_id, one.number, _STATES.get(one.name, "warned"), one.customer_id, problems, before


def describe_problem(problem: Sequence[Any], headers: Sequence[str]) -> dict[str, Any]:
    """A problem as it is kept and shown."""
    index, code, value, _ = problem
    column = headers[index] if index is not None and index < len(headers) else None
    return {"column": column, "code": code, "detail": word(code), "value": value}
