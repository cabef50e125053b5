"""The end of a call makes a wish for its audio, where the line allows it, in the call's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from connectors.asterisk.audio import AsteriskAudio
from connectors.asterisk.audio_options import AudioOptions
from hub import calls
from hub.blobs import Blobs, DirectoryStorage
from hub.calls import Numbering, Switchboard, recover
from hub.jobs.models import Job
from hub.lines import LineRules, Lines
from hub.ports import Recovered
from hub.recordings import CallRecording, Fetcher, want
from tests.hub.calls.conftest import ACCOUNT, Office
from tests.hub.calls.test_recovered import past, told
from tests.support.audio import wav


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """The hook as the hub sets it."""
    before = calls.HOOKS.ended
    calls.HOOKS.ended = want
    yield
    calls.HOOKS.ended = before


async def wishes(office: Office, name: str, record: str, line: str = "never") -> list[tuple[str, str, str | None]]:
    lines = Lines(office.db)
    if line != "never":
        lines.hold([LineRules("IR", "21", name="Support", record=line)])
    office.board = Switchboard(office.db, ACCOUNT, Numbering("IR", "21", lines, record))
    await office.play(name)
    async with office.db.read() as session:
        rows = (await session.scalars(sa.select(CallRecording).order_by(CallRecording.kind))).all()
        jobs = (await session.scalars(sa.select(Job).where(Job.kind == "recordings.fetch"))).all()
    assert len(jobs) == len(rows)
    known = {call.id for call in await office.rows("call")}
    assert {row.call_id for row in rows} <= known
    return [(row.kind, row.consent, row.mailbox) for row in rows]


async def test_an_answered_call_is_asked_for_once(office: Office) -> None:
    assert await wishes(office, "queue_answered", "always") == [("recording", "always", None)]


async def test_the_line_decides_before_the_setting(office: Office) -> None:
    assert await wishes(office, "queue_answered", "never", "with_notice") == [("recording", "with_notice", None)]


async def test_without_consent_nothing_is_asked_for(office: Office) -> None:
    assert await wishes(office, "queue_answered", "never") == []


async def test_a_message_is_asked_for(office: Office) -> None:
    assert await wishes(office, "voicemail", "always") == [("voicemail", "always", "101@default")]


@pytest.mark.parametrize("name", ["internal_call", "queue_abandoned"])
async def test_colleagues_and_calls_that_nobody_took_are_left_alone(office: Office, name: str) -> None:
    assert await wishes(office, name, "always") == []


async def recovered(office: Office, record: str, *past: Recovered) -> list[CallRecording]:
    numbering = Numbering("IR", "21", Lines(office.db), record)
    await recover(office.db, ACCOUNT, numbering, past)
    async with office.db.read() as session:
        return list((await session.scalars(sa.select(CallRecording))).all())


@pytest.mark.parametrize("kind", [past, told])
async def test_a_call_that_was_recovered_is_asked_for_as_any_other(
    kind: Callable[[], Recovered], office: Office, tmp_path: Path
) -> None:
    (wish,) = await recovered(office, "with_notice", kind())
    assert (wish.kind, wish.consent, wish.state) == ("recording", "with_notice", "wanted")
    assert len(await recovered(office, "with_notice", kind())) == 1, "once"
    (tmp_path / f"q-{min(kind().ids, key=len)}.wav").write_bytes(wav())
    source = AsteriskAudio(AudioOptions(recordings=str(tmp_path), recordings_pattern="*-{uniqueid}.*"))
    blobs = Blobs(office.db, DirectoryStorage(tmp_path / "blobs"))
    await Fetcher(office.db, blobs, {ACCOUNT: source}.get, max_bytes=200_000).fetch(wish.id, 1)
    async with office.db.read() as session:
        assert [row.state for row in await session.scalars(sa.select(CallRecording))] == ["fetched"]


async def test_recovered_calls_without_consent_or_answer_are_left_alone(office: Office) -> None:
    assert await recovered(office, "never", past(), told()) == []
    missed = past("2.1", result="missed", legs=past("2.1").legs[:1])
    inside = past("3.1", direction="internal")
    assert await recovered(office, "always", missed, inside) == []
