"""The end of a call makes a wish for its audio, where the line allows it, in the call's own transaction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from hub import calls
from hub.calls import Numbering, Switchboard
from hub.jobs.models import Job
from hub.lines import LineRules, Lines
from hub.recordings import CallRecording, want
from tests.hub.calls.conftest import ACCOUNT, Office


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
