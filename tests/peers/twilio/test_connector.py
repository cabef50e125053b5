"""The connector against Twilio's published contract: what it asks is allowed there, and what is answered is read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from connectors.twilio.api import Api
from connectors.twilio.checks import check
from connectors.twilio.client import fields_of
from connectors.twilio.polls import read_inbound, read_report
from hub.network import GuardedNetwork
from hub.ports import Pattern, Peer, Price, Refused
from tests.connectors.smpp.remembering import outbound
from tests.connectors.twilio.conftest import HOOKS, make_options

SERVICE = "MG" + "a" * 32


@pytest.fixture
async def api(contract_url: str) -> AsyncIterator[Api]:
    made = Api(make_options(api_url=contract_url), GuardedNetwork())
    yield made
    await made.close()


async def test_every_kind_of_message_is_one_that_the_contract_takes(api: Api) -> None:
    options = make_options()
    for fields in (
        fields_of(outbound("Hello! 👍"), options, HOOKS),
        fields_of(outbound("سلام", sender_address="Clinic"), options, None),
        fields_of(outbound("x"), make_options(sender=None, messaging_service=SERVICE), HOOKS),
        fields_of(outbound("x", pattern=Pattern("HX" + "a" * 32, {"1": "Sara"})), options, HOOKS),
    ):
        record = await api.send(fields)
        assert (record.sid[:2], record.status) == ("SM", "queued")


async def test_what_breaks_the_contract_is_refused_there(api: Api) -> None:
    for wrong in ({"content_sid": "no-sid"}, {"status_callback": "no address"}):
        with pytest.raises(Refused):
            await api.send(fields_of(outbound("x"), make_options(), HOOKS) | wrong)


async def test_the_list_and_the_balance_are_read_as_the_contract_writes_them(api: Api) -> None:
    pages = [page async for page in api.messages(datetime.now(UTC) - timedelta(days=1))]
    records = [record for page in pages for record in page]
    inbound = [found for record in records if (found := read_inbound(record))]
    reports = [found for record in records if (found := read_report(record))]
    assert [one.sender for one in inbound] == [Peer("phone", "+12019235161")]
    assert inbound[0].at == datetime(2019, 5, 24, 17, 44, 49, tzinfo=UTC)
    assert [(one.state, one.price) for one in reports] == [("sent", Price(Decimal("0.00750"), "USD"))]
    assert (await api.balance()).currency == "USD"


async def test_the_check_works_there(contract_url: str) -> None:
    assert (await check(make_options(api_url=contract_url), GuardedNetwork())).works
