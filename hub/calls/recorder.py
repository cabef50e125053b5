"""Store what changed on a board, in one transaction, and log what people must see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from hub import events, presence, timeline
from hub.calls import models, rows
from hub.calls.contact import Contact, Numbering, is_known, resolve
from hub.calls.machine import Board, Call
from hub.calls.present import present_calls, present_pops
from hub.db import Tx

CALLS_ROOM = "calls"


class Recorder:
    """One account's writer. The board is left alone until ``committed`` says that the transaction is durable."""

    def __init__(self, board: Board, contacts: dict[UUID, Contact], numbering: Numbering) -> None:
        self.board = board
        self.contacts = contacts
        self.numbering = numbering
        self.overlays: dict[UUID, str] = {}
        self._resolved: dict[UUID, Contact] = {}
        self._overlaid: dict[UUID, str] = {}

    async def store(self, tx: Tx) -> None:
        """Write every dirty call. May run more than once before ``committed``."""
        self._resolved, self._overlaid = {}, dict(self.overlays)
        dirty = [self.board.calls[call] for call in self.board.dirty if call in self.board.calls]
        for call in dirty:
            await self._resolve(tx, call)
        await self._calls(tx, dirty)
        await self._parts(tx, dirty)
        await self._interactions(tx, dirty)
        await self._push(tx, dirty)
        await self._overlay(tx)

    def committed(self) -> None:
        """Everything is durable: remember so, and let go of calls that are over."""
        self.contacts |= self._resolved
        self.overlays = self._overlaid
        for call_id in list(self.board.dirty):
            call = self.board.calls.get(call_id)
            if call is None:
                continue
            call.stored = True
            for leg in call.legs.values():
                leg.stored = True
            for segment in call.segments:
                segment.stored = True
            for pop in call.pops:
                pop.stored, pop.changed = True, False
            if call.ended_at or call.joined_into:
                self.board.forget(call)
                self.contacts.pop(call_id, None)
        self.board.dirty.clear()

    def contact(self, call: Call) -> Contact | None:
        """Who the call is with, as far as it is known."""
        return self._resolved.get(call.id) or self.contacts.get(call.id)

    async def _resolve(self, tx: Tx, call: Call) -> None:
        if self.contact(call) is None and call.joined_into is None and is_known(call):
            self._resolved[call.id] = await resolve(tx, call, self.numbering)

    async def _calls(self, tx: Tx, dirty: Sequence[Call]) -> None:
        new, changed = [], []
        for call in dirty:
            row = {"id": call.id, **rows.call_row(call, tx.now)}
            found = self._resolved.get(call.id)
            if not call.stored:
                contact = (found or Contact(None, False, None, None)).columns()
                new.append(row | contact | {"notes": None, "version": 1})
            elif found:
                changed.append((row | found.columns(), True))
            else:
                changed.append((row, False))
        if new:
            await tx.session.execute(sa.insert(models.Call), new)
        for row, _ in changed:
            key = row.pop("id")
            statement = sa.update(models.Call).where(models.Call.id == key)
            await tx.session.execute(statement.values(version=models.Call.version + 1, **row))

    async def _parts(self, tx: Tx, dirty: Sequence[Call]) -> None:
        legs = [(leg, rows.leg_row(leg, call)) for call in dirty for leg in call.legs.values()]
        segments = [(part, rows.segment_row(part, call)) for call in dirty for part in call.segments]
        pops = [(pop, rows.pop_row(pop, call)) for call in dirty for pop in call.pops if pop.changed or not pop.stored]
        await _save(tx, models.CallLeg, legs)
        await _save(tx, models.TalkSegment, segments)
        await _save(tx, models.Pop, pops, versioned=True)

    async def _interactions(self, tx: Tx, dirty: Sequence[Call]) -> None:
        for call in dirty:
            contact = self.contact(call)
            if contact is None or contact.interaction_id is None:
                continue
            waiting, talking, held = call.seconds(tx.now)
            facts = {
                "queue": call.queue, "dialled": contact.dialled, "result": call.result, "waited": round(waiting),
                "talked": round(talking), "held": round(held), "inferred": call.inferred,
                "answered_at": call.answered_at.isoformat() if call.answered_at else None,
            }  # fmt: skip
            state = call.result or call.state
            await timeline.update_interaction(tx, contact.interaction_id, state=state, facts=facts)
            await timeline.add_agents(tx, contact.interaction_id, call.agents)
            await timeline.push_entries(tx, contact.interaction_id)

    async def _push(self, tx: Tx, dirty: Sequence[Call]) -> None:
        ids = [call.id for call in dirty]
        stored = {
            row.id: row for row in await tx.session.scalars(sa.select(models.Call).where(models.Call.id.in_(ids)))
        }
        for out in await present_calls(tx.session, list(stored.values()), self.numbering):
            gone = stored[out.id].joined_into is not None
            data = None if gone else out
            for room in (CALLS_ROOM, *(events.user_room(agent.id) for agent in out.agents)):
                await events.append(tx, room, events.Kind.CALL, out.id, out.version, data)
        changed = [pop.id for call in dirty for pop in call.pops if pop.changed or not pop.stored]
        pops = (
            list(await tx.session.scalars(sa.select(models.Pop).where(models.Pop.id.in_(changed)))) if changed else []
        )
        for pop in await present_pops(tx.session, [(row, stored[row.call_id]) for row in pops], self.numbering):
            await events.append(tx, events.user_room(pop.agent_id), events.Kind.POP, pop.id, pop.version, pop)

    async def _overlay(self, tx: Tx) -> None:
        """Agents' presence follows their calls: on a call, ringing, or what they chose themselves."""
        now = overlays(self.board)
        for agent in now.keys() | self._overlaid.keys():
            if now.get(agent) != self._overlaid.get(agent):
                await presence.overlay(tx, agent, now.get(agent))
        self._overlaid = now


def overlays(board: Board) -> dict[UUID, str]:
    """What each agent's phone does: on_call wins over ringing."""
    found: dict[UUID, str] = {}
    for call in board.calls.values():
        for leg in call.live_legs:
            if leg.agent_id and (leg.answered_at or leg.initiated):
                found[leg.agent_id] = "on_call"
        for pop in call.pops:
            if pop.ended_at is None and pop.state == "ringing":
                found.setdefault(pop.agent_id, "ringing")
    return found


async def _save(tx: Tx, table: Any, parts: Sequence[tuple[Any, dict[str, Any]]], *, versioned: bool = False) -> None:
    extra = {"version": 1, "aside": False} if versioned else {}
    new = [{"id": part.id, **row, **extra} for part, row in parts if not part.stored]
    if new:
        await tx.session.execute(sa.insert(table), new)
    old = [{"row_id": part.id, **row} for part, row in parts if part.stored]
    if not old:
        return
    names = [name for name in old[0] if name != "row_id"]
    values: dict[str, Any] = {name: sa.bindparam(f"v_{name}") for name in names}
    if versioned:
        values["version"] = table.version + 1
    statement = sa.update(table.__table__).where(table.__table__.c.id == sa.bindparam("row_id")).values(values)
    bound = [{"row_id": row["row_id"], **{f"v_{name}": row[name] for name in names}} for row in old]
    connection = await tx.session.connection()
    await connection.execute(statement, bound)
