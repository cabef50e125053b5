"""The route of the search."""

from __future__ import annotations

from hub.accounts import Permission
from hub.customers.finding import Finder
from hub.customers.schemas_search import SearchOut, SearchQuery
from hub.web import Context, Routes

routes = Routes("search")


@routes.get("/api/search", permission=Permission.CUSTOMERS_READ, summary="Search customers and messages")
async def find(ctx: Context, query: SearchQuery) -> SearchOut:
    """Customers by any part of a name, number or mail, best first; messages by their words, newest first."""
    region = ctx.settings.organisation.region
    return await Finder(ctx.db, region, query.kinds.split(","), query.limit).find(query.q)
