"""An account of the connector at a real Kannel: what it takes, what it refuses, and that it is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.sms_http.client import SmsHttpAccount
from hub.ports import NeedsSignIn, RetryLater
from tests.connectors.sms_http.conftest import PERSIAN, TO, Hub, make_options, outgoing
from tests.peers.kannel.installed import Installed
from tests.peers.kannel.server import LINE, PASSWORD, USER, Kannel
from tests.support.waiting import until


@pytest.fixture
def kannel(installed: Installed, tmp_path: Path) -> Iterator[Kannel]:
    server = Kannel(installed, tmp_path, "http://127.0.0.1:1/nobody?x=y")
    server.start()
    yield server
    server.stop()


def account(server: Kannel, **changes: object) -> SmsHttpAccount:
    given = {"preset": "kannel", "address": server.url, "username": USER, "password": PASSWORD, "sender": LINE}
    return SmsHttpAccount(make_options(**given | {"api_key": None} | changes), Hub())


async def test_it_takes_a_message_refuses_a_wrong_password_and_is_away(kannel: Kannel) -> None:
    taken = await account(kannel).send_message(outgoing(name="own-1"))
    assert taken.provider_id == "own-1"  # Kannel has none of its own
    await account(kannel).send_message(outgoing("Hi @ 9", name="own-2"))
    persian, latin = await until(lambda: kannel.delivered() if len(kannel.delivered()) > 1 else None)
    assert persian == (TO, "ucs-2", PERSIAN)
    assert latin[1:] == ("text", "Hi @ 9")
    with pytest.raises(NeedsSignIn, match="Authorization failed"):
        await account(kannel, password="wrong").send_message(outgoing(PERSIAN))
    kannel.kill()
    with pytest.raises(RetryLater):
        await account(kannel).send_message(outgoing())
    kannel.start()
    await account(kannel).send_message(outgoing("again", name="own-3"))
    await until(lambda: any(text == "again" for _, _, text in kannel.delivered()))
