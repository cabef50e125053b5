"""Framing: what TCP does to a packet must not matter."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.packet import lower_keys
from connectors.asterisk.protocol import AmiProtocol

STREAM = (
    "Asterisk Call Manager/11.0.0\r\n"
    "Event: Newchannel\r\nCallerIDName: سارا 😀\r\nUniqueid: 1.1\r\nExten: \r\n\r\n"
    "\r\nEvent: RTCPSent\r\nUniqueid: 1.1\r\n\r\n"
    "Response: Success\r\nActionID: nobody\r\n\r\n"
    "Event: Hangup\r\nUniqueid: 1.1\r\n\r\n"
).encode()


class Wire(asyncio.Transport):
    """The other end of nothing: framing needs no socket."""

    aborted = False
    written = b""

    def write(self, data: Any) -> None:
        self.written += data

    def abort(self) -> None:
        self.aborted = True


def feed(*chunks: bytes) -> tuple[list[dict[str, str]], list[tuple[str, str]], AmiProtocol]:
    async def run() -> tuple[list[dict[str, str]], list[tuple[str, str]], AmiProtocol]:
        events: list[dict[str, str]] = []
        odd: list[tuple[str, str]] = []
        protocol = AmiProtocol(
            lambda message: events.append(lower_keys(dict(message.items()))), lambda *what: odd.append(what)
        )
        protocol.connection_made(Wire())
        for chunk in chunks:
            protocol.data_received(chunk)
        return events, odd, protocol

    return asyncio.run(run())


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_any_cut_of_the_stream_gives_the_same_packets(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(STREAM)]
    events, odd, _ = feed(*(STREAM[start:end] for start, end in pairwise(places)))
    assert [event["event"] for event in events] == ["Newchannel", "Hangup"]
    assert events[0]["calleridname"] == "سارا 😀"
    assert odd == []


def test_a_packet_without_an_end_ends_the_session() -> None:
    _, _, protocol = feed(b"Asterisk Call Manager/11.0.0\r\n", b"Event: x\r\n" * 110_000)
    assert protocol.ended.result().reason == "not_a_pbx"
    assert protocol.transport.aborted


@given(st.lists(st.binary(max_size=200), max_size=10))
def test_any_bytes_after_the_banner_are_survived(chunks: list[bytes]) -> None:
    events, _, protocol = feed(
        b"Asterisk Call Manager/11.0.0\r\n", *chunks, b"\r\n\r\nEvent: Hangup\r\nUniqueid: 7\r\n\r\n"
    )
    assert protocol.ended.done() or events[-1]["event"] == "Hangup"


def test_what_is_sent_has_no_line_ends_of_its_own() -> None:
    async def run() -> tuple[bytes, str]:
        protocol = AmiProtocol(lambda _message: None, lambda *_what: None)
        wire = Wire()
        protocol.connection_made(wire)
        action = protocol.post({"Action": "Originate", "Exten": "1\r\nApplication: System\x00"})
        return wire.written, action.id

    written, action_id = asyncio.run(run())
    assert written.decode() == f"Action: Originate\r\nActionID: {action_id}\r\nExten: 1Application: System\r\n\r\n"
