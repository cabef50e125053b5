"""Call commands: enqueued in the transaction that asks for them, carried out once, by the account's owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hub import events, jobs
from hub.accounts import Permission
from hub.calls.models import Call, CallLeg
from hub.channels import can_hold
from hub.db import Tx, new_id
from hub.lines import LineRules, dial_on
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
    Resume,
    Transfer,
    Uncertain,
    Unheeded,
)
from hub.web import Conflict, Invalid, Principal

KIND = "calls.command"
LIFETIME = timedelta(seconds=10)  # a call placed later than this surprises everybody
PATIENCE = 700.0  # seconds; connectors give up sooner: click to dial waits until the agent's own phone is picked up
BEGUN = frozenset({"failed", "abandoned"})  # jobs that were given up after they had begun: it may have happened
Verb = Literal["dial", "hang_up", "transfer", "attended_transfer", "cancel_transfer", "hold", "resume"]
Execute = Callable[[str, CallCommand], Awaitable[None]]


class CommandJob(BaseModel):
    """What the worker needs to carry a command out and to tell who asked."""

    command_id: UUID
    user_id: UUID
    account: str
    action: Verb
    endpoint: str | None = None
    target: str | None = None
    boot: str | None = None
    leg: str | None = None

    def command(self) -> CallCommand:
        """The port's command."""
        if self.action == "dial":
            return Dial(self.endpoint or "", self.target or "")
        leg = LegRef(self.boot or "", self.leg or "")
        match self.action:
            case "hang_up":
                return HangUp(leg)
            case "hold":
                return Hold(leg)
            case "resume":
                return Resume(leg)
            case "cancel_transfer":
                return CancelTransfer(leg)
            case "attended_transfer":
                return AttendedTransfer(leg, self.target or "")
        return Transfer(leg, self.target or "")


async def ask(tx: Tx, job: CommandJob, lane: str) -> UUID:
    """Enqueue the command; its result comes as a ``command`` event."""
    await jobs.enqueue(tx, KIND, job, lane=lane, expires_at=LIFETIME, max_attempts=1)
    return job.command_id


def register(handlers: jobs.Handlers, execute: Execute) -> None:
    """Let the workers carry commands out with ``execute(account, command)``."""

    async def buried(tx: Tx, job: CommandJob, reason: str) -> None:
        await _tell(tx, job, "failed", "uncertain" if reason in BEGUN else reason, None)

    @handlers.on(KIND, payload=CommandJob, lane="calls", timeout=PATIENCE, buried=buried)
    async def carry_out(ctx: jobs.Context, job: CommandJob) -> None:
        state, code, detail = "done", None, None
        try:
            await execute(job.account, job.command())
        except ConnectorError as error:
            state, detail = "failed", str(error)
            code = _code_of(error)

        async def work(tx: Tx) -> None:
            await ctx.finish_in(tx)
            await _tell(tx, job, state, code, detail)

        await ctx.database.write(work)


async def _tell(tx: Tx, job: CommandJob, state: str, code: str | None, detail: str | None) -> None:
    data = {"id": str(job.command_id), "action": job.action, "state": state, "code": code, "detail": detail}
    await events.append(tx, events.user_room(job.user_id), events.Kind.COMMAND, job.command_id, 1, data)


def dialable(text: str, line: LineRules, field: str) -> str:
    """What the PBX is asked to dial on the line: an extension, or a number as its rule says. Raises ``Invalid``."""
    target = dial_on(line, text).dial
    if target is None:
        raise Invalid.field(field, "phone", "This is not a number that can be called.")
    return target


def _code_of(error: ConnectorError) -> str:
    if isinstance(error, Uncertain):
        return "uncertain"
    if isinstance(error, Unheeded):
        return "unheeded"
    return "not_begun" if isinstance(error, NotBegun) else "refused"


async def leg_of(session: AsyncSession, user: Principal, call: Call) -> CallLeg:
    """The leg that a command of this user works on: their own, or an agent's for those who see all calls.

    Raises ``Conflict`` when there is none to act on.
    """
    query = sa.select(CallLeg).where(CallLeg.call_id == call.id, CallLeg.ended_at.is_(None), CallLeg.party == "station")
    legs = list(await session.scalars(query.order_by(CallLeg.answered_at.nulls_last(), CallLeg.id)))
    mine = [leg for leg in legs if leg.user_id == user.id]
    usable = mine or (legs if user.may(Permission.CALLS_READ_ALL) else [])
    if not usable:
        raise Conflict("You are not on this call, or it is over.", code="not_on_call")
    return usable[0]


async def own_phone(session: AsyncSession, user: Principal, call: Call) -> CallLeg:
    """The user's own leg, where they talk and the phone can be asked to hold. Raises ``Conflict``."""
    leg = await leg_of(session, user, call)
    if leg.user_id != user.id:
        raise Conflict("You are not on this call.", code="not_on_call")
    if leg.answered_at is None:
        raise Conflict("Answer the call first.", code="not_answered")
    if not await can_hold(session, call.account):
        raise Conflict("Hold from the page is switched off for this telephone system.", code="hold_off")
    return leg


def new_job(user: Principal, account: str, action: Verb, **values: str) -> CommandJob:
    """A command with a fresh id."""
    return CommandJob(command_id=new_id(), user_id=user.id, account=account, action=action, **values)
