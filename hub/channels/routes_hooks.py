"""What providers post: read by the account's connector, stored, and only then answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import structlog
from aiohttp import web
from pydantic import JsonValue

from hub import metrics
from hub.channels.hook_request import hook_key, hook_request, packed
from hub.channels.hooked import Hooked, HookedAccounts
from hub.db import StoreError
from hub.ports import DeliveryReport, HookAnswer, HookRead, HookRequest, InboundMessage, Refused, Unreadable
from hub.web import PUBLIC, Context, Forbidden, NotFound, Routes

log = structlog.get_logger(__name__)


class Keeps(Protocol):
    """Who keeps what providers post. All return after the commit, and raise ``StoreError``."""

    async def take(self, account: str, message: InboundMessage) -> Any:
        """Store a message once, or park it."""

    async def take_reports(self, account: str, reports: Sequence[DeliveryReport]) -> None:
        """Store what became of messages."""

    async def park(
        self, account: str, key: str, payload: Mapping[str, JsonValue], detail: str, *, reason: str = "refused",
        retryable: bool = True,
    ) -> None:  # fmt: skip
        """Keep what cannot be read, once by its key. ``retryable``: it is surely the provider's."""


HOOKED = web.AppKey("hooked_accounts", HookedAccounts)
KEEPS = web.AppKey("hook_keeper", Keeps)
routes = Routes("Hooks")
ERRORS = (403, 404, 405, 408, 413)


@routes.get("/hooks/{account}/{path:.*}", permission=PUBLIC, summary="What a provider tells an account by GET",
            errors=ERRORS, media="*/*")  # fmt: skip
async def receive_hook_by_get(ctx: Context, account: str, path: str) -> web.Response:
    """For gateways that post nothing. Let in by what the account's connector checks; answered once it is stored."""
    if ctx.request.method == "HEAD":  # scanners and uptime checks: nothing is told by it
        raise web.HTTPMethodNotAllowed("HEAD", ["GET", "POST"])
    return await _receive(ctx, account, path)


@routes.post("/hooks/{account}/{path:.*}", permission=PUBLIC, summary="What a provider posts to an account",
             errors=ERRORS, media="*/*")  # fmt: skip
async def receive_hook(ctx: Context, account: str, path: str) -> web.Response:
    """Messages and delivery reports. Let in by what the account's connector checks; answered once it is stored."""
    return await _receive(ctx, account, path)


async def _receive(ctx: Context, account: str, path: str) -> web.Response:
    hooked = ctx.service(HOOKED).find(account)
    if hooked is None:
        raise NotFound
    request = await hook_request(ctx.request, account, path, ctx.settings.http.public_url)
    try:
        answer = await _keep(ctx, hooked, request)
    except StoreError:
        metrics.hooks_total.labels(account, "unavailable").inc()
        raise
    headers = {"Content-Type": answer.content_type, "Cache-Control": "no-store"}
    return web.Response(status=answer.status, body=answer.body, headers=headers)


async def _keep(ctx: Context, hooked: Hooked, request: HookRequest) -> HookAnswer:
    """Store what the request says, or the request itself where it cannot be read. Raises ``Forbidden``."""
    try:
        read = hooked.read(request)
    except Refused as error:
        metrics.hooks_total.labels(hooked.account, "refused").inc()
        log.warning("hook_refused", account=hooked.account, address=request.remote, error=str(error))
        raise Forbidden("This is not let in: its signature or secret is not the account's.") from None
    except Unreadable as error:
        await _park(ctx, hooked, request, "refused", str(error) or "It cannot be read.")
        return HookAnswer()
    except Exception as error:  # a defect of the connector; told again it would be the same
        log.exception("hook_failed", account=hooked.account)
        words = f"{type(error).__name__}: {error}"
        await _park(ctx, hooked, request, "failed", words, retryable=hooked.lets_in(request))
        return HookAnswer()
    if failed := await _store(ctx, hooked, read):
        log.error("hook_not_kept", account=hooked.account, exc_info=failed)
        await _park(ctx, hooked, request, "failed", f"{type(failed).__name__}: {failed}")
    if read.leftovers:
        await _park(ctx, hooked, request, "refused", " ".join(read.leftovers)[:500])
    return read.answer


async def _park(
    ctx: Context, hooked: Hooked, request: HookRequest, reason: str, detail: str, *, retryable: bool = True
) -> None:
    payload = packed(request, hooked.options) | {"at": request.at.isoformat()}
    await ctx.service(KEEPS).park(
        hooked.account, hook_key(request), payload, detail, reason=reason, retryable=retryable
    )
    metrics.hooks_total.labels(hooked.account, "parked").inc()
    ctx.service(HOOKED).count(hooked, 1)


async def _store(ctx: Context, hooked: Hooked, read: HookRead) -> BaseException | None:
    """All of it, in as few transactions as there are kinds; what is stored already is no news when it comes again.

    Returns what kept a part of it out and would do so again. Raises ``StoreError``.
    """
    keeps, account = ctx.service(KEEPS), hooked.account
    kept = [keeps.take(account, message) for message in read.messages]
    if read.reports:
        kept.append(keeps.take_reports(account, read.reports))
    errors = [one for one in await asyncio.gather(*kept, return_exceptions=True) if isinstance(one, BaseException)]
    for error in errors:
        if isinstance(error, StoreError) or not isinstance(error, Exception):
            raise error
    if errors:
        return errors[0]
    metrics.hooks_total.labels(account, "stored").inc()
    ctx.service(HOOKED).count(hooked, len(read.messages) + len(read.reports))
    return None
