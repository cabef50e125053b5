"""Actions about queues and their members."""

from __future__ import annotations

import asyncio
import time

from connectors.asterisk.simulator.exchange import Exchange, member_fields
from connectors.asterisk.simulator.model import Channel, Member, Queue
from connectors.asterisk.simulator.packets import Action, Fields
from connectors.asterisk.simulator.replies import Handler, echo, fail, listing, succeed
from connectors.asterisk.simulator.session import Reply, Session

_TRUE = {"true", "yes", "1", "on"}


def _queue_add(exchange: Exchange, _session: Session, action: Action) -> Reply:
    queue = exchange.switchboard.queues.get(action.get("Queue"))
    endpoint = exchange.switchboard.station_at(action.get("Interface"))
    if queue is None:
        return fail(action, "Unable to add interface to queue: No such queue")
    if endpoint is None:
        return fail(action, "Unable to add interface: No such interface in this simulation")
    if endpoint.address in queue.members:
        return fail(action, "Unable to add interface: Already there")
    member = Member(endpoint, action.get("MemberName") or endpoint.address, int(time.time()), dynamic=True)
    member.paused = action.get("Paused").lower() in _TRUE
    member.penalty = int(penalty) if (penalty := action.get("Penalty")).isdecimal() else 0
    queue.members[endpoint.address] = member
    exchange.member_event("QueueMemberAdded", queue, member)
    exchange.wake(queue)
    return succeed(action, "Added interface to queue")


def _queue_remove(exchange: Exchange, _session: Session, action: Action) -> Reply:
    queue = exchange.switchboard.queues.get(action.get("Queue"))
    if queue is None:
        return fail(action, "Unable to remove interface from queue: No such queue")
    if (member := queue.members.get(action.get("Interface"))) is None:
        return fail(action, "Unable to remove interface: Not there")
    if not member.dynamic:
        return fail(action, "Member not dynamic")
    del queue.members[member.endpoint.address]
    exchange.member_event("QueueMemberRemoved", queue, member)
    return succeed(action, "Removed interface from queue")


def _queue_pause(exchange: Exchange, _session: Session, action: Action) -> Reply:
    paused = action.get("Paused").lower() in _TRUE
    found = [
        (queue, queue.members[action.get("Interface")])
        for queue in _wanted(exchange, action)
        if action.get("Interface") in queue.members
    ]
    if not found:
        return fail(action, "Interface not found")
    for queue, member in found:
        member.paused, member.paused_reason = paused, action.get("Reason") if paused else ""
        member.last_pause = int(time.time()) if paused else member.last_pause
        exchange.member_event("QueueMemberPause", queue, member)
        exchange.wake(queue)
    return succeed(action, f"Interface {'paused' if paused else 'unpaused'} successfully")


def _queue_status(exchange: Exchange, _session: Session, action: Action) -> Reply:
    entries: list[Fields] = []
    for queue in _wanted(exchange, action):
        entries.append(_params(queue, action))
        entries += [_member(queue, member, action) for member in queue.members.values()]
        entries += [_entry(queue, place, caller, action) for place, caller in enumerate(queue.waiting, 1)]
    return listing(action, "Queue status will follow", "QueueStatusComplete", entries)


def _wanted(exchange: Exchange, action: Action) -> list[Queue]:
    name = action.get("Queue")
    return [queue for queue in exchange.switchboard.queues.values() if not name or queue.name == name]


def _params(queue: Queue, action: Action) -> Fields:
    return [
        ("Event", "QueueParams"),
        ("Queue", queue.name),
        ("Max", "0"),
        ("Strategy", "ringall"),
        ("Calls", str(len(queue.waiting))),
        ("Holdtime", "0"),
        ("TalkTime", "0"),
        ("Completed", str(queue.completed)),
        ("Abandoned", str(queue.abandoned)),
        ("ServiceLevel", "0"),
        ("ServicelevelPerf", "0.0"),
        ("ServicelevelPerf2", "0.0"),
        ("Weight", "0"),
        *echo(action),
    ]


def _member(queue: Queue, member: Member, action: Action) -> Fields:
    place = [("Event", "QueueMember"), ("Queue", queue.name), ("Name", member.name)]
    location = [("Location", member.endpoint.address), *member_fields(member), ("Wrapuptime", str(member.wrap_up))]
    return [*place, *location, *echo(action)]


def _entry(queue: Queue, position: int, caller: Channel, action: Action) -> Fields:
    waited = int(asyncio.get_running_loop().time() - caller.started)
    return [
        ("Event", "QueueEntry"),
        ("Queue", queue.name),
        ("Position", str(position)),
        ("Channel", caller.name),
        ("Uniqueid", caller.uniqueid),
        ("CallerIDNum", caller.caller.number),
        ("CallerIDName", caller.caller.name),
        ("ConnectedLineNum", caller.connected.number),
        ("ConnectedLineName", caller.connected.name),
        ("Wait", str(waited)),
        ("Priority", "0"),
        *echo(action),
    ]


HANDLERS: dict[str, Handler] = {
    "queueadd": _queue_add,
    "queueremove": _queue_remove,
    "queuepause": _queue_pause,
    "queuestatus": _queue_status,
}
