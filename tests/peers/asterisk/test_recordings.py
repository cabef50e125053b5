"""What a real Asterisk records can be played; what is no recording by the time it is fetched is refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.peers.asterisk.exchange import RealExchange
from tests.support.agent import Entity
from tests.support.hub_process import StartHub
from tests.support.stack.stage import Stage, open_stage
from tests.support.telephony.pbx import Answers, Rings
from tests.support.waiting import until

ALWAYS = {"HUB_RECORDINGS__RECORD": "always"}
SPOKEN = 20_000  # bytes: a second and a bit


@pytest.fixture
def spool(pbx: RealExchange) -> Path:
    """Where the exchange keeps audio, which the hub is told of."""
    spool = pbx.server.home / "spool"
    pbx.more = {
        "recordings": str(spool / "monitor"), "recordings_pattern": "{uniqueid}.wav",
        "voicemail": str(spool / "voicemail"),
    }  # fmt: skip
    return spool


async def test_a_message_and_a_recording_are_played(
    pbx: RealExchange, spool: Path, start_hub: StartHub, tmp_path: Path
) -> None:
    async with open_stage(pbx, partial(start_hub, env=ALWAYS), tmp_path) as stage:
        await pbx.phone("101", Rings())
        await speak(stage, spool / "voicemail", "1005")
        await pbx.phone("101", Answers(after=0.2))
        await speak(stage, spool / "monitor", "1004")
        recording, message = await audio(stage)
        assert (message["result"], message["audio"]["kind"], message["audio"]["state"]) == (
            "missed", "voicemail", "fetched",
        )  # fmt: skip
        assert (recording["result"], recording["audio"]["kind"], recording["audio"]["state"]) == (
            "completed", "recording", "fetched",
        )  # fmt: skip
        for one in (recording, message):
            assert one["audio"]["playable"]
            assert one["audio"]["seconds"] > 1


async def test_what_is_no_recording_any_more_is_refused(
    pbx: RealExchange, spool: Path, start_hub: StartHub, tmp_path: Path
) -> None:
    async with open_stage(pbx, partial(start_hub, env=ALWAYS), tmp_path) as stage:
        await pbx.phone("101", Answers(after=0.2))
        (spoilt,) = await speak(stage, spool / "monitor", "1004")
        spoilt.write_text("<html>somebody put this here</html>\n" * 50)
        (call,) = await audio(stage)
        assert (call["audio"]["state"], call["audio"]["reason"]) == ("refused", "not_audio")


async def speak(stage: Stage, folder: Path, to: str) -> list[Path]:
    """Somebody calls and speaks for a while; the files that the exchange wrote of it."""
    before = len(stage.calls_told())
    pbx = stage.pbx
    assert isinstance(pbx, RealExchange)
    caller = await pbx.speak(to)
    await until(lambda: sum(path.stat().st_size for path in folder.rglob("*.wav")) > SPOKEN, 30, "something recorded")
    await caller.hang_up()
    ended = lambda: [call for call in stage.calls_told() if call["state"] == "ended"]  # noqa: E731
    await stage.admin.eventually(lambda: len(ended()) == before + 1, "the call's end")
    return list(folder.rglob("*.wav"))


async def audio(stage: Stage) -> list[Entity]:
    """Each call with the one audio that it came to, the newest first."""

    async def settled() -> list[Entity] | None:
        found = []
        for call in (await stage.admin.get("/api/calls"))["items"]:
            items = (await stage.admin.get(f"/api/calls/{call['id']}/recordings"))["items"]
            found.append(call | {"audio": items[0]} if len(items) == 1 else call | {"audio": {"state": "wanted"}})
        return None if any(call["audio"]["state"] == "wanted" for call in found) else found

    found = await until(settled, 40, "audio")
    assert found is not None
    return found
