"""Headers read straight from the wire are those that the library would read."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from panoramisk.message import Message

from connectors.asterisk.packet import lower_keys, read_headers

RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.raw"))
# of names that differ by their case alone the library keeps the last, and we none
LINES = st.text(st.characters(exclude_categories=("Cs", "L")), max_size=20) | st.sampled_from(
    ["Event: Hangup", "Uniqueid: 1.1", "Uniqueid: 2.2", "Uniqueid: ", "CallerIDName: a: b", "no header", ": ", "X:y"]
)


def by_the_library(event: str) -> dict[str, str]:
    """The library adds the body of an answer, which an event has not."""
    headers = lower_keys(dict(Message.from_line(event).items()))
    return {name: value for name, value in headers.items() if name != "content"}


def test_of_every_recorded_event() -> None:
    packets = [
        packet for path in RECORDINGS for packet in path.read_bytes().decode("utf8", "replace").split("\r\n\r\n")
    ]
    events = [packet.lstrip("\r\n") for packet in packets if packet.lstrip("\r\n").startswith("Event: ")]
    assert len(events) > 100
    for event in events:
        assert read_headers(event) == by_the_library(event)


@given(st.lists(LINES, max_size=8))
def test_of_any_lines(lines: list[str]) -> None:
    event = "\r\n".join(["Event: Test", *lines])
    assert read_headers(event) == by_the_library(event)


def test_a_name_written_in_two_ways_counts_as_absent() -> None:
    assert read_headers("Event: Test\r\nUniqueid: 1.1\r\nuniqueid: 2.2")["uniqueid"] == ""
