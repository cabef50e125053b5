"""What waits for the morning though nothing takes it tonight."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from hub.db import new_id, utc_now
from hub.messaging import Asked
from hub.ports import Price
from hub.sms import judge
from hub.sms.choice import Route
from hub.sms.counting import Counts
from hub.sms.schemas import LimitsOut
from hub.sms.spending import Left, Standing

LIMITS = LimitsOut(version=0)
ROUTE = Route(id=new_id(), name="Line", position=0, account="gateway", spend_micros=1_000)
ASKED = Asked(channel="sms", purpose="marketing", address="+989121234567", parts=1, begun=True)


@pytest.mark.parametrize(("days", "reason"), [(1, None), (0, "spend_limit")])
def test_a_route_that_spent_enough_today_takes_it_tomorrow(
    monkeypatch: pytest.MonkeyPatch, days: int, reason: str | None
) -> None:
    morning = utc_now() + timedelta(days=days)
    monkeypatch.setattr(judge, "quiet_until", lambda one, limits: morning)
    stands = Standing({ROUTE.id: 1_000}, {})
    held = judge.Held([ROUTE], frozenset({"gateway"}), LIMITS, stands, Counts(LIMITS), {})
    found = judge.judge(ASKED, held)
    assert (found.no_way and found.no_way.reason) == reason
    assert found.at == (None if reason else morning)
    nothing = Standing({}, {"gateway": Left(Price(Decimal(0), "USD"), morning)})
    broke = judge.judge(ASKED, judge.Held([ROUTE], frozenset({"gateway"}), LIMITS, nothing, Counts(LIMITS), {}))
    assert broke.no_way is not None
    assert broke.no_way.reason == "no_credit"  # nobody knows that it is paid in by then
