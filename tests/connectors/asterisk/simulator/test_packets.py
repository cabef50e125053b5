from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.simulator.packets import (
    MAX_HEADERS,
    MAX_LINE,
    Action,
    ActionParser,
    PacketTooLargeError,
    clean,
    format_packet,
    read_packet,
)

keys = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters=":"), min_size=1)
headers = st.lists(st.tuples(keys, st.text()), min_size=1, max_size=20)


def _parse(*chunks: bytes) -> list[Action]:
    parser = ActionParser()
    return [action for chunk in chunks for action in parser.feed(chunk)]


@given(st.lists(headers, max_size=4), st.data())
def test_what_was_formatted_is_parsed_however_the_bytes_are_cut(
    packets: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    stream = b"".join(format_packet(packet) for packet in packets)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    chunks = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    expected = [tuple((key, clean(value).strip()) for key, value in packet) for packet in packets]
    assert [action.headers for action in _parse(*chunks)] == expected


@given(st.text())
def test_no_value_can_start_another_header(name: str) -> None:
    lines = format_packet([("CallerIDName", f"{name}\r\nEvent: Hangup\r\n\r\n")]).split(b"\r\n")
    assert len(lines) == 3
    assert lines[1:] == [b"", b""]
    assert not set(lines[0]) & set(b"\r\n")


@given(st.lists(st.binary(max_size=200), max_size=10))
def test_any_bytes_are_taken(chunks: list[bytes]) -> None:
    for action in _parse(*chunks):
        assert all(clean(text) == text for header in action.headers for text in header)


@given(st.binary())
def test_any_answer_is_read(block: bytes) -> None:
    assert all(isinstance(value, str) for value in read_packet(block).values())


def test_keys_are_case_insensitive_and_the_first_value_counts() -> None:
    [action] = _parse(b"ACTION: Ping\r\nactionid: 1\r\nActionID: 2\r\n\r\n")
    assert (action.name, action.get("ActionId"), action.get("Missing", "none")) == ("ping", "1", "none")


def test_bare_line_feeds_and_blank_lines_between_packets_do_no_harm() -> None:
    assert [action.name for action in _parse(b"\n\r\n\nAction: Ping\n\n\r\nAction: Logoff\n\n")] == ["ping", "logoff"]


def test_lines_without_a_colon_make_an_action_without_a_name() -> None:
    assert [action.name for action in _parse(b"nonsense\r\n\r\n")] == [""]


def test_a_line_beyond_the_limit_is_refused_before_it_ends() -> None:
    parser = ActionParser()
    assert list(parser.feed(b"A: " + b"x" * (MAX_LINE - 3))) == []
    with pytest.raises(PacketTooLargeError):
        list(parser.feed(b"xx"))


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(PacketTooLargeError):
        _parse(b"A: 1\r\n" * (MAX_HEADERS + 1))
