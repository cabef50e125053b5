"""Templates that are fine, and what they say."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from hub.templating import CompiledTemplates, TemplateRefused, TemplateText, TemplateValues, check_part, render
from tests.hub.templating.catalogue import CATALOGUE

NOW = datetime(2026, 11, 30, 17, 5, tzinfo=ZoneInfo("Asia/Tehran"))
VALUES = {
    "customer.first_name": "سارا",
    "customer.name": "Sara <Ahmadi>",
    "customer.fields.debt": 1_250_000,
    "now": NOW,
    "customer.fields.site": "https://x.example/?a=1&b=2",
    "customer.fields.since": date(2025, 3, 20),
    "today": NOW.date(),
}


def say(source: str, language: str = "en", values: dict[str, object] | None = None, part: str = "text") -> str:
    """What the words come to."""
    check_part(source, part, language, CATALOGUE)
    body = {"subject": "", "text": "x", "html": ""} | {part: source}
    made = render(
        TemplateText(uuid4(), "email", language, {language: body}, CATALOGUE),
        TemplateValues(VALUES if values is None else values),
    )
    return getattr(made, part) or ""


@pytest.mark.parametrize(
    ("source", "language", "said"),
    [
        ("{{ customer.first_name }}!", "fa", "سارا!"),
        ("{{ line.brand | default('ما') }}", "fa", "ما"),
        ("{{ line.brand }}", "fa", ""),
        ("{{ today }}", "en", "30 Nov 2026"),
        ("{{ today }}", "fa", "۱۴۰۵/۰۹/۰۹"),
        ("{{ today|date('long') }}", "fa", "۹ آذر ۱۴۰۵"),
        ("{{ today|date('weekday') }}", "fa", "دوشنبه ۹ آذر ۱۴۰۵"),
        ("{{ today|date('long', 'gregorian') }}", "fa", "۳۰ نوامبر ۲۰۲۶"),
        ("{{ today|date('day') }}", "en", "30 November"),
        ("{{ today|date('long','jalali') }}", "en", "9 Azar 1405"),
        ("{{ customer.fields.since|date('long') }}", "fa", "۳۰ اسفند ۱۴۰۳"),
        ("{{ now }}", "en", "30 Nov 2026 17:05"),
        ("{{ now|time }}", "fa", "۱۷:۰۵"),
        ("{{ now|date }}", "en", "30 Nov 2026"),
        ("{{ customer.fields.debt }}", "en", "1,250,000"),
        ("{{ customer.fields.debt|money('rial') }}", "fa", "۱٬۲۵۰٬۰۰۰ ریال"),
        ("{{ customer.fields.debt|money('toman') }}", "fa", "۱۲۵٬۰۰۰ تومان"),
        ("{{ customer.fields.debt|money('toman','toman') }}", "en", "1,250,000 tomans"),
        ("{{ customer.name|upper }}", "en", "SARA <AHMADI>"),
        ("{{ customer.fields.debt|digits('persian') }}", "en", "۱,۲۵۰,۰۰۰"),
        ("{{ today|digits('latin') }}", "fa", "1405/09/09"),
        ("{{ line.brand|upper|default('x') }}", "en", "x"),
        ("{{ line.brand|default('x')|upper }}", "en", "X"),
        ("{% if customer.fields.debt >= 1000 and not line.brand %}a{% else %}b{% endif %}", "en", "a"),
        ("{% if line.brand == 'Nova' %}a{% elif today > customer.fields.since %}c{% else %}b{% endif %}", "en", "c"),
        ("{% if customer.fields.debt < -5 %}a{% endif %}b", "en", "b"),
        ("a\n{% if now %}\nb\n{% endif %}\nc", "en", "a\nb\nc"),
        ("{% raw %}{{ x }}{% endraw %}{# note #}", "en", "{{ x }}"),
        ("100% {sure}", "en", "100% {sure}"),
    ],
)
def test_what_is_said(source: str, language: str, said: str) -> None:
    assert say(source, language) == said


def test_nothing_compares_as_nothing() -> None:
    source = (
        "{% if customer.fields.debt > 5 %}a{% elif customer.fields.debt <= 5 %}b"
        "{% elif today > customer.fields.since %}c{% else %}d{% endif %}"
    )
    assert say(source, values={"today": date(2026, 1, 1)}) == "d"


def test_values_cannot_break_out_of_markup() -> None:
    source = '<p title="{{ customer.name }}">{{ customer.name }} <a href="{{ customer.fields.site }}">x</a></p>'
    assert say(source, part="html") == (
        '<p title="Sara &lt;Ahmadi&gt;">Sara &lt;Ahmadi&gt; <a href="https://x.example/?a=1&amp;b=2">x</a></p>'
    )
    assert "<i>" not in say("<p>{{ line.brand | default('<i>') }}</p>", part="html")


def test_a_subject_is_one_line_whatever_a_value_holds() -> None:
    assert say("Hi {{ customer.name }}", part="subject", values={"customer.name": "a\r\nBcc: x@y"}) == "Hi a Bcc: x@y"
    for source in ("a\nb", "{{ customer.name | default('a\\nb') }}", "a\rb"):
        with pytest.raises(TemplateRefused):
            check_part(source, "subject", "en", CATALOGUE)


def test_a_problem_has_a_line_a_name_and_a_hint() -> None:
    with pytest.raises(TemplateRefused) as refused:
        check_part("Hi\n{{ customer.frist_name }}\n{{ customer.name|uper }}\n{{ nothing }}", "text", "en", CATALOGUE)
    found = [(one.code, one.line, one.name, one.hint) for one in refused.value.problems]
    assert found == [
        ("unknown_field", 2, "customer.frist_name", "customer.first_name"),
        ("unknown_filter", 3, "uper", "upper"),
        ("unknown_field", 4, "nothing", None),
    ]
    assert "Did you mean customer.first_name?" in str(refused.value)


def test_the_language_is_the_customers_else_the_templates() -> None:
    bodies = {language: {"subject": "", "text": language, "html": ""} for language in ("fa", "en")}
    both, one = (
        TemplateText(uuid4(), "sms", "fa", bodies, {}),
        TemplateText(uuid4(), "sms", "en", {"en": bodies["en"]}, {}),
    )
    chosen = [
        render(both, TemplateValues({}, wanted)).language for wanted in (("en-GB",), ("de", "en"), (None,), (), ("de",))
    ]
    assert chosen == ["en", "en", "fa", "fa", "fa"]
    assert render(one, TemplateValues({}, ("fa",))).text == "en"


def test_missing_fields_are_told_once_and_only_where_they_were_written() -> None:
    body = {
        "subject": "{{ line.brand }}",
        "html": "",
        "text": "{{ line.brand }}{% if now %}{{ customer.name|default('x') }}{% else %}{{ today }}{% endif %}",
    }
    made = render(
        TemplateText(uuid4(), "email", "en", {"en": body}, CATALOGUE), TemplateValues({"now": NOW, "line.brand": ""})
    )
    assert (made.missing, made.text) == (["line.brand"], "x")


def test_compiled_templates_are_bounded_and_the_least_used_go_first() -> None:
    kept = CompiledTemplates(2)
    texts = [TemplateText(uuid4(), "sms", "en", {"en": {"text": str(place)}}, {}) for place in range(3)]
    for place in (0, 1, 0, 2, 0):
        assert render(texts[place], TemplateValues({}), compiled=kept).text == str(place)
    assert len(kept) == 2
    made: list[int] = []
    kept.get(texts[0].id, "en", lambda: made.append(0) or {})  # type: ignore[func-returns-value]
    kept.get(texts[1].id, "en", lambda: made.append(1) or {})  # type: ignore[func-returns-value]
    assert made == [1]
