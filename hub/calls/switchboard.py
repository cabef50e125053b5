"""Take facts about legs from one account, in order, and keep its calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog
from pydantic import TypeAdapter

from hub import parked, timeline
from hub.calls.boards import ended_legs, load_board
from hub.calls.contact import Numbering
from hub.calls.extensions import sitting_at, watched
from hub.calls.machine import apply, reconcile
from hub.calls.phone_presence import PhonePresence
from hub.calls.recorder import Recorder, overlays
from hub.db import Database, Lane, StoreUnavailable, Tx
from hub.jobs import cause_of
from hub.leases import Guard, LeaseLost
from hub.ports import CallEvent, LegsSnapshot, LegStarted, Party
from hub.presence import overlaid

log = structlog.get_logger(__name__)
Fact = CallEvent | LegsSnapshot
Check = Callable[[Tx], Awaitable[None]]
PARKED = "calls.fact"


class Switchboard:
    """The calls of one connector account. Only the node that holds the account's lease may use it."""

    def __init__(self, db: Database, account: str, numbering: Numbering) -> None:
        self.db = db
        self.account = account
        self.numbering = numbering
        self._recorder: Recorder | None = None
        self.presence = PhonePresence(db)
        self._lock = asyncio.Lock()

    async def receive(self, facts: Sequence[Fact], guard: Check | None = None) -> None:
        """Apply and store ``facts`` as one transaction; returns after the commit.

        A batch that cannot be stored is tried fact by fact, so that one bad fact costs only itself.
        Raises ``StoreUnavailable`` when nothing can be stored now.
        """
        async with self._lock:
            try:
                await self._batch(facts, guard)
            except (StoreUnavailable, LeaseLost):
                raise
            except Exception:
                log.exception("batch_refused", account=self.account, facts=len(facts))
                await self._one_by_one(facts, guard)

    def drop(self) -> None:
        """Forget what is in memory; the next facts start from the store."""
        self._recorder = None

    async def _one_by_one(self, facts: Sequence[Fact], guard: Check | None) -> None:
        for fact in facts:
            try:
                await self._bury_ended(fact)
                await self._batch([fact], guard)
            except (StoreUnavailable, LeaseLost):
                raise
            except Exception as error:
                if len(facts) == 1:
                    raise
                log.exception("fact_refused", account=self.account, fact=type(fact).__name__)
                await self._park(fact, error)

    async def _batch(self, facts: Sequence[Fact], guard: Check | None) -> None:
        recorder = await self._load()
        stations = _stations(facts)

        async def work(tx: Tx) -> None:
            along = guard if stations and isinstance(guard, Guard) else None
            if guard is not None and along is None:
                await guard(tx)
            if stations:  # applied again when the transaction is, which changes nothing
                _apply(recorder, facts, await sitting_at(tx, self.account, stations, along))
            await recorder.store(tx)

        try:
            if not stations:
                _apply(recorder, facts, {})
            if stations or recorder.board.dirty:
                await self.db.write(work, lane=Lane.CALLS)
                recorder.committed()
                self.presence.follow(overlays(recorder.board))
        except BaseException:
            self.drop()
            raise

    async def _bury_ended(self, fact: Fact) -> None:
        """A leg that the store knows as over stays over; else its name, stored twice, would refuse a whole snapshot."""
        refs = [leg.leg for leg in _started(fact)]
        board = (await self._load()).board
        async with self.db.read() as session:
            for ref in await ended_legs(session, self.account, refs):
                board.bury(ref)

    async def _park(self, fact: Fact, error: Exception) -> None:
        """Show what could not be stored. It is not tried again: its call went on, and is over by then."""
        payload = {
            "fact": type(fact).__name__,
            **TypeAdapter(type(fact)).dump_python(fact, mode="json", warnings=False),
        }
        cause, detail = cause_of(error), f"{type(error).__name__}: {error}"

        async def work(tx: Tx) -> None:
            await parked.park(tx, PARKED, payload, reason="failed", cause=cause, detail=detail, account=self.account)

        try:
            await self.db.write(work)
        except Exception:  # it is in the log; the facts after it must not wait
            log.exception("fact_not_parked", account=self.account)

    async def _load(self) -> Recorder:
        if self._recorder is None:
            async with self.db.read() as session:
                board, contacts = await load_board(session, self.account)
                named = await timeline.named_agents(
                    session, {c.interaction_id: call for call, c in contacts.items() if c.interaction_id}
                )
                self.presence.start_from(await watched(session, self.account, await overlaid(session)))
            self._recorder = Recorder(board, contacts, self.numbering, named)
        return self._recorder


def _apply(recorder: Recorder, facts: Sequence[Fact], agents: dict[str, UUID]) -> None:
    for fact in facts:
        if isinstance(fact, LegsSnapshot):
            reconcile(recorder.board, fact, agents)
        else:
            apply(recorder.board, fact, agents)


def _stations(facts: Sequence[Fact]) -> set[str]:
    """The phones that come up in these facts; who sits there must be asked."""
    return {leg.endpoint for fact in facts for leg in _started(fact) if leg.party is Party.STATION}


def _started(fact: Fact) -> list[LegStarted]:
    if isinstance(fact, LegsSnapshot):
        return [item.started for item in fact.legs]
    return [fact] if isinstance(fact, LegStarted) else []
