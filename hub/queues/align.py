"""Brings the telephone system in line with what people chose, by one durable job a phone.

The job says only which phone: what is to be done is read when it runs, so that a late one does what is right then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
import structlog
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from hub import jobs, presence
from hub.calls import Extension, ExtensionClaim, extension_of
from hub.channels import UnknownAccount, command_lane
from hub.db import Tx
from hub.ports import JoinQueue, LeaveQueue, PauseMember, QueueCommand, Refused, RetryLater, Uncertain
from hub.presence import Choice
from hub.queues.models import Membership, PhoneStanding
from hub.queues.phones import desk_of, standing

log = structlog.get_logger(__name__)
KIND = "queues.align"
ATTEMPTS = 20
Execute = Callable[[str, QueueCommand], Awaitable[None]]


class AlignJob(BaseModel):
    """Which phone."""

    extension_id: UUID


@dataclass(frozen=True, slots=True)
class Step:
    """A command, and the membership that it is about (None: all of them)."""

    command: QueueCommand
    membership: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done now."""

    account: str
    endpoint: str
    user_id: UUID | None
    choice: Choice | None
    steps: tuple[Step, ...]


async def follow_choice(tx: Tx, user_id: UUID) -> None:
    """The user chose a presence in the hub: their phone's queues must follow."""
    extension = await extension_of(tx.session, user_id)
    if extension is None or not (await desk_of(tx.session, extension, user_id)).members:
        return
    await have_aligned(tx, extension, choice=True)


async def have_aligned(tx: Tx, extension: Extension, *, choice: bool) -> None:
    """Have the phone brought in line; ``choice``: its pause too, not just the queues that it is in."""
    if choice:
        row = await standing(tx, extension.account, extension.endpoint)
        row.pending = True
    await jobs.enqueue(
        tx, KIND, AlignJob(extension_id=extension.id), lane=command_lane(extension.account),
        key=f"{KIND}:{extension.id}", max_attempts=ATTEMPTS,
    )  # fmt: skip


def register(handlers: jobs.Handlers, execute: Execute) -> None:
    """Let the workers do it with ``execute(account, command)``."""

    @handlers.on(KIND, payload=AlignJob, lane="calls", timeout=60)
    async def align(ctx: jobs.Context, job: AlignJob) -> None:
        async with ctx.database.read() as session:
            plan = await plan_for(session, job.extension_id)
        if plan is None:
            return
        done, refused = await _carry_out(execute, plan)

        async def work(tx: Tx) -> None:
            await ctx.finish_in(tx)
            await _note(tx, plan, done, refused)

        await ctx.database.write(work)


async def plan_for(session: AsyncSession, extension_id: UUID) -> Plan | None:
    """What the phone at this extension still needs; None for one that is no more."""
    query = sa.select(Extension, ExtensionClaim.user_id).outerjoin(
        ExtensionClaim, sa.and_(ExtensionClaim.extension_id == Extension.id, ExtensionClaim.until.is_(None))
    )
    found = (await session.execute(query.where(Extension.id == extension_id))).first()
    if found is None:
        return None
    extension, user_id = found
    desk = await desk_of(session, extension, user_id)
    choice = await presence.choice_of(session, user_id) if user_id else None
    steps = [_membership_step(member, choice) for member in desk.members if _is_due(member)]
    row = await session.get(PhoneStanding, (extension.account, extension.endpoint))
    if choice is not None and row is not None and row.pending:
        inside = [member.interface for member in desk.members if member.signed_in or member.wanted]
        steps += [Step(PauseMember(name, choice.paused, choice.words)) for name in dict.fromkeys(inside)]
    return Plan(extension.account, extension.endpoint, user_id, choice, tuple(steps))


def _is_due(member: Membership) -> bool:
    return member.wanted is not None and member.wanted != member.signed_in and not (member.static and member.signed_in)


def _membership_step(member: Membership, choice: Choice | None) -> Step:
    if not member.wanted:
        return Step(LeaveQueue(member.queue, member.interface), member.id)
    paused = choice.paused if choice else False
    join = JoinQueue(member.queue, member.interface, member.state_interface, member.name, member.penalty, paused)
    return Step(join, member.id)


async def _carry_out(execute: Execute, plan: Plan) -> tuple[set[UUID], bool]:
    """The memberships that were changed, and whether the system refused something. Raises ``RetryLater``."""
    done: set[UUID] = set()
    refused = False
    for step in plan.steps:
        try:
            await execute(plan.account, step.command)
        except (Refused, UnknownAccount) as error:
            log.warning("queue_command_refused", account=plan.account, endpoint=plan.endpoint, error=str(error))
            refused = True
        except Uncertain as error:  # the next list tells whether it happened
            raise RetryLater(str(error), after=5.0) from error
        else:
            done |= {step.membership} if step.membership else set()
    return done, refused


async def _note(tx: Tx, plan: Plan, done: set[UUID], refused: bool) -> None:
    tried = [step.membership for step in plan.steps if step.membership]
    for member in await tx.session.scalars(sa.select(Membership).where(Membership.id.in_(tried))):
        if member.id in done and member.wanted is not None:
            member.signed_in = member.wanted
        member.wanted = None
    row = await standing(tx, plan.account, plan.endpoint)
    was = row.refused
    row.refused = refused
    if plan.user_id is None:
        return
    if (await presence.choice_of(tx.session, plan.user_id)) == plan.choice:
        row.pending = False  # else a newer choice waits for its own turn
    await tx.session.flush()
    if tried or was != refused:
        await presence.refresh(tx, plan.user_id)
