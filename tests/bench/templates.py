"""How long a template takes for one customer once compiled, beside compiling it each time and beside ``str.format``.

``python -m tests.bench.templates``: an SMS and a mail in Persian, for a thousand customers each; then the preview.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from uuid import UUID

from jinja2 import Environment

from hub.templates import TemplateText, TemplateValues, render
from hub.templates.fields import BUILT_IN
from hub.templating import CompiledTemplates
from tests.bench.figures import Row, load, report
from tests.bench.previews import measure

PROMISE, CUSTOMERS, RUNS = 60.0, 1_000, 5
CATALOGUE = BUILT_IN | {"customer.fields.debt": "number", "customer.fields.due": "date"}
SMS = (
    '{{ customer.first_name | default("دوست گرامی") }}، بدهی شما {{ customer.fields.debt | money("toman") }} است. '
    '{% if customer.fields.debt > 1000000 %}مهلت پرداخت {{ customer.fields.due | date("long") }} است.'
    "{% else %}سپاس از شما.{% endif %} {{ line.brand }}"
)
HTML = f"<p>{SMS}</p>"
SUBJECT = 'برای {{ customer.name | default("شما") }}'
PLAIN = "{first}، بدهی شما {debt:,} تومان است. مهلت پرداخت {due} است. {brand}"


def customers() -> list[TemplateValues]:
    """As ``load_values`` gives them, no two alike."""
    return [
        TemplateValues(
            {
                "customer.name": f"سارا احمدی {place}", "customer.first_name": f"سارا {place}", "line.brand": "پیوند",
                "customer.fields.debt": 900_000 + place * 1_000, "customer.fields.due": date(2026, 3, 1 + place % 28),
            },
            ("fa",),
        )
        for place in range(CUSTOMERS)
    ]  # fmt: skip


def main() -> int:
    """Measure, and report."""
    sms = TemplateText(UUID(int=1), "sms", "fa", {"fa": {"subject": "", "text": SMS, "html": ""}}, CATALOGUE)
    mail = TemplateText(UUID(int=2), "email", "fa", {"fa": {"subject": SUBJECT, "text": SMS, "html": HTML}}, CATALOGUE)
    kept = CompiledTemplates(2)
    bare = Environment(autoescape=False).from_string(  # nothing of it is shown
        "{{ first }}، بدهی شما {{ debt }} است. {% if debt > 1000000 %}مهلت {{ due }} است.{% endif %} {{ brand }}"
    )
    for one in (sms, mail):
        assert "تومان" in render(one, customers()[0], compiled=kept).text
    rows = [
        Row("an SMS with four fields and a condition, once compiled",
            _each(lambda one: render(sms, one, compiled=kept)), PROMISE, "µs"),
        Row("a mail of subject, text and HTML, once compiled", _each(lambda one: render(mail, one, compiled=kept)),
            unit="µs"),
        Row("naive: the SMS compiled for each customer", _each(
            lambda one: render(sms, one, compiled=CompiledTemplates(1)), 50), unit="µs"),
        Row("plain Jinja2, the same fields without a hub's filters", _each(
            lambda one: bare.render(first=one.values["customer.first_name"], debt=one.values["customer.fields.debt"],
                                    due=one.values["customer.fields.due"], brand="پیوند")), unit="µs"),
        Row("limit: str.format", _each(
            lambda one: PLAIN.format(first=one.values["customer.first_name"], debt=one.values["customer.fields.debt"],
                                     due=one.values["customer.fields.due"], brand="پیوند")), unit="µs"),
        *asyncio.run(measure()),
        Row("load of the machine meanwhile", load(), unit=""),
    ]  # fmt: skip
    return report(rows)


def _each(work: Callable[[TemplateValues], object], count: int = CUSTOMERS) -> float:
    """Microseconds for one, the median of the runs' means."""
    people = customers()[:count]
    found = []
    for _ in range(RUNS):
        began = time.perf_counter()
        for one in people:
            work(one)
        found.append((time.perf_counter() - began) / len(people) * 1e6)
    return median(found)


if __name__ == "__main__":
    sys.exit(main())
