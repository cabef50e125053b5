"""Packets and bodies: what is written is read again, and damaged input never does worse than be refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import smpp34
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.smpp.assemble import Assembler, part_of
from connectors.smpp.fields import MalformedError
from connectors.smpp.messages import LONGEST, Address, ShortMessage, bind, read_data, read_id, read_message
from connectors.smpp.pdu import HEADER, SUBMIT_SM, BrokenStreamError, Framer, Pdu

LETTERS = st.characters(min_codepoint=1, max_codepoint=255)
OCTET = st.integers(0, 255)
ADDRESSES = st.builds(Address, st.text(st.characters(min_codepoint=1, max_codepoint=127), max_size=20), OCTET, OCTET)
MESSAGES = st.builds(
    ShortMessage, ADDRESSES, ADDRESSES, st.binary(max_size=LONGEST), OCTET, OCTET, OCTET, st.text(LETTERS, max_size=5),
    st.text(LETTERS, max_size=16), st.dictionaries(st.integers(0, 65535), st.binary(max_size=300), max_size=4),
)  # fmt: skip
PDUS = st.builds(Pdu, *[st.integers(0, 2**32 - 1)] * 3, st.binary(max_size=300))


@given(MESSAGES)
def test_a_body_is_read_as_it_was_written(message: ShortMessage) -> None:
    assert read_message(message.encode()) == message


@settings(max_examples=30)
@given(MESSAGES)
def test_another_implementation_reads_the_same(message: ShortMessage) -> None:
    theirs = smpp34.decode(Pdu(SUBMIT_SM, 0, 7, message.encode()).encode())
    assert isinstance(theirs, smpp34.SubmitSm)
    assert (theirs.short_message, theirs.esm_class, theirs.data_coding, theirs.registered_delivery) == (
        message.message, message.esm_class, message.data_coding, message.registered,
    )  # fmt: skip
    assert (theirs.source_addr, theirs.source_addr_ton) == (message.source.value, message.source.ton)
    assert {tlv.tag: tlv.value for tlv in theirs.tlvs} == message.optional


@given(st.binary(max_size=400))
def test_no_octets_do_worse_than_be_malformed(octets: bytes) -> None:
    for read in (read_message, read_data):
        try:
            read(octets)
        except MalformedError:
            continue
    read_id(octets)


@given(st.lists(PDUS, max_size=5), st.lists(st.integers(1, 400), max_size=20))
def test_a_stream_is_cut_into_its_packets_however_it_comes(packets: list[Pdu], cuts: list[int]) -> None:
    stream, framer, found = b"".join(one.encode() for one in packets), Framer(), list[Pdu]()
    for size in [*cuts, len(stream)]:
        found += framer.feed(stream[:size])
        stream = stream[size:]
    assert found == packets


@given(st.binary(max_size=600))
def test_a_broken_stream_ends_by_an_error_and_its_octets_are_kept(octets: bytes) -> None:
    framer, kept = Framer(), b"0" * HEADER.size
    try:
        while framer.feed(octets):
            octets = b""
    except BrokenStreamError as error:
        kept = error.raw
    assert len(kept) >= HEADER.size


@pytest.mark.parametrize("broken", [("hub" * 6, "pw"), ("hub", "p\0w")])
def test_a_sign_in_that_does_not_fit_is_refused(broken: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="octets"):
        bind(*broken)


def test_what_kannel_writes_is_read_and_would_be_written_the_same() -> None:
    recorded = (Path(__file__).parent / "recordings/kannel.txt").read_text().split()
    bound, *sent = Framer().feed(bytes.fromhex("".join(recorded)))
    assert bound.body == bind("kannel", "s3cr3t")
    messages = [read_message(packet.body) for packet in sent]
    assert [message.encode() for message in messages] == [packet.body for packet in sent]
    assembler, at = Assembler(60), datetime.now(UTC)
    (text,) = [one.text("gsm7") for message in messages for one in assembler.add(part_of(message), at)]
    assert text == "این پیامک بلند است و در چند بخش می\u200cرود 🌹 " * 4
