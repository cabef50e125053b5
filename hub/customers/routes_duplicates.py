"""The routes of duplicates."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from hub import jobs
from hub.accounts import Permission
from hub.customers import duplicates_list, store
from hub.customers.duplicates_run import KEY, KIND
from hub.customers.schemas_merges import DuplicateOut, DuplicatePage
from hub.db import Tx
from hub.web import Context, Items, PageQuery, Routes, cut_page, decode_cursor

routes = Routes("duplicates")
READ, MERGE = Permission.CUSTOMERS_READ, Permission.CUSTOMERS_MERGE


class DuplicatesQuery(PageQuery):
    """Which pairs."""

    state: Literal["open", "dismissed", "merged"] = "open"


@routes.get("/api/duplicates", permission=READ, summary="Customers who may be one")
async def list_duplicates(ctx: Context, query: DuplicatesQuery) -> DuplicatePage:
    """Pairs, the likeliest first; customers who were merged since are left out."""
    after: tuple[int, UUID] | None = None
    if query.cursor:
        score, pair = decode_cursor(query.cursor, int, UUID)
        after = score, pair
    async with ctx.db.read() as session:
        found = await duplicates_list.find_pairs(session, query.state, after, query.limit + 1)
        rows, cursor = cut_page(found, query.limit, "score", "id")
        items = await duplicates_list.present_pairs(session, rows)
        total = await duplicates_list.count_pairs(session, query.state)
        return DuplicatePage(items=items, next=cursor, total=total)


@routes.get("/api/customers/{customer_id}/duplicates", permission=READ, summary="Who may be the same as a customer",
            errors=(404,))  # fmt: skip
async def list_customer_duplicates(ctx: Context, customer_id: UUID) -> Items[DuplicateOut]:
    """The open pairs that the customer is in, the likeliest first."""
    async with ctx.db.read() as session:
        customer = await store.get_customer(session, customer_id)
        pairs = await duplicates_list.pairs_of(session, customer.id)
        return Items(items=await duplicates_list.present_pairs(session, pairs))


@routes.post("/api/duplicates/{pair_id}/dismiss", permission=MERGE, summary="Say that two customers are not one",
             status=204, errors=(404,))  # fmt: skip
async def dismiss_duplicate(ctx: Context, pair_id: UUID) -> None:
    """The pair leaves the list and is not found again."""
    await ctx.db.write(lambda tx: duplicates_list.dismiss(tx, pair_id, ctx.user.id))


@routes.post("/api/duplicates/find", permission=MERGE, summary="Look for duplicates now", status=202)
async def find_duplicates(ctx: Context) -> None:
    """Look through all customers, in the background; asking again while it runs changes nothing."""

    async def work(tx: Tx) -> None:
        await jobs.enqueue(tx, KIND, key=KEY)

    await ctx.db.write(work)
