"""Store what changed on a board, in one transaction, and log what people must see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hub import customers, events, timeline
from hub.calls import conference, models, rows
from hub.calls.contact import Contact, Numbering, facts_of, is_known, resolve
from hub.calls.hooks import tell_ended
from hub.calls.machine import Board, Call, Pop
from hub.calls.present import present_calls, present_pops
from hub.db import Tx
from hub.db.statements import update_by_id, update_rows, update_values
from hub.lines import clean_name

CALLS_ROOM = "calls"


class Recorder:
    """One account's writer. The board is left alone until ``committed`` says that the transaction is durable."""

    def __init__(
        self, board: Board, contacts: dict[UUID, Contact], numbering: Numbering, named: dict[UUID, set[UUID]]
    ) -> None:
        self.named = named  # agents who are participants of a call's interaction
        self.board = board
        self.contacts = contacts
        self.numbering = numbering
        self.saved: dict[UUID, dict[str, Any]] = {}  # the rows of legs, segments and pops as they were last stored
        self.told: dict[UUID, tuple[Any, ...]] = {}  # what the timeline says of each call
        self.further: set[UUID] = set()  # legs of further outside parties who are on the timelines
        self._resolved: dict[UUID, Contact] = {}
        self._saving: dict[UUID, dict[str, Any]] = {}
        self._telling: dict[UUID, tuple[Any, ...]] = {}
        self._naming: dict[UUID, set[UUID]] = {}
        self._joining: set[UUID] = set()

    async def store(self, tx: Tx) -> None:
        """Write every dirty call. May run more than once before ``committed``."""
        self._resolved, self._saving, self._telling, self._naming, self._joining = {}, {}, {}, {}, set()
        dirty = [self.board.calls[call] for call in self.board.dirty if call in self.board.calls]
        unknown = [call for call in dirty if self._is_unknown(call)]
        self._resolved = await resolve(tx, unknown, self.numbering) if unknown else {}
        stored = await self._calls(tx, dirty)
        await self._save(tx, models.CallLeg, [(leg, rows.leg_row(leg, call)) for call, leg in _parts(dirty, "legs")])
        segments = [(part, rows.segment_row(part, call)) for call, part in _parts(dirty, "segments")]
        await self._save(tx, models.TalkSegment, segments)
        pops = [(pop, rows.pop_row(pop, call)) for call, pop in _parts(dirty, "pops")]
        changed = await self._save_pops(tx, pops)
        await self._tell_timelines(tx, dirty, {row.id: row for row in stored})
        for call in dirty:
            await self._let_join(tx, call)
            if call.ended_at:
                await tell_ended(tx, call, self.numbering.line_of)
        await self._push(tx, stored, changed)

    def committed(self) -> None:
        """Everything is durable: remember so, and let go of calls that are over."""
        self.contacts |= self._resolved
        self.saved |= self._saving
        self.told |= self._telling
        self.named |= self._naming
        self.further |= self._joining
        for call_id in list(self.board.dirty):
            call = self.board.calls.get(call_id)
            if call is None:
                continue
            call.stored = True
            for part in _all_parts(call):
                part.mark_stored()
            if call.ended_at or call.joined_into:
                self._forget(call)
        self.board.dirty.clear()

    def contact(self, call: Call) -> Contact | None:
        """Who the call is with, as far as it is known."""
        return self._resolved.get(call.id) or self.contacts.get(call.id)

    def _forget(self, call: Call) -> None:
        self.board.forget(call)
        self.contacts.pop(call.id, None)
        self.told.pop(call.id, None)
        self.named.pop(call.id, None)
        for part in _all_parts(call):
            self.saved.pop(part.id, None)
            self.further.discard(part.id)

    def _is_unknown(self, call: Call) -> bool:
        return self.contact(call) is None and call.joined_into is None and is_known(call)

    async def _calls(self, tx: Tx, dirty: Sequence[Call]) -> list[Any]:
        """Store the calls; returns their rows as they now stand, with what others wrote into them."""
        new: list[dict[str, Any]] = []
        changed: list[tuple[UUID, dict[str, Any]]] = []
        for call in dirty:
            row = rows.call_row(call, tx.now)
            found = self._resolved.get(call.id)
            if call.stored:
                changed.append((call.id, row | (found.columns() if found else self._new_name(call))))
                continue
            contact = (found or Contact(None, False, None, None)).columns()
            later = {"notes": None, "disposition_id": None, "undisposed": False, "version": 1}
            new.append({"id": call.id} | row | contact | later)
        stored = await update_rows(tx, models.Call, changed)
        await tx.insert(models.Call, new)
        return [*stored, *(SimpleNamespace(**row) for row in new)]

    def _new_name(self, call: Call) -> dict[str, str]:
        """The caller's name as the exchange has changed it since: queues put their own before it."""
        known, leg = self.contacts.get(call.id), call.outside_leg
        if known is None or leg is None or call.direction != "inbound" or leg.name in {None, known.caller_name}:
            return {}
        name = clean_name(self.numbering.line_of(call), leg.name)
        return {"caller_name": name} if name and name != known.caller_name else {}

    async def _save(self, tx: Tx, table: Any, parts: Sequence[tuple[Any, dict[str, Any]]]) -> None:
        """Insert the new ones and update those that changed, in at most two statements."""
        new = [{"id": part.id, **row} for part, row in parts if not part.stored]
        await tx.insert(table, new)
        changed = [(part, row) for part, row in parts if part.stored and row != self.saved.get(part.id)]
        if changed:
            change = update_by_id(table, tuple(changed[0][1]))
            await change.many(tx.connection, [update_values(part.id, row) for part, row in changed])
        self._saving |= {part.id: row for part, row in parts if not part.stored or row != self.saved.get(part.id)}

    async def _save_pops(self, tx: Tx, pops: Sequence[tuple[Pop, dict[str, Any]]]) -> list[Any]:
        """Store the pops; returns the rows of those that changed, with what their agents chose."""
        new = [{"id": pop.id, **row, "aside": False, "version": 1} for pop, row in pops if not pop.stored]
        await tx.insert(models.Pop, new)
        changed = [(pop.id, row) for pop, row in pops if pop.stored and row != self.saved.get(pop.id)]
        stored = [*(SimpleNamespace(**row) for row in new), *await update_rows(tx, models.Pop, changed)]
        self._saving |= {pop.id: row for pop, row in pops if not pop.stored or row != self.saved.get(pop.id)}
        return stored

    async def _tell_timelines(self, tx: Tx, dirty: Sequence[Call], stored: Mapping[UUID, Any]) -> None:
        """The interactions follow their calls where a reader would see a difference."""
        went_on: list[timeline.Followed] = []
        over: list[tuple[Call, Contact]] = []
        for call in dirty:
            contact = self.contact(call)
            now = (call.state == "held", call.result, call.answered_at and tuple(call.agents), call.queue)
            if contact is None or contact.interaction_id is None or self.told.get(call.id) == now:
                continue
            self._telling[call.id] = now
            named = self.named.get(call.id, set())
            self._naming[call.id] = named | set(call.agents)
            if call.id not in self._resolved:  # else it was stored and pushed as it is
                facts = facts_of(call, contact.dialled, tx.now) | _chosen(stored.get(call.id))
                went_on.append(_followed(call, contact.interaction_id, facts, named))
            if call.ended_at:
                over.append((call, contact))
        await timeline.follow_calls(tx, went_on)
        await _remember(tx, over)

    async def _let_join(self, tx: Tx, call: Call) -> None:
        """Further outside parties of a conference have the call on their timelines too."""
        contact = self.contact(call)
        legs = conference.further_legs(call, self.further) if len(call.legs) > 2 else []
        if legs and contact and contact.interaction_id:
            await conference.add_parties(tx, call, contact.interaction_id, legs, self.numbering)
            self._joining |= {leg.id for leg in legs}

    async def _push(self, tx: Tx, stored: Sequence[Any], pops: Sequence[Any]) -> None:
        by_id = {row.id: row for row in stored}
        for pop in await present_pops(tx.connection, [(row, by_id[row.call_id]) for row in pops], self.numbering):
            await events.append(tx, events.user_room(pop.agent_id), events.Kind.POP, pop.id, pop.version, pop)
        for out in await present_calls(tx.connection, stored, self.numbering):
            kept = self.board.kept(out.id)
            data = out.model_dump(mode="json") if kept.id == out.id else None
            agents = kept.agents if data is None else [agent.id for agent in out.agents]
            for room in (CALLS_ROOM, *map(events.user_room, agents)):
                await events.append(tx, room, events.Kind.CALL, out.id, out.version, data)


def _followed(call: Call, interaction: UUID, facts: dict[str, Any], named: set[UUID]) -> timeline.Followed:
    new = [agent for agent in call.agents if agent not in named]
    return timeline.Followed(interaction, call.result or call.state, facts, call.agents, new)


def _chosen(row: Any) -> dict[str, Any]:
    """The result that the call was given while it went on, or that it will have none."""
    if row is None:
        return {}
    if row.disposition_id:
        return {"disposition_id": str(row.disposition_id)}
    return {"undisposed": True} if row.undisposed else {}


async def _remember(tx: Tx, over: Sequence[tuple[Call, Contact]]) -> None:
    """When the numbers and the customers of these calls were last heard of."""
    seen: dict[UUID, datetime] = {}
    heard: dict[UUID, datetime] = {}
    for call, contact in over:
        if contact.identity_id and call.ended_at:
            seen[contact.identity_id] = max(call.ended_at, seen.get(contact.identity_id, call.ended_at))
        if contact.customer_id and contact.certainty == "confirmed":
            heard[contact.customer_id] = max(call.started_at, heard.get(contact.customer_id, call.started_at))
    await customers.seen(tx, seen)
    await customers.heard_from(tx, heard)


def _all_parts(call: Call) -> list[Any]:
    return [*call.legs.values(), *call.segments, *call.pops]


def _parts(calls: Sequence[Call], name: str) -> list[tuple[Call, Any]]:
    """All legs, segments or pops of the calls, each with its call."""
    found = []
    for call in calls:
        parts = getattr(call, name)
        found += [(call, part) for part in (parts.values() if isinstance(parts, dict) else parts)]
    return found


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
