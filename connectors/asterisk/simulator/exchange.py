"""The stateful heart: channels come, change and go, and every change is told as an AMI event."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from connectors.asterisk.simulator.calls import Plan
from connectors.asterisk.simulator.model import (
    CAUSE_TEXT,
    Bridge,
    Cause,
    Channel,
    ChannelState,
    Endpoint,
    Party,
)
from connectors.asterisk.simulator.packets import Fields, format_packet

if TYPE_CHECKING:
    from connectors.asterisk.simulator.calls import Call
    from connectors.asterisk.simulator.model import Member, Queue
    from connectors.asterisk.simulator.switchboard import Switchboard

log = logging.getLogger(__name__)

Listener = Callable[[str, bytes], None]  # event class ("call", "agent" …), packet


@dataclass(frozen=True, slots=True)
class Habits:
    """How simulated people take calls that nobody planned: click to dial. Seconds."""

    desk_ring: float = 1.5  # until the agent lifts the phone
    phones_hold: bool = True  # desk phones follow the talk and hold events
    plan: Plan = field(default_factory=lambda: Plan(ring_seconds=4.0, talk_seconds=30.0))  # what the called party does


@dataclass(slots=True)
class Installation:
    """What a simulated exchange tells of itself, and what its user may do."""

    version: str = "22.0.0-simulated"
    write: frozenset[str] = frozenset({"reporting", "call", "originate", "agent"})  # classes of manager.conf
    read: frozenset[str] = frozenset({"system", "call", "agent"})
    clock_ahead: float = 0.0  # seconds


class Exchange:
    """All live channels of one simulated PBX. Belongs to one event loop."""

    def __init__(self, switchboard: Switchboard, habits: Habits) -> None:
        self.switchboard = switchboard
        self.habits = habits
        self.installation = Installation()
        self.channels: dict[str, Channel] = {}  # by name
        self.started_at = datetime.now(UTC)
        self.listeners: set[Listener] = set()
        self._counter = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def emit(self, name: str, *groups: Fields, privilege: str = "call") -> None:
        """Tell every listener."""
        if self.listeners:
            packet = format_packet([("Event", name), ("Privilege", f"{privilege},all"), *chain.from_iterable(groups)])
            for listener in tuple(self.listeners):
                listener(privilege, packet)

    def start(self, call: Call, script: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a call's script until it ends or the exchange stops."""
        task = asyncio.create_task(self._run(call, script))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run(self, call: Call, script: Coroutine[Any, Any, None]) -> None:
        try:
            await script
        except Exception:
            log.exception("simulated phone: a call broke; its channels are ended")
            for channel in [channel for channel in self.channels.values() if channel.call is call]:
                self.hang_up(channel)

    async def stop(self) -> None:
        """Drop every call without a word, as a killed PBX does."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for channel in tuple(self.channels.values()):
            self._forget(channel)
        for queue in self.switchboard.queues.values():
            queue.waiting.clear()
            for member in queue.members.values():
                member.in_call = False

    def open_channel(
        self,
        call: Call,
        endpoint: Endpoint,
        state: ChannelState,
        *,
        party: Party | None = None,
        exten: str = "s",
        root: Channel | None = None,
    ) -> Channel:
        """A new channel that shows ``party`` (the endpoint's own by default), grouped with ``root``."""
        number, self._counter = self._counter, self._counter + 1
        uniqueid = f"{int(time.time())}.{number}"
        now = asyncio.get_running_loop().time()
        name = f"{endpoint.address}-{number:08x}"
        linkedid = root.linkedid if root else uniqueid
        shown = endpoint.party if party is None else party
        channel = Channel(name, uniqueid, linkedid, endpoint, call, state, shown, exten, endpoint.context, now)
        self.channels[name] = channel
        endpoint.channels.add(channel)
        self.emit("Newchannel", channel.fields())
        return channel

    def set_state(self, channel: Channel, state: ChannelState) -> None:
        """Ringing, or picked up. Nothing happens when it is in this state already."""
        if channel.state != state:
            channel.state = state
            self.emit("Newstate", channel.fields())
            self.device_changed(channel.endpoint)

    def set_connected(self, channel: Channel, party: Party) -> None:
        """Show ``party`` at the far end."""
        channel.connected = party
        self.emit("NewConnectedLine", channel.fields())

    def run_application(self, channel: Channel, name: str, data: str = "") -> None:
        """Note what the dialplan does with a channel."""
        channel.application = (name, data)
        extra = [("Extension", channel.exten), ("Application", name), ("AppData", data)]
        self.emit("Newexten", channel.fields(), extra, privilege="dialplan")

    def dial_event(self, name: str, caller: Channel | None, callee: Channel, key: str, value: str) -> None:
        """DialBegin, DialState or DialEnd; an originated leg has no caller."""
        source = caller.fields() if caller else []
        self.emit(name, source, callee.fields("Dest"), [(key, value)])

    def open_bridge(self, *channels: Channel) -> Bridge:
        """Let these channels hear each other, in this order."""
        bridge = Bridge(str(uuid.uuid4()))
        self.emit("BridgeCreate", bridge.fields())
        for channel in channels:
            bridge.channels.append(channel)
            channel.bridge = bridge
            self.emit("BridgeEnter", bridge.fields(), channel.fields())
        return bridge

    def enter_bridge(self, bridge: Bridge, channel: Channel) -> None:
        """Let a channel hear those in a bridge too."""
        bridge.channels.append(channel)
        channel.bridge = bridge
        self.emit("BridgeEnter", bridge.fields(), channel.fields())

    def leave_bridge(self, channel: Channel) -> None:
        """Take a channel out; the bridge goes with the last one."""
        bridge, channel.bridge = channel.bridge, None
        if bridge is None:
            return
        bridge.channels.remove(channel)
        self.emit("BridgeLeave", bridge.fields(), channel.fields())
        if not bridge.channels:
            self.emit("BridgeDestroy", bridge.fields())

    def hang_up(self, channel: Channel, cause: Cause = Cause.NORMAL) -> None:
        """End a channel. Nothing happens when it is gone already."""
        if channel.name not in self.channels:
            return
        self.leave_bridge(channel)
        self._forget(channel)
        extra = [("Cause", str(int(cause))), ("Cause-txt", CAUSE_TEXT[cause])]
        self.emit("Hangup", channel.fields(), extra)
        self.device_changed(channel.endpoint)

    def device_changed(self, endpoint: Endpoint) -> None:
        """Tell the endpoint's state, in every queue that it serves too, and let waiting callers look again."""
        state = endpoint.status.name
        self.emit("DeviceStateChange", [("Device", endpoint.address), ("State", state)])
        for queue in self.switchboard.queues.values():
            if member := queue.members.get(endpoint.address):
                self.member_event("QueueMemberStatus", queue, member)
                self.wake(queue)

    def wake(self, queue: Queue) -> None:
        """Let callers who wait for a free member look again."""
        for waiting in tuple(queue.waiting):
            waiting.call.wake()

    def member_event(self, name: str, queue: Queue, member: Member) -> None:
        """QueueMemberStatus, QueueMemberPause, QueueMemberAdded or QueueMemberRemoved."""
        endpoint = member.endpoint
        fields = [("Queue", queue.name), ("MemberName", member.name), ("Interface", endpoint.address)]
        ring_in_use = [("Ringinuse", str(int(queue.ring_in_use))), ("Wrapuptime", str(member.wrap_up))]
        self.emit(name, fields, member_fields(member), ring_in_use, privilege="agent")

    def _forget(self, channel: Channel) -> None:
        self.channels.pop(channel.name, None)
        channel.endpoint.channels.discard(channel)


def member_fields(member: Member) -> list[tuple[str, str]]:
    """The headers of a queue member that events and lists share, in Asterisk's order."""
    return [
        ("StateInterface", member.endpoint.address),
        ("Membership", "dynamic" if member.dynamic else "static"),
        ("Penalty", str(member.penalty)),
        ("CallsTaken", str(member.calls_taken)),
        ("LastCall", str(member.last_call)),
        ("LastPause", str(member.last_pause)),
        ("LoginTime", str(member.login_time)),
        ("InCall", str(int(member.in_call))),
        ("Status", str(int(member.endpoint.status))),
        ("Paused", str(int(member.paused))),
        ("PausedReason", member.paused_reason),
    ]
