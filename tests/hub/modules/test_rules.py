"""Which modules are on: whatever is said, none works without what it needs, and the file wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.modules import Module
from hub.modules.rules import needing, pin, switched_on, wanted
from hub.settings import SettingsError

KEYS = ("a", "b", "c", "d")
CATALOGUE = (Module("a"), Module("b", needs=frozenset({"a"})), Module("c", needs=frozenset({"b"})), Module("d"))
SAID = st.dictionaries(st.sampled_from(KEYS), st.booleans())


@given(SAID, SAID)
def test_what_is_on_has_all_it_needs_and_nothing_else_is_off(file: dict[str, bool], stored: dict[str, bool]) -> None:
    try:
        pinned = pin(CATALOGUE, file)
    except SettingsError:
        assert any(file.get(key) and file.get(need) is False for key, need in (("b", "a"), ("c", "b"), ("c", "a")))
        return
    on = switched_on(CATALOGUE, pinned, stored)
    said = wanted(CATALOGUE, pinned, stored)
    for module in CATALOGUE:
        assert (module.key in on) == (said[module.key] and module.needs <= on)
    assert all((key in on) == is_on for key, is_on in file.items() if not is_on or key in on)
    assert {key for key, is_on in file.items() if is_on} <= on


def test_everything_is_on_at_first() -> None:
    assert switched_on(CATALOGUE, {}, {}) == set(KEYS)


def test_the_file_wins_over_the_page_and_takes_along_what_is_needed() -> None:
    pinned = pin(CATALOGUE, {"c": True, "d": False})
    assert pinned == {"a": True, "b": True, "c": True, "d": False}
    assert switched_on(CATALOGUE, pinned, {"a": False, "d": True}) == {"a", "b", "c"}


def test_the_file_is_refused_where_it_contradicts_itself_or_names_nothing() -> None:
    with pytest.raises(SettingsError, match=r"modules.b: it needs a, which modules.a switches off"):
        pin(CATALOGUE, {"b": True, "a": False})
    with pytest.raises(SettingsError, match=r"modules.x: there is no such module; use a, b, c, d"):
        pin(CATALOGUE, {"x": True})


def test_who_needs_whom_counts_only_what_is_at_work() -> None:
    assert needing(CATALOGUE, "a", frozenset({"a", "b"})) == ["b"]
    assert needing(CATALOGUE, "a", frozenset({"a", "d"})) == []
