"""The connector accounts over HTTP."""

from __future__ import annotations

from aiohttp import web

from hub.accounts import Permission
from hub.channels.accounts import Accounts, UnknownAccount
from hub.channels.queries import list_connectors as read_connectors
from hub.channels.schemas import ConnectorAccount
from hub.web import Context, Items, NotFound, Routes

ACCOUNTS = web.AppKey("connector_accounts", Accounts)
routes = Routes("Connectors")


@routes.get("/api/connectors", permission=Permission.CONNECTORS_READ, summary="List the connector accounts")
async def list_connectors(ctx: Context) -> Items[ConnectorAccount]:
    """Every account of the settings and where it stands."""
    async with ctx.db.read() as session:
        return Items[ConnectorAccount](items=await read_connectors(session))


@routes.post(
    "/api/connectors/{account}/reconnect",
    permission=Permission.CONNECTORS_MANAGE,
    summary="Have an account start anew",
    status=202,
    errors=(404,),
)
async def reconnect_connector(ctx: Context, account: str) -> None:
    """Its session is cut and made again; watch its state for the outcome."""
    try:
        await ctx.service(ACCOUNTS).reconnect(account)
    except UnknownAccount:
        raise NotFound("No such account is switched on.") from None
