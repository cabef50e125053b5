"""Build what the API and the live updates say of calls and pops; the same for both."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from hub.accounts import UserRef, user_refs
from hub.calls.contact import Numbering
from hub.calls.models import Call, Pop
from hub.calls.schemas import CallOut, Number, PopOut
from hub.customers import Candidate, Customer, CustomerName, display
from hub.db import Reader
from hub.text import initials
from hub.timeline import LineRef


async def present_calls(
    reader: Reader, rows: Sequence[Call], numbering: Numbering, *, past: bool = False
) -> list[CallOut]:
    """Calls with their agents and customers, in two queries; ``past``: customers as they are called now."""
    agents = await user_refs(reader, {UUID(str(agent)) for call in rows for agent in call.agent_ids})
    names = {} if past else {name.id: name for call in rows if (name := _kept_name(call))}
    missing = {call.customer_id for call in rows if call.customer_id and call.customer_id not in names}
    names |= await _customers(reader, missing)
    return [_call(call, agents, names, numbering) for call in rows]


async def present_pops(reader: Reader, rows: Sequence[tuple[Pop, Call]], numbering: Numbering) -> list[PopOut]:
    """Pops with all that their cards show, in at most one query: who it may be is kept on the call."""
    people = await user_refs(reader, {pop.answered_by for pop, _ in rows if pop.answered_by})
    return [_pop(pop, call, people, numbering) for pop, call in rows]


def read_number(call: Call, numbering: Numbering) -> Number | None:
    """The number at the other end, or None when it is withheld or unknown."""
    if call.withheld or call.number is None:
        return None
    if read := call.caller.get("read"):
        return Number(raw=call.number, **read)
    address = numbering.read(call.number)
    if address is None:
        return None
    return Number(
        raw=call.number, value=address.value, display=address.display, national=address.national,
        region=address.region, internal=False,
    )  # fmt: skip


def line_of(call: Call) -> LineRef | None:
    """The line that the call came or went over, as it was called then."""
    kept = call.caller.get("line")
    return LineRef.model_validate(kept) if kept else None


def notes_version(call: Call) -> int:
    """Tells one text of the notes from another. The call's own version will not do: it grows as the call goes on."""
    return zlib.crc32(call.notes.encode()) if call.notes else 0


def candidates_of(call: Call) -> list[Candidate]:
    """Everybody whom the number may belong to, as they were when the call came."""
    return [Candidate.model_validate(item) for item in call.caller.get("candidates", [])]


def _kept_name(call: Call) -> CustomerName | None:
    """The customer as they were called when the call came, kept on the call."""
    for one in call.caller.get("candidates", []):
        if call.customer_id and one["id"] == str(call.customer_id):
            belongs = one["organisation"]["name"] if one["organisation"] else None
            return CustomerName(id=call.customer_id, name=one["name"], initials=one["initials"], organisation=belongs)
    return None


async def _customers(reader: Reader, ids: set[UUID]) -> dict[UUID, CustomerName]:
    """Whoever stands for these customers, by the ids that the calls name."""
    if not ids:
        return {}
    root, belongs, organisation = (sa.orm.aliased(Customer) for _ in range(3))
    query = (
        sa.select(Customer.id, root.id, root.name, organisation.name)
        .join(root, root.id == Customer.root_id)
        .outerjoin(belongs, belongs.id == root.organisation_id)
        .outerjoin(organisation, organisation.id == belongs.root_id)
        .where(Customer.id.in_(list(ids)))
    )
    return {
        customer: CustomerName(id=one, name=name, initials=initials(name), organisation=home)
        for customer, one, name, home in await reader.execute(query)
    }


def _call(call: Call, agents: dict[UUID, UserRef], names: dict[UUID, CustomerName], numbering: Numbering) -> CallOut:
    plain = {name: getattr(call, name) for name in (
        "id", "account", "direction", "state", "result", "withheld", "caller_name", "dialled", "queue", "started_at",
        "waiting_since", "answered_at", "ended_at", "waiting_seconds", "talking_seconds", "held_seconds", "certainty",
        "identity_id", "interaction_id", "disposition_id", "undisposed", "notes", "inferred", "asking", "recovered",
        "version",
    )}  # fmt: skip
    taking_part = [agents[UUID(str(agent))] for agent in call.agent_ids if UUID(str(agent)) in agents]
    return CallOut(
        **plain,
        notes_version=notes_version(call),
        dialled_display=call.dialled and display(call.dialled),
        number=read_number(call, numbering),
        line=line_of(call),
        agents=taking_part,
        customer=names.get(call.customer_id) if call.customer_id else None,
        candidates=candidates_of(call) if call.certainty == "candidate" else [],
    )


def rank_for(agent: UUID, candidates: list[Candidate]) -> list[Candidate]:
    """Whoever was chosen or rang lately first, then the agent's own customers, then the others as they were."""
    owned = {one.id for one in candidates if one.owner and one.owner.id == agent and not one.likely}
    alone = len(owned) == 1 and not any(one.likely for one in candidates)
    mine = [one.model_copy(update={"why": "owner", "likely": alone}) for one in candidates if one.id in owned]
    likely = [one for one in candidates if one.likely]
    return [*likely, *mine, *(one for one in candidates if not one.likely and one.id not in owned)]


def _pop(pop: Pop, call: Call, people: dict[UUID, UserRef], numbering: Numbering) -> PopOut:
    everybody = candidates_of(call)
    chosen = next((person for person in everybody if person.id == call.customer_id), None)
    return PopOut(
        id=pop.id, call_id=call.id, agent_id=pop.user_id, offer=pop.offer, state=pop.state, queue=call.queue,
        dialled=call.dialled, dialled_display=call.dialled and display(call.dialled), started_at=pop.started_at,
        waiting_since=call.waiting_since, answered_at=pop.answered_at, ended_at=pop.ended_at,
        answered_by=people.get(pop.answered_by) if pop.answered_by else None, aside=pop.aside,
        number=read_number(call, numbering), withheld=call.withheld, caller_name=call.caller_name,
        certainty=call.certainty, customer=chosen,
        candidates=rank_for(pop.user_id, everybody) if call.certainty == "candidate" else [],
        identity_id=call.identity_id, line=line_of(call), notes=call.notes,
        notes_version=notes_version(call), version=pop.version,
    )  # fmt: skip
