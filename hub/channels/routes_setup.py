"""Adding, changing, checking and removing accounts over HTTP."""

from __future__ import annotations

import contextlib
from typing import Any

from aiohttp import web

from hub.accounts import Permission, audit
from hub.channels.addresses import guard_address, own_address
from hub.channels.checking import describe_check, examine, step_by_step
from hub.channels.kinds import ConnectorKind, describe_kind
from hub.channels.options import read_options, refuse_file_only
from hub.channels.routes import ACCOUNTS, routes
from hub.channels.schemas_setup import (
    CheckFinding,
    ConnectorChange,
    ConnectorCheck,
    ConnectorRecipe,
    ConnectorRecipes,
    ConnectorSetup,
    ConnectorToCheck,
    NewConnector,
    RecipesWanted,
)
from hub.channels.setups import Setups
from hub.db import Tx
from hub.ports import AddressRefusedError, CheckReport, Checks, Connector, Finding, Options
from hub.web import Context, Invalid, NotFound

SETUPS = web.AppKey("connector_setups", Setups)
MANAGE = Permission.CONNECTORS_MANAGE


@routes.get(
    "/api/connector-kinds/{connector}", permission=MANAGE, summary="What a connector can be told", errors=(404,)
)
async def get_connector_kind(ctx: Context, connector: str) -> ConnectorKind:
    """Every option that an account of it takes here, with its default."""
    try:
        return describe_kind(await ctx.service(SETUPS).connector(connector), ctx.settings.http.public_url)
    except Invalid:
        raise NotFound("There is no such connector.") from None


@routes.post("/api/connectors", permission=MANAGE, summary="Add an account", status=201, errors=(409,))
async def add_connector(ctx: Context, body: NewConnector) -> ConnectorSetup:
    """It starts at once, on whichever process runs connectors. Its secrets are kept sealed."""
    setups = ctx.service(SETUPS)
    connector = await setups.connector(body.connector)
    refuse_file_only(connector, body.options)
    await _guard(ctx, connector, read_options(connector, body.options))
    who = _who(ctx)

    async def work(tx: Tx) -> ConnectorSetup:
        made = await setups.add(tx, body)
        audit.record(tx, "connector_added", **who, account=made.account, connector=made.connector)
        return made

    made = await ctx.db.write(work)
    await ctx.service(ACCOUNTS).changed()
    ctx.tag_answer(made.version)
    return made


@routes.post("/api/connectors/check", permission=MANAGE, summary="Check an account", errors=(404, 409))
async def check_connector(ctx: Context, body: ConnectorToCheck) -> ConnectorCheck:
    """Looks at everything that could keep it from working, stored or not, and changes nothing. Takes up to 30 s."""
    connector, options = await _to_check(ctx, body)
    report = await examine(connector, options, ctx.settings)
    async with ctx.db.read() as session:
        return await describe_check(session, report)


@routes.post("/api/connectors/check/steps", permission=MANAGE, summary="Check an account, step by step",
             errors=(404, 409), media="application/x-ndjson")  # fmt: skip
async def check_connector_by_steps(ctx: Context, body: ConnectorToCheck) -> web.StreamResponse:
    """The same, told as it goes on: a line of JSON `{"finding": …}` for each step, then `{"report": …}`."""
    connector, options = await _to_check(ctx, body)
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson", "X-Accel-Buffering": "no"})
    await response.prepare(ctx.request)
    async with contextlib.aclosing(step_by_step(connector, options, ctx.settings)) as found:
        async for item in found:
            await response.write(await _line(ctx, item))
    await response.write_eof()
    return response


async def _line(ctx: Context, item: Finding | CheckReport) -> bytes:
    if isinstance(item, Finding):
        return b'{"finding":' + CheckFinding.model_validate(item).model_dump_json().encode() + b"}\n"
    async with ctx.db.read() as session:
        report = await describe_check(session, item)
    return b'{"report":' + report.model_dump_json().encode() + b"}\n"


async def _to_check(ctx: Context, body: ConnectorToCheck) -> tuple[Connector, Options]:
    """The connector, and the options given laid over those stored."""
    setups = ctx.service(SETUPS)
    connector = await setups.connector(body.connector)
    if body.account is None:
        refuse_file_only(connector, body.options)
        return connector, read_options(connector, body.options)
    async with ctx.db.read() as session:
        connector, stored = await setups.options_of(session, body.account)
    return connector, setups.merged(connector, stored, body.options)


@routes.post("/api/connectors/recipes", permission=MANAGE, summary="What to paste at the provider's")
async def connector_recipes(ctx: Context, body: RecipesWanted) -> ConnectorRecipes:
    """A user with the least rights, for the hub's own address only."""
    connector = await ctx.service(SETUPS).connector(body.connector)
    address = await own_address(body.host)
    found = connector.recipes(body.username, address) if isinstance(connector, Checks) else ()
    return ConnectorRecipes(hub_address=address, items=[ConnectorRecipe.model_validate(recipe) for recipe in found])


@routes.get("/api/connectors/{account}/setup", permission=MANAGE, summary="How an account is set up", errors=(404,))
async def get_connector_setup(ctx: Context, account: str) -> ConnectorSetup:
    """Without its secrets. One of the settings file can be seen, not changed."""
    async with ctx.db.read() as session:
        found = await ctx.service(SETUPS).show(session, account)
    ctx.tag_answer(found.version)
    return found


@routes.patch("/api/connectors/{account}", permission=MANAGE, summary="Change an account", errors=(404, 409),
              if_match=True)  # fmt: skip
async def change_connector(ctx: Context, account: str, body: ConnectorChange) -> ConnectorSetup:
    """What is left out stays, secrets too; but a secret is not sent to another address than it was given for."""
    setups, version, who = ctx.service(SETUPS), ctx.if_match, _who(ctx)
    if body.options:
        async with ctx.db.read() as session:
            connector, options = await setups.preview(session, account, body.options)
        await _guard(ctx, connector, options)

    async def work(tx: Tx) -> ConnectorSetup:
        changed = await setups.change(tx, account, body, version)
        names = sorted({*body.model_fields_set - {"options"}, *(f"options.{name}" for name in body.options)})
        audit.record(tx, "connector_changed", **who, account=account, changed=names)
        return changed

    changed = await ctx.db.write(work)
    await ctx.service(ACCOUNTS).changed()
    ctx.tag_answer(changed.version)
    return changed


@routes.delete("/api/connectors/{account}", permission=MANAGE, summary="Remove an account", errors=(404, 409))
async def delete_connector(ctx: Context, account: str) -> None:
    """It stops, and its secrets are forgotten. Its calls stay."""
    setups, who = ctx.service(SETUPS), _who(ctx)

    async def work(tx: Tx) -> None:
        await setups.delete(tx, account)
        audit.record(tx, "connector_removed", **who, account=account)

    await ctx.db.write(work)
    await ctx.service(ACCOUNTS).changed()


async def _guard(ctx: Context, connector: Connector, options: Options) -> None:
    """Raises ``Invalid`` for an address that no account may connect to."""
    host, _, port = connector.address(options).rpartition(":")
    try:
        await guard_address(host.strip("[]"), int(port) if port.isdigit() else 0, ctx.settings)
    except AddressRefusedError as error:
        raise Invalid.field("body.options.host", error.code, str(error)) from None


def _who(ctx: Context) -> dict[str, Any]:
    return {"actor_id": ctx.user.id, "address": ctx.peer.address}
