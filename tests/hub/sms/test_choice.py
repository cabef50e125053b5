"""Which route a message takes: the most exact prefix, then the order; and the words for why none."""

from __future__ import annotations

import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.messaging import Asked
from hub.sms.choice import Route, choose, fits, suffix_of
from hub.sms.judge import refusal
from hub.sms.places import place_of
from hub.sms.schemas import LimitsOut

IRANIAN = "+989121234567"
PREFIXES = ["+98", "+989", "+98912", "+98935", "IR", "US", "+1", "+989121234567"]


def asked(address: str = IRANIAN, **more: object) -> Asked:
    return Asked(**({"channel": "sms", "purpose": "service", "address": address, "parts": 1} | more))  # type: ignore[arg-type]


routes = st.lists(
    st.builds(
        Route, id=st.uuids(), name=st.just("r"), position=st.integers(0, 5), account=st.sampled_from("ab"),
        prefixes=st.lists(st.sampled_from(PREFIXES), max_size=3).map(tuple),
        purpose=st.sampled_from(["any", "service", "marketing"]),
    ),
    max_size=8, unique_by=lambda route: route.id,
)  # fmt: skip


@given(routes)
def test_the_most_exact_prefix_goes_first_then_the_order(known: list[Route]) -> None:
    place = place_of(IRANIAN)
    assert place is not None
    found = choose(known, asked(), place)
    assert {one.id for one in found} == {
        one.id for one in known if one.purpose != "marketing"
        and (not one.prefixes or any(IRANIAN.startswith(p) or p == "IR" for p in one.prefixes))
    }  # fmt: skip
    for before, after in itertools.pairwise(found):
        exact, less = fits(before, IRANIAN, place), fits(after, IRANIAN, place)
        assert exact is not None
        assert less is not None
        assert exact > less or (exact == less and before.position <= after.position)


def test_a_country_says_more_than_its_code_and_less_than_what_follows_it() -> None:
    place = place_of(IRANIAN)
    assert place is not None
    exact = [fits(Route(id=UUID(int=1), name="", position=0, account="a", prefixes=(prefix,)), IRANIAN, place)
             for prefix in ("+98", "IR", "+989")]  # fmt: skip
    assert exact == sorted(exact, key=lambda one: one or 0)
    assert len(set(exact)) == 3


def test_the_suffix_is_for_marketing_alone() -> None:
    route = Route(id=UUID(int=1), name="", position=0, account="a", suffix="لغو۱۱")
    assert suffix_of(route, "marketing") == "لغو۱۱"
    assert suffix_of(route, "service") is None


@pytest.mark.parametrize(
    ("address", "more", "reason"),
    [
        (IRANIAN, {}, None),
        (IRANIAN, {"parts": 0}, "empty"),
        (IRANIAN, {"parts": 11}, "too_long"),
        ("+982191001000", {}, "unreachable_number"),  # a landline
        ("+98912", {}, "unreachable_number"),
        ("Bank", {}, "unreachable_number"),
        ("+14155550123", {}, "country_not_allowed"),
    ],
)
def test_why_a_message_may_not_go(address: str, more: dict[str, int], reason: str | None) -> None:
    found = refusal(asked(address, **more), place_of(address), LimitsOut(countries=["IR"], version=1))
    assert (found and found.reason) == reason
