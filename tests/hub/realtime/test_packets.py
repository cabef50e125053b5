"""What goes to a page is what the library would have written, letters as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import ACK, EVENT, Packet

from hub.realtime.packets import TextPacket

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))


@given(VALUES, st.sampled_from([EVENT, ACK]))
def test_it_reads_as_the_librarys_own(value: Any, kind: int) -> None:
    ours = TextPacket(kind, data=["event", value], namespace="/", id=7).encode()
    theirs = Packet(kind, data=["event", value], namespace="/", id=7).encode()
    assert ours[:2] == theirs[:2] == f"{kind}7"
    assert json.loads(ours[2:]) == json.loads(theirs[2:])
    assert TextPacket(encoded_packet=ours).data == ["event", value]


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
def test_half_a_letter_is_sent_back_as_it_came(half: str) -> None:
    packet = TextPacket(EVENT, data=["event", {"room": half}], namespace="/").encode()
    packet.encode()  # a socket can send it
    assert json.loads(packet[1:]) == ["event", {"room": half}]
