"""Queue members and phones, as Asterisk 16 and 22 told them, and as anything might."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.packet import Headers, lower_keys, read_headers
from connectors.asterisk.queue_actions import check_queue_answer, queue_action
from connectors.asterisk.queues import EVENTS, IncompleteQueuesError, QueueBook, phones_in, read_queues, whose
from hub.ports import (
    JoinQueue,
    LeaveQueue,
    MemberGone,
    MemberSeen,
    PauseMember,
    PhoneSeen,
    QueueCommand,
    QueueFact,
    QueuesSnapshot,
    Refused,
)

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
FOLDER = Path(__file__).parent / "recordings" / "queues"
VERSIONS = ["asterisk-16", "asterisk-22"]


def packets(name: str) -> Iterator[Headers]:
    for block in (FOLDER / f"{name}.raw").read_bytes().decode().split("\r\n\r\n"):
        yield read_headers(block)


def answer(name: str, action: str) -> list[Headers]:
    return [packet for packet in packets(name) if packet.get("actionid") == action]


def member_event(event: str, paused: str = "0", reason: str = "", queue: str = "support") -> Headers:
    found = {"Event": event, "Queue": queue, "Interface": "PJSIP/101", "Paused": paused, "PausedReason": reason}
    return lower_keys(found)


def device(endpoint: str, state: str) -> Headers:
    return lower_keys({"Event": "DeviceStateChange", "Device": endpoint, "State": state})


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_is_read_whole(version: str) -> None:
    found = read_queues(answer(version, "a2"), "boot", AT)
    assert found.queues == ("sales", "support")
    drawn = sorted((m.queue, m.interface, m.endpoint, m.name, m.static, m.paused) for m in found.members)
    assert drawn == [
        ("sales", "PJSIP/101", "PJSIP/101", "Agent One", True, False),
        ("sales", "PJSIP/102", "PJSIP/102", "Agent Two", True, False),
        ("support", "PJSIP/101", "PJSIP/101", "Agent One", True, False),
    ]
    assert phones_in(answer(version, "a2")) == {"PJSIP/101": True, "PJSIP/102": True}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_told_of_pauses_and_members(version: str) -> None:
    book, told = QueueBook(), []
    book.learn(read_queues(answer(version, "a2"), "boot", AT), {})
    book.take()
    for packet in packets(version):
        if packet.get("event") in EVENTS and book.follow(packet, AT):
            told += [_drawn(fact) for fact in book.take()]
    assert told == [
        "support PJSIP/101 lunch", "sales PJSIP/101 lunch",
        "support PJSIP/101 lunch", "sales PJSIP/101 lunch",  # asked for twice: the times differ
        "support PJSIP/101 free", "sales PJSIP/101 free", "support PJSIP/101 Doctor",
        "support Local/102@from-queue/n paused 3", "support Local/102@from-queue/n paused 5",
        "support Local/102@from-queue/n gone",
    ]  # fmt: skip


def _drawn(fact: QueueFact) -> str:
    if isinstance(fact, MemberGone):
        return f"{fact.queue} {fact.interface} gone"
    assert isinstance(fact, MemberSeen)
    member = fact.member
    state = (member.reason or "paused") if member.paused else "free"
    return f"{member.queue} {member.interface} {state}" + (f" {member.penalty}" if member.penalty else "")


@pytest.mark.parametrize("version", VERSIONS)
def test_answers_that_mean_that_it_is_so(version: str) -> None:
    for action in ("a3", "a5", "a7", "a8", "a13", "a14", "a15"):  # done, already there, not there, not a member
        check_queue_answer(answer(version, action)[0])
    for action, words in (("a10", "No such queue"), ("a11", "Member not dynamic"), ("a16", "Permission denied")):
        with pytest.raises(Refused, match=words):
            check_queue_answer(answer(version, action)[0])


def test_a_list_that_was_cut_is_not_believed() -> None:
    whole = answer("asterisk-22", "a2")
    with pytest.raises(IncompleteQueuesError):
        read_queues(whole[:-1], "boot", AT)
    with pytest.raises(IncompleteQueuesError):
        read_queues([*whole[:2], *whole[3:]], "boot", AT)


@pytest.mark.parametrize(
    ("interface", "state_interface", "expected"),
    [
        ("PJSIP/101", "PJSIP/101", ("PJSIP/101", None)),
        ("Local/101@from-queue/n", "PJSIP/101", ("PJSIP/101", None)),
        ("Local/101@from-queue/n", "hint:101@ext-local", (None, "101")),
        ("Local/101@from-queue/n", "Local/101@from-queue/n", (None, "101")),
        ("SIP/101", "", ("SIP/101", None)),
        ("Custom:nobody", "", (None, None)),
    ],
)
def test_whose_phone_a_member_is(interface: str, state_interface: str, expected: tuple[str | None, str | None]) -> None:
    assert whose(interface, state_interface) == expected


def test_an_echo_is_told_from_a_pause_at_the_phone() -> None:
    book = QueueBook()
    book.expect("PJSIP/101", True, "lunch", AT)
    assert _asked(book, "1", "lunch") is True
    assert _asked(book, "0", "") is False  # somebody at the phone
    assert _asked(book, "1", "lunch") is False  # and paused again: asked for once only


def test_echoes_of_two_commands_come_late_and_in_order() -> None:
    book = QueueBook()
    book.expect("PJSIP/101", True, "lunch", AT)
    book.expect("PJSIP/101", False, "", AT)
    assert [_asked(book, "1", "lunch"), _asked(book, "0", ""), _asked(book, "1", "lunch")] == [True, True, False]


def test_an_echo_that_never_came_is_forgotten() -> None:
    book = QueueBook()
    book.expect("PJSIP/101", True, "lunch", AT - timedelta(minutes=1))
    assert _asked(book, "1", "lunch") is False


def _asked(book: QueueBook, paused: str, reason: str) -> bool:
    book.follow(member_event("QueueMemberPause", paused, reason), AT)
    (fact,) = book.take()
    assert isinstance(fact, MemberSeen)
    return fact.asked


def test_only_a_phone_that_comes_or_goes_is_told() -> None:
    book = QueueBook()
    states = ["NOT_INUSE", "RINGING", "INUSE", "UNAVAILABLE", "INVALID", "UNKNOWN", "NOT_INUSE"]
    assert [book.follow(device("PJSIP/101", state), AT) for state in states] == [
        True, False, False, True, False, False, True,
    ]  # fmt: skip
    assert not book.follow(device("Queue:support", "INUSE"), AT)
    assert not book.follow(device("Local/101@from-queue/n", "INUSE"), AT)


def test_what_could_not_be_told_waits_and_what_is_newer_wins() -> None:
    book = QueueBook()
    book.follow(member_event("QueueMemberPause", "1", "lunch"), AT)
    waiting = book.take()
    book.follow(member_event("QueueMemberPause", "0"), AT)
    book.give_back(waiting)
    (fact,) = book.take()
    assert isinstance(fact, MemberSeen)
    assert not fact.member.paused


def test_a_new_list_takes_the_place_of_what_waits() -> None:
    book = QueueBook()
    book.follow(member_event("QueueMemberPause", "1", "lunch"), AT)
    book.follow(device("PJSIP/101", "UNAVAILABLE"), AT)
    book.learn(read_queues(answer("asterisk-22", "a2"), "boot", AT), {})
    assert [type(fact) for fact in book.take()] == [QueuesSnapshot, PhoneSeen]


@pytest.mark.parametrize(
    ("command", "action"),
    [
        (PauseMember("PJSIP/101", True, "lunch"),
         {"Action": "QueuePause", "Interface": "PJSIP/101", "Paused": "true", "Reason": "lunch"}),
        (PauseMember("PJSIP/101", False, "lunch"),
         {"Action": "QueuePause", "Interface": "PJSIP/101", "Paused": "false"}),
        (LeaveQueue("support", "Local/101@from-queue/n"),
         {"Action": "QueueRemove", "Queue": "support", "Interface": "Local/101@from-queue/n"}),
        (JoinQueue("support", "PJSIP/101", "hint:101@ext-local", "Sara", 3, paused=True),
         {"Action": "QueueAdd", "Queue": "support", "Interface": "PJSIP/101", "Penalty": "3", "Paused": "true",
          "StateInterface": "hint:101@ext-local", "MemberName": "Sara"}),
    ],
)  # fmt: skip
def test_the_actions(command: QueueCommand, action: dict[str, str]) -> None:
    assert queue_action(command) == action


@pytest.mark.parametrize("interface", ["", "101", "PJSIP/101&PJSIP/102", "Local/s@x,1,System(rm)", "PJSIP/1\r\nX: y"])
def test_an_interface_that_could_do_more_than_ring_is_refused(interface: str) -> None:
    with pytest.raises(Refused):
        queue_action(LeaveQueue("support", interface))


HEADER = st.sampled_from(
    ["Queue", "Interface", "Location", "Paused", "PausedReason", "LastPause", "Penalty", "Wrapuptime", "Device",
     "State", "StateInterface", "Membership", "MemberName"]
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), st.dictionaries(HEADER, st.text(max_size=30))), max_size=20))
def test_no_packet_breaks_the_book(told: list[tuple[str, dict[str, str]]]) -> None:
    book = QueueBook()
    for event, headers in told:
        book.follow(lower_keys({"Event": event, **headers}), AT)
    for fact in book.take():
        if isinstance(fact, MemberSeen):
            assert fact.member.queue
            assert fact.member.interface
            assert 0 <= fact.member.penalty <= 1_000_000
