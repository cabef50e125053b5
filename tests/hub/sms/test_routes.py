"""Routes and limits through the API: made, ordered, tried, refused by field, and told to two at once."""

from __future__ import annotations

from typing import Any

import pytest

from hub import messaging, sms
from tests.hub.lines.test_routes import ask
from tests.support.accounts import Client, MakeSite

CHEAP = {"name": "Cheap", "account": "kannel", "prefixes": ["ir"], "price": "120.5", "currency": "IRT",
         "suffix": "لغو۱۱", "spend_limit": 5_000_000}  # fmt: skip


@pytest.fixture
async def boss(make_site: MakeSite, people: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Client:
    """A supervisor at a hub with routes of SMS."""
    monkeypatch.setattr(messaging.HOOKS, "ways_of_many", sms.ways_of_many)
    return await (await make_site(also=[sms.routes])).signed_in("supervisor")


async def test_routes_are_made_ordered_tried_and_gone(boss: Client) -> None:
    path = "/api/sms/routes"
    text = {"number": "۰۹۱۲ ۱۲۳ ۴۵۶۷", "purpose": "marketing", "text": "تخفیف امروز"}
    status, tried = await ask(boss, "POST", f"{path}/try", text)
    assert (status, [way["account"] for way in tried["ways"]]) == (200, [None])  # nobody has made a route
    status, cheap = await ask(boss, "POST", path, CHEAP)
    assert (status, cheap["prefixes"], cheap["price"], cheap["spend_limit"]) == (201, ["IR"], "120.5", "5000000")
    _, second = await ask(boss, "POST", path, {"name": "Mobile", "account": "smpp", "prefixes": ["0098 912"]})
    _, tried = await ask(boss, "POST", f"{path}/try", text)
    assert [(way["name"], way["parts"], way["cost"]) for way in tried["ways"]] == [
        ("Mobile", 1, None), ("Cheap", 1, "120.5"),
    ]  # fmt: skip
    _, tried = await ask(boss, "POST", f"{path}/try", text | {"text": "ن" * 65})  # fits, but not with the suffix
    assert [way["parts"] for way in tried["ways"]] == [1, 2]
    status, moved = await ask(boss, "PATCH", f"{path}/{second['id']}", {"position": 0, "prefixes": []}, If_Match='"1"')
    assert (status, moved["version"]) == (200, 2)
    assert [one["name"] for one in (await ask(boss, "GET", path))[1]["items"]] == ["Mobile", "Cheap"]
    status, stale = await ask(boss, "PATCH", f"{path}/{second['id']}", {"name": "Other"}, If_Match='"1"')
    assert (status, stale["changed"]) == (412, ["name"])
    _, tried = await ask(boss, "POST", f"{path}/try", text | {"number": "+14155550123"})
    assert [way["name"] for way in tried["ways"]] == ["Mobile"]
    assert (await ask(boss, "DELETE", f"{path}/{second['id']}", If_Match='"1"'))[0] == 412
    assert (await ask(boss, "DELETE", f"{path}/{second['id']}", If_Match='"2"'))[0] == 204
    _, tried = await ask(boss, "POST", f"{path}/try", text | {"number": "+14155550123"})
    assert (tried["reason"], tried["facts"]["country"]) == ("no_route", "US")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"prefixes": ["XX"]}, "body.prefixes.0", "region"),
        ({"prefixes": ["98"]}, "body.prefixes.0", "string_pattern_mismatch"),
        ({"currency": "ZZZ"}, "body.currency", "currency"),
        ({"price": -1}, "body.price", "greater_than_equal"),
        ({"currency": None}, "body.currency", "currency_missing"),
        ({"price": None}, "body.price", "price_missing"),
        ({"price": 0}, "body.price", "price_missing"),
        ({"rate": 0}, "body.rate", "greater_than"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(boss: Client, body: dict[str, Any], field: str, code: str) -> None:
    status, problem = await ask(boss, "POST", "/api/sms/routes", CHEAP | body)
    assert status == 422
    assert (problem["errors"][0]["field"], problem["errors"][0]["code"]) == (field, code)


async def test_limits_stand_until_they_are_changed_and_two_are_told(boss: Client) -> None:
    status, limits = await ask(boss, "GET", "/api/sms/limits")
    assert (status, limits["version"], limits["request_most"], limits["request_minutes"]) == (200, 0, 3, 10)
    wanted = {name: value for name, value in limits.items() if name != "version"} | {"countries": ["IR", "AF"]}
    status, changed = await ask(boss, "PUT", "/api/sms/limits", wanted, If_Match='"0"')
    assert (status, changed["version"], changed["countries"]) == (200, 1, ["IR", "AF"])
    status, stale = await ask(boss, "PUT", "/api/sms/limits", wanted | {"countries": []}, If_Match='"0"')
    assert (status, stale["changed"]) == (412, ["countries"])
    _, tried = await ask(boss, "POST", "/api/sms/routes/try", {"number": "+14155550123", "text": "Hello"})
    assert (tried["reason"], tried["ways"]) == ("country_not_allowed", [])
