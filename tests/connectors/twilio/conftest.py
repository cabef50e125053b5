"""A Twilio that a test steers, and an account of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from connectors.twilio.client import TwilioAccount
from connectors.twilio.config import TwilioOptions
from tests.connectors.smpp.remembering import RememberingHost
from tests.connectors.twilio.twilio import SID, TOKEN, OwnTwilio

HOOKS = "https://hub.example/hooks/twilio"


def make_options(**changes: Any) -> TwilioOptions:
    given: dict[str, Any] = {"account_sid": SID, "auth_token": TOKEN, "sender": "+15005550006"}
    return TwilioOptions.model_validate(given | {"reconnect_min": 0.05, "reconnect_max": 0.1} | changes)


@pytest.fixture
def host() -> RememberingHost:
    made = RememberingHost()
    made.hooks = HOOKS
    return made


@pytest.fixture
async def twilio() -> AsyncIterator[OwnTwilio]:
    made = OwnTwilio()
    await made.server.start_server()
    yield made
    await made.server.close()


@pytest.fixture
async def start(
    host: RememberingHost, twilio: OwnTwilio, wait_for: Callable[..., Awaitable[Any]]
) -> AsyncIterator[Callable[..., Awaitable[TwilioAccount]]]:
    tasks: list[asyncio.Task[None]] = []

    async def begin(**changes: Any) -> TwilioAccount:
        account = TwilioAccount(make_options(api_url=twilio.url, **changes), host)
        tasks.append(asyncio.create_task(account.run()))
        await wait_for(lambda: len(host.states) > 1)
        return account

    yield begin
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
