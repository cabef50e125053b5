"""A queue that is taken out of the configuration while calls wait in it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.peers.asterisk.exchange import RealExchange
from tests.support.hub_process import StartHub
from tests.support.stack.stage import open_stage
from tests.support.telephony.pbx import Answers, Rings


async def test_a_queue_that_vanishes(pbx: RealExchange, start_hub: StartHub, tmp_path: Path) -> None:
    """Who waits in it is there to the end, nobody is a member of it any more, and the other queue goes on."""
    async with open_stage(pbx, start_hub, tmp_path) as stage:
        agent = await stage.agent("101")
        await pbx.phone("101", Rings())
        caller = await pbx.call("1003")
        await stage.call(lambda call: call["queue"] == "sales", "somebody who waits")
        config = pbx.server.home / "etc" / "queues.conf"
        config.write_text(re.sub(r"\[sales\][^\[]*", "", config.read_text()))
        pbx.server.console("queue reload all")
        await stage.cable.cut()
        await stage.connector(lambda item: item["connection"] == "disconnected", "a lost connection")
        await stage.cable.mend()
        await stage.connector(lambda item: item["connection"] == "connected", "a connection again")
        await caller.hang_up()
        assert (await stage.over())["queue"] == "sales"
        mine = (await agent.get("/api/me/queues"))["items"]
        assert {queue["name"]: (queue["signed_in"], queue["gone"]) for queue in mine} == {
            "sales": (False, True), "support": (True, False),
        }  # fmt: skip
        await pbx.phone("101", Answers(after=0.3))
        again = await pbx.call("1000")
        await stage.admin.eventually(
            lambda: [call for call in stage.calls_told() if (call["queue"], call["state"]) == ("support", "answered")],
            "the other queue at work",
        )
        await again.hang_up()
