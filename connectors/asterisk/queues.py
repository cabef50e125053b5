"""Pure: what AMI says of queue members and phones → what the hub must know of them now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from connectors.asterisk.endpoints import ENDPOINT_LENGTH
from connectors.asterisk.packet import lower_keys
from connectors.asterisk.text import clean
from hub.ports import MemberGone, MemberSeen, PhoneSeen, QueueFact, QueueMember, QueuesSnapshot

QUEUE_LENGTH = 128
INTERFACE_LENGTH = 200
MOST = 20_000  # members, and phones, of one PBX
ECHO_SECONDS = 30.0  # within which the PBX tells of the pause that it was asked for

_MEMBER_EVENTS = frozenset({"QueueMemberAdded", "QueueMemberPause", "QueueMemberPenalty"})
EVENTS = _MEMBER_EVENTS | {"QueueMemberRemoved", "DeviceStateChange", "Reload"}
# "Local/101@from-queue/n" and "hint:101@ext-local" stand for the phone of extension 101.
_STANDS_FOR = re.compile(r"(?:Local/|hint:)(\w+)@\S*", re.IGNORECASE)
_REAL = re.compile(
    r"(?!Local/|hint:|Custom:|Queue:|Agent:|confbridge:|MeetMe:|park:)[A-Za-z0-9]+/[^\s,]+", re.IGNORECASE
)
_AWAY = frozenset({"UNAVAILABLE", "INVALID"})
_STATUS_AWAY = frozenset({"4", "5"})  # the same in a list of members


class IncompleteQueuesError(ValueError):
    """The list of queues has no end, or another number of entries than announced."""


def whose(interface: str, state_interface: str) -> tuple[str | None, str | None]:
    """The endpoint that a member rings or, where only that is told, its extension's number."""
    for name in (state_interface, interface):
        if _REAL.fullmatch(name):
            return name[:ENDPOINT_LENGTH], None
    for name in (state_interface, interface):
        if found := _STANDS_FOR.fullmatch(name):
            return None, found[1][:20]
    return None, None


def read_member(packet: Mapping[str, str]) -> QueueMember | None:
    """The member in an event or a list's entry; None when it lacks what names one."""
    queue = clean(packet.get("queue", ""), QUEUE_LENGTH)
    interface = clean(packet.get("interface", "") or packet.get("location", ""), INTERFACE_LENGTH)
    if not queue or not interface:
        return None
    state_interface = clean(packet.get("stateinterface", ""), INTERFACE_LENGTH)
    endpoint, number = whose(interface, state_interface)
    paused = packet.get("paused", "").strip() == "1"
    return QueueMember(
        queue=queue, interface=interface, endpoint=endpoint, number=number,
        name=clean(packet.get("membername", "") or packet.get("name", ""), 80),
        state_interface=state_interface, static=packet.get("membership", "").strip().lower() != "dynamic",
        penalty=_number(packet.get("penalty", ""), 1_000_000), paused=paused,
        reason=clean(packet.get("pausedreason", "") or packet.get("reason", ""), 80) if paused else "",
        paused_at=_moment(packet.get("lastpause", "")) if paused else None,
        wrap_up=_number(packet.get("wrapuptime", ""), 3_600),
    )  # fmt: skip


def read_queues(answer: Sequence[Mapping[str, object]], boot: str, at: datetime) -> QueuesSnapshot:
    """A whole answer to QueueStatus. Raises ``IncompleteQueuesError``."""
    packets = [lower_keys(packet) for packet in answer]
    listed = [packet for packet in packets if packet.get("event", "").startswith("Queue")]
    end = [packet for packet in listed if packet.get("event") == "QueueStatusComplete"]
    announced = end[0].get("listitems", "").strip() if end else ""
    if not end or announced not in {"", str(len(listed) - 1)}:
        raise IncompleteQueuesError(f"{len(listed)} entries, {announced or 'no number'} announced")
    queues = {clean(p.get("queue", ""), QUEUE_LENGTH) for p in listed if p.get("event") == "QueueParams"}
    found = [read_member(packet) for packet in listed if packet.get("event") == "QueueMember"]
    members = {(m.queue, m.interface): m for m in found if m is not None}
    queues |= {queue for queue, _ in members}
    return QueuesSnapshot(at, boot, tuple(sorted(queues - {""})), tuple(list(members.values())[:MOST]))


def phones_in(answer: Iterable[Mapping[str, object]]) -> dict[str, bool]:
    """Which of the phones in a list of members can be reached, by endpoint."""
    found: dict[str, bool] = {}
    for packet in map(lower_keys, answer):
        member = read_member(packet) if packet.get("event") == "QueueMember" else None
        status = packet.get("status", "").strip()
        if member and member.endpoint and status not in {"", "0"}:
            found[member.endpoint] = status not in _STATUS_AWAY
    return found


def _number(text: str, most: int) -> int:
    text = text.strip()
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _moment(text: str) -> datetime | None:
    seconds = _number(text, 2**33)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


class QueueBook:
    """The PBX's members and phones as they stand, and what of that the hub has not been told yet.

    State takes the place of what waited before, so that a store that is away costs no memory.
    """

    def __init__(self) -> None:
        self._members: dict[tuple[str, str], QueueMember] = {}
        self._phones: dict[str, bool] = {}
        self._waiting: dict[tuple[str, ...], QueueFact] = {}
        self._asked: dict[str, list[tuple[bool, str, datetime, set[str]]]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def learn(self, snapshot: QueuesSnapshot, phones: Mapping[str, bool]) -> None:
        """Start from a whole list."""
        self._members = {(member.queue, member.interface): member for member in snapshot.members}
        self._waiting = {key: fact for key, fact in self._waiting.items() if key[0] == "phone"}
        self._waiting[("all",)] = snapshot
        for endpoint, reachable in phones.items():
            self._phone(endpoint, reachable, snapshot.at)

    def expect(self, interface: str, paused: bool, reason: str, at: datetime) -> None:
        """The PBX is about to be asked for this pause: when it tells so, that is nobody else's doing."""
        kept = [item for item in self._asked.get(interface, []) if (at - item[2]).total_seconds() < ECHO_SECONDS]
        self._asked[interface] = [*kept, (paused, reason if paused else "", at, set())]

    def follow(self, packet: Mapping[str, str], at: datetime) -> bool:
        """Learn from an event (keys in lower case); whether there is something to tell."""
        event = packet.get("event", "")
        if event == "DeviceStateChange":
            return self._device(packet, at)
        member = read_member(packet)
        if member is None or event == "Reload":
            return False
        key = (member.queue, member.interface)
        if event == "QueueMemberRemoved":
            self._members.pop(key, None)
            self._waiting[("member", *key)] = MemberGone(at, *key)
            return True
        before = self._members.get(key)
        if before is None and len(self._members) >= MOST:
            return False
        if event == "QueueMemberPenalty" and before is not None:  # tells hardly more than the penalty
            member = replace(before, penalty=member.penalty)
        self._members[key] = member
        if member == before:
            return False
        asked = event == "QueueMemberPause" and self._is_asked(member, at)
        self._waiting[("member", *key)] = MemberSeen(at, member, asked)
        return True

    def take(self) -> list[QueueFact]:
        """What the hub must be told, a whole list first; ``give_back`` it when that fails."""
        facts, self._waiting = list(self._waiting.values()), {}
        return sorted(facts, key=lambda fact: not isinstance(fact, QueuesSnapshot))

    def give_back(self, facts: Iterable[QueueFact]) -> None:
        """These could not be told; what came meanwhile is newer."""
        if ("all",) in self._waiting:
            facts = [fact for fact in facts if isinstance(fact, PhoneSeen)]
        self._waiting = {_key(fact): fact for fact in facts} | self._waiting

    def _device(self, packet: Mapping[str, str], at: datetime) -> bool:
        endpoint, state = clean(packet.get("device", ""), ENDPOINT_LENGTH), packet.get("state", "").strip().upper()
        if not _REAL.fullmatch(endpoint) or state in {"", "UNKNOWN"}:
            return False
        return self._phone(endpoint, state not in _AWAY, at)

    def _phone(self, endpoint: str, reachable: bool, at: datetime) -> bool:
        known = self._phones.get(endpoint)
        if known == reachable or (known is None and len(self._phones) >= MOST):
            return False
        self._phones[endpoint] = reachable
        self._waiting[("phone", endpoint)] = PhoneSeen(at, endpoint, reachable)
        return True

    def _is_asked(self, member: QueueMember, at: datetime) -> bool:
        """Whether this is what was asked for, in this queue for the first time since."""
        items = self._asked.get(member.interface, [])
        for place, (paused, reason, asked_at, told) in enumerate(items):
            if (paused, reason) != (member.paused, member.reason) or member.queue in told:
                continue
            if (at - asked_at).total_seconds() < ECHO_SECONDS:
                for earlier in items[: place + 1]:  # what was asked for before has been overtaken here
                    earlier[3].add(member.queue)
                return True
        return False


def _key(fact: QueueFact) -> tuple[str, ...]:
    match fact:
        case MemberSeen():
            return ("member", fact.member.queue, fact.member.interface)
        case MemberGone():
            return ("member", fact.queue, fact.interface)
        case PhoneSeen():
            return ("phone", fact.endpoint)
    return ("all",)
