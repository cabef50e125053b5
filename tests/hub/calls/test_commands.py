"""Commands are told as what they are: done, refused, or begun without anybody knowing how they ended."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.send import seconds_for
from hub import events, jobs
from hub.calls import commands
from hub.calls.commands import CommandJob
from hub.db import Database, Tx, new_id
from hub.jobs import Handlers
from hub.ports import (
    AttendedTransfer,
    CallCommand,
    CancelTransfer,
    ConnectorError,
    Dial,
    HangUp,
    Hold,
    LegRef,
    NotBegun,
    Refused,
    Resume,
    Transfer,
    Uncertain,
)
from tests.support.waiting import WaitFor

LANE = "calls:pbx"
LEG = LegRef("boot", "1.2")


def a_dial() -> CommandJob:
    return CommandJob(
        command_id=new_id(), user_id=new_id(), account="pbx", action="dial", endpoint="PJSIP/101", target="102"
    )


async def result(database: Database, wait_for: WaitFor, failure: Exception | None) -> dict[str, Any]:
    """What the agent is told of a dial that ends like this."""

    begun: list[CallCommand] = []

    async def execute(account: str, command: CallCommand) -> None:
        begun.append(command)
        assert (account, command) == ("pbx", Dial("PJSIP/101", "102"))
        if failure:
            raise failure

    handlers, job = Handlers(), a_dial()
    commands.register(handlers, execute)
    workers = jobs.Workers(database, handlers)
    await workers.start()
    workers.serve(LANE)
    room = events.user_room(job.user_id)
    told: list[events.Pushed] = []

    async def is_told() -> list[events.Pushed]:
        async with database.read() as session:
            told[:] = (await events.read_forward(session, [room], "0.0")).events
        return told

    try:
        await database.write(lambda tx: commands.ask(tx, job, LANE))
        await wait_for(is_told)
    finally:
        await workers.stop(deadline=2)
    assert len(begun) == 1, "a call placed twice is worse than none"
    assert told[0].key == str(job.command_id)
    assert told[0].data is not None
    return told[0].data


@pytest.mark.parametrize(
    ("failure", "state", "code"),
    [
        (None, "done", None),
        (Refused("busy"), "failed", "refused"),
        (NotBegun("no option t"), "failed", "not_begun"),
        (Uncertain("cut off"), "failed", "uncertain"),
        (ConnectorError("not now"), "failed", "refused"),
        (TimeoutError(), "failed", "uncertain"),
        (RuntimeError("a bug"), "failed", "uncertain"),
    ],
)
async def test_who_asked_is_told_how_it_ended(
    database: Database, wait_for: WaitFor, failure: Exception | None, state: str, code: str | None
) -> None:
    told = await result(database, wait_for, failure)
    assert (told["state"], told["code"]) == (state, code)


@pytest.mark.parametrize(("reason", "code"), [("expired", "expired"), ("abandoned", "uncertain")])
async def test_only_a_command_that_never_began_is_surely_not_done(database: Database, reason: str, code: str) -> None:
    handlers, job = Handlers(), a_dial()

    async def never(_account: str, _command: CallCommand) -> None:
        raise AssertionError

    commands.register(handlers, never)
    buried = handlers.by_kind[commands.KIND].buried
    assert buried

    async def work(tx: Tx) -> list[dict[str, Any]]:
        await buried(tx, job, reason)
        return [item["data"] for item in tx.pending_events]

    (told,) = await database.write(work)
    assert (told["state"], told["code"]) == ("failed", code)


def test_the_worker_waits_longer_than_the_longest_click_to_dial() -> None:
    options = AsteriskOptions.model_validate({"host": "pbx", "username": "u", "secret": "s", "dial_timeout": 600})
    assert seconds_for(Dial("PJSIP/101", "102"), options) < commands.PATIENCE


@pytest.mark.parametrize(
    ("action", "command"),
    [
        ("transfer", Transfer(LEG, "102")),
        ("attended_transfer", AttendedTransfer(LEG, "102")),
        ("cancel_transfer", CancelTransfer(LEG)),
        ("hold", Hold(LEG)),
        ("resume", Resume(LEG)),
        ("hang_up", HangUp(LEG)),
    ],
)
def test_each_action_is_a_command_of_its_own(action: commands.Verb, command: CallCommand) -> None:
    job = CommandJob(
        command_id=new_id(), user_id=new_id(), account="pbx", action=action, boot=LEG.boot, leg=LEG.id, target="102"
    )
    assert job.command() == command
