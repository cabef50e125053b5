"""An exchange whose clock is ten minutes off: said by the check and on the page; calls stand at the hub's time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.asterisk.checks import check
from connectors.asterisk.config import AsteriskOptions
from hub.network import GuardedNetwork
from tests.peers.asterisk.exchange import RealExchange
from tests.support.hub_process import StartHub
from tests.support.stack.stage import CUSTOMER, open_stage
from tests.support.telephony.pbx import Answers
from tests.support.waiting import until

OFF = 600


@pytest.mark.parametrize("ahead", [OFF, -OFF])
async def test_a_clock_ten_minutes_off(pbx: RealExchange, start_hub: StartHub, tmp_path: Path, ahead: int) -> None:
    """A call that is heard, and one that only the exchange's own records tell of."""
    await pbx.kill()
    pbx.server.clock_ahead = ahead
    await pbx.start()
    events = pbx.server.home / "log" / "cel-custom" / "Master.csv"
    pbx.more = {"cel": str(events), "cdr_delay": 0.2, "cdr_patience": 2}
    report = await check(AsteriskOptions.model_validate(pbx.options(pbx.ami_port)), GuardedNetwork())
    (clock,) = [found for found in report.findings if found.step == "clock"]
    assert (clock.code, clock.facts["way"]) == ("clock_off", "ahead" if ahead > 0 else "behind")
    assert abs(int(clock.facts["seconds"]) - OFF) < 5
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        account = await stage.connector(lambda item: "clock_offset" in item["facts"], "a clock")
        assert abs(account["facts"]["clock_offset"] - ahead) < 5
        await pbx.phone("101", Answers(after=0.2))
        heard = await pbx.call("1001", number="02188881234")
        await stage.call(lambda call: call["state"] == "answered", "a talk")
        await heard.hang_up()
        await stage.over()
        await stage.kill_hub()
        began = datetime.now(UTC)
        lost = await pbx.call("1001", number=CUSTOMER)
        await until(lambda: events.read_text().count('"BRIDGE_ENTER"') == 4, 15, "a talk in the dark")
        await lost.hang_up()
        await until(lambda: events.read_text().count('"LINKEDID_END"') == 2, 15, "its end")
        over = datetime.now(UTC)
        await stage.restart_hub()

        async def both() -> bool:
            return len((await stage.admin.get("/api/calls"))["items"]) == 2

        await until(both, 20, "the call of the outage")
        newest, older = (await stage.admin.get("/api/calls"))["items"]
        assert (older["recovered"], newest["recovered"], newest["result"]) == (False, True, "completed")
        for name in ("started_at", "ended_at"):
            moment = datetime.fromisoformat(newest[name])
            assert (moment - began).total_seconds() > -3
            assert (moment - over).total_seconds() < 3
