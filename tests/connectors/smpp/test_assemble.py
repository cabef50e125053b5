"""Messages put together from parts: in any order, doubled, with a reference used anew, with one that stays away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.smpp import assemble
from connectors.smpp.assemble import Assembler, Part, part_of
from connectors.smpp.fields import MalformedError
from connectors.smpp.messages import UDHI, Address, ShortMessage
from connectors.smpp.repeats import REPEATED_SECONDS, Repeats
from connectors.smpp.segments import header, split

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
THEM = Address("98912")


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=600), st.randoms(use_true_random=False))
def test_parts_in_any_order_and_doubled_are_the_text(text: str, dice: object) -> None:
    segments = split(text, "gsm7")
    count = len(segments.parts)
    sent = [ShortMessage(THEM, THEM, header(5, count, index) + part, UDHI, segments.coding)
            for index, part in enumerate(segments.parts, 1)]  # fmt: skip
    dice.shuffle(sent)  # type: ignore[attr-defined]
    assembler, found = Assembler(60), []
    for message in [*sent, *sent[:-1]]:
        found += assembler.add(part_of(message), AT)
    assert found[0].text("gsm7") == text.rstrip("\0")


def part(index: int, octets: bytes, total: int = 2, reference: int = 1) -> Part:
    return Part("98912", "3000", 0, octets, reference, index, total)


def test_a_reference_used_anew_begins_another_message() -> None:
    assembler = Assembler(60)
    assert assembler.add(part(1, b"old"), AT) == []
    (given_up,) = assembler.add(part(1, b"new"), AT)
    assert (given_up.whole, given_up.text("gsm7")) == (False, "old[…]")
    (whole,) = assembler.add(part(2, b" one"), AT)
    assert whole.text("gsm7") == "new one"


def test_what_waits_too_long_is_given_up_and_what_waits_at_all_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "MOST", 2)
    assembler = Assembler(60)
    for number in range(2):
        assert assembler.add(part(2, b"x", reference=number), AT + timedelta(seconds=number)) == []
    (oldest,) = assembler.add(part(2, b"x", reference=9), AT + timedelta(seconds=2))
    assert oldest.first.reference == 0
    assert [one.first.reference for one in assembler.overdue(AT + timedelta(seconds=61))] == [1]
    assert len(assembler) == 1


@pytest.mark.parametrize("octets", [b"", b"\x05\x00\x03\x01", b"\x03\x00\x09\x01"])
def test_a_header_that_is_cut_off_is_malformed(octets: bytes) -> None:
    with pytest.raises(MalformedError):
        part_of(ShortMessage(THEM, THEM, octets, UDHI))


@pytest.mark.parametrize("counts", [(0, 0), (0, 1), (3, 4)])
def test_counts_without_sense_leave_a_message_of_its_own(counts: tuple[int, int]) -> None:
    read = part_of(ShortMessage(THEM, THEM, bytes((5, 0, 3, 1, *counts)) + b"x", UDHI))
    assert (read.total, read.index, read.octets) == (1, 1, b"x")


@given(st.binary(max_size=160), st.integers(0, 255))
def test_no_octets_do_worse_than_be_malformed(octets: bytes, esm_class: int) -> None:
    try:
        part_of(ShortMessage(THEM, THEM, octets, esm_class))
    except MalformedError:
        return


def test_only_what_was_answered_shortly_before_the_end_counts_as_a_repeat_and_once() -> None:
    repeats = Repeats()
    repeats.session_began(0)
    for digest, at in (("long ago", 0), ("surely read", 98), ("just now", 100)):
        repeats.answered(digest, at)
    assert not repeats.again("just now", 100)
    repeats.session_ended(101, heard=99)
    repeats.session_began(5000)  # the provider was away for long
    assert not repeats.again("long ago", 5001)
    assert not repeats.again("surely read", 5001)
    assert repeats.again("just now", 5001)
    assert not repeats.again("just now", 5002)


def test_what_a_customer_says_again_soon_after_a_session_broke_is_another_message() -> None:
    repeats = Repeats()
    repeats.session_began(0)
    repeats.answered("ok", 10)
    repeats.session_ended(11)
    repeats.session_began(12)
    assert not repeats.again("ok", 12 + REPEATED_SECONDS)
    repeats.unanswered("yes", 100)  # stored for the session before; this one got the outcome
    repeats.answered_again("yes", 101)
    assert not repeats.again("yes", 102)
    repeats.unanswered("no", 100)  # and nobody came again for that
    assert not repeats.again("no", 100 + REPEATED_SECONDS)
