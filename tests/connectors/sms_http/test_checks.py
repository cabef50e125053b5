"""The check of an account, and the options that a page gives."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.sms_http import CONNECTOR
from connectors.sms_http.checks import check
from connectors.sms_http.presets import described, laid_over, names, raw
from hub.channels.kinds import describe_kind
from hub.channels.options import leads_elsewhere
from hub.network import GuardedNetwork
from hub.ports import Checks, Finding, Verdict
from tests.connectors.sms_http.conftest import make_options
from tests.project.documented import ROOT
from tests.support.gateways import kavenegar
from tests.support.gateways.core import Gateway, Mood, serving
from tests.support.ports import free_port


async def look(**options: Any) -> list[tuple[str, Verdict, str]]:
    assert isinstance(CONNECTOR, Checks)
    told: list[Finding] = []
    report = await check(make_options(**options), GuardedNetwork(), told.append)
    assert list(report.findings) == told
    assert not any("k3y" in found.detail + str(found.facts) for found in told)
    return [(found.step, found.verdict, found.code) for found in told]


async def test_a_check_tells_what_is_left_and_what_is_wrong() -> None:
    gateway = Gateway()
    async with serving(kavenegar.routes, gateway) as address:
        well = await look(address=address)
        assert well[1:] == [
            ("connect", Verdict.WELL, "well"), ("sign_in", Verdict.WELL, "well"),
            ("balance", Verdict.WELL, "gateway_balance"),
        ]  # fmt: skip
        gateway.credit = 0
        assert (await look(address=address))[-1] == ("balance", Verdict.WARNING, "gateway_no_balance")
        assert (await look(address=address, api_key="k3y-wrong"))[-1] == (
            "sign_in",
            Verdict.PROBLEM,
            "gateway_rejected",
        )
        gateway.mood = Mood.LOSES_ANSWERS
        assert (await look(address=address))[-1] == ("connect", Verdict.PROBLEM, "gateway_lost")
        assert gateway.sent == []
        kannel = await look(preset="kannel", address=address)
        assert kannel[-1] == ("hooks", Verdict.WARNING, "gateway_no_hook_secret")
    assert (await look(api_key=None, address="http://127.0.0.1:1"))[-1] == (
        "sign_in", Verdict.PROBLEM, "gateway_lacks_api_key",
    )  # fmt: skip
    away = f"http://127.0.0.1:{free_port()}"
    assert (await look(address=away))[-1] == ("connect", Verdict.PROBLEM, "gateway_refused")
    assert (await look(address="http://169.254.169.254"))[-1] == ("connect", Verdict.PROBLEM, "metadata_address")
    assert (await look(address=away.replace("http:", "https:")))[-1] == ("connect", Verdict.PROBLEM, "gateway_refused")


def test_a_secret_is_asked_again_where_it_would_go_elsewhere_or_in_clear() -> None:
    before = make_options()
    for changes, elsewhere in (
        ({"sender": "1"}, False), ({"address": "http://api.kavenegar.com"}, True),
        ({"address": "https://other.example"}, True),
        ({"gateway": {"balance": {"request": {"url": "https://other.example/x"}}}}, True),
        ({"gateway": {"balance": None}}, False),
    ):  # fmt: skip
        assert leads_elsewhere(CONNECTOR, before, make_options(**changes)) is elsewhere, changes
    assert CONNECTOR.address(before) == "api.kavenegar.com:443"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("preset", {"preset": "nobody"}), ("gateway", {"preset": "custom"}), ("address", {"preset": "kannel"}),
        ("address", {"address": "api.example"}), ("address", {"address": "ftp://x"}),
        ("address", {"address": "https://u:p@x"}), ("address", {"address": "https://x/?q"}),
        ("address", {"address": "https://[::1"}), ("timeout", {"timeout": 0}),
        ("hook_secret", {"hook_secret": "short"}),
        ("gateway", {"gateway": {"send": {"answer": {"ok": "]"}}}}), ("gateway", {"gateway": {"odd": 1}}),
        ("gateway", {"gateway": {"states": {"1": "gone"}}}), ("gateway", {"gateway": []}),
        ("gateway", {"gateway": {"send": {"request": {"url": "/{who}"}}}}),
    ],
)  # fmt: skip
def test_wrong_options_are_refused_in_words_at_their_field(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as raised:
        make_options(**changes)
    assert {error["loc"][0] for error in raised.value.errors()} == {field}
    assert "k3y" not in str(raised.value.errors(include_input=False))


def test_own_words_lie_over_a_preset_and_null_takes_away() -> None:
    assert laid_over({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None, "e": 3}, "d": [2]}) == {
        "a": {"c": 2, "e": 3},
        "d": [2],
    }
    one = described("kavenegar", {"messages": None, "states": {"11": "undelivered expired"}})
    assert (one.messages.polls, one.states["11"], one.states["10"]) == ((), "undelivered expired", "delivered")
    assert described("kavenegar", {}).messages.polls


@pytest.mark.parametrize(("language", "mark"), [("en", "unverified"), ("fa", "تأییدنشده")])
def test_the_page_says_which_presets_are_unverified(language: str, mark: str) -> None:
    texts = json.loads((ROOT / f"webui/src/i18n/{language}/options.json").read_text("utf-8"))
    named = texts["option"]["sms_http"]["preset"]["choice"]
    assert named.keys() == {"custom", *names()}
    assert {name for name, label in named.items() if mark in label} == {
        name for name in names() if not described(name, {}).verified
    }  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_a_preset_cites_its_documents_or_is_marked(name: str) -> None:
    one = described(name, {})
    assert one.title
    assert one.sources if one.verified else one.notes
    assert all(source.startswith("https://") for source in one.sources)
    assert raw(name).keys() <= type(one).model_fields.keys()
    assert one.address is None or one.address.startswith("https://")


def test_the_page_draws_a_choice_of_presets_and_a_field_for_json() -> None:
    told = {option.name: option for option in describe_kind(CONNECTOR).options}
    assert told["preset"].choices[0] == "custom"
    assert sorted(told["preset"].choices[1:]) == names()
    assert (told["gateway"].kind, told["gateway"].default, told["gateway"].group) == ("json", None, "description")
    assert told["api_key"].kind == "secret"
