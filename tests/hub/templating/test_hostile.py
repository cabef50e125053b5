"""The hostile corpus: refused, with a line, quickly; and whatever is taken renders to bounded text."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.templating import TemplateRefused, TemplateText, TemplateValues, check_part, render
from tests.hub.templating.catalogue import CATALOGUE
from tests.hub.templating.hostile import ALL, MARKUP

SECONDS = 1.0  # a hundred times what any of them takes
PIECES = (
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "in",
    "customer",
    ".",
    "first_name",
    "today",
    "|",
    "default",
    "(",
    ")",
    "'",
    '"',
    "x",
    "==",
    "<",
    "not",
    "and",
    "1",
    "-",
    "[",
    "]",
    "~",
    "*",
    " ",
    "\n",
    "raw",
    "endraw",
    "سلام",
    "<",
    ">",
    "p",
    "a href=",
    "__class__",
    "fields",
    "debt",
    "money",
    "rial",
    ",",
    "{{ customer.first_name }}",
    "{{ today }}",
)


@pytest.mark.parametrize("source", ALL, ids=lambda source: ascii(source[:50]))
def test_a_hostile_text_is_refused_in_no_time(source: str) -> None:
    begin = time.process_time()
    with pytest.raises(TemplateRefused) as refused:
        check_part(source, "text", "fa", CATALOGUE)
    assert time.process_time() - begin < SECONDS
    assert all(one.line >= 1 and one.code and one.detail and len(one.detail) < 300 for one in refused.value.problems)


@pytest.mark.parametrize("source", MARKUP, ids=lambda source: ascii(source[:50]))
def test_hostile_markup_is_refused(source: str) -> None:
    with pytest.raises(TemplateRefused):
        check_part(source, "html", "en", CATALOGUE)


def test_a_long_template_is_looked_through_quickly() -> None:
    begin = time.process_time()
    for piece in ("{ { ", "{# x #}", "%}", "a'\"\\", "<p>", "&amp;"):
        check_part(
            (piece * 100_000)[: 100_000 // len(piece) * len(piece)], "html" if "<" in piece else "text", "en", CATALOGUE
        ) if piece in {"<p>"} else None
        with pytest.raises(TemplateRefused):
            check_part(piece * 100_000, "text", "en", CATALOGUE)
    assert time.process_time() - begin < 3 * SECONDS


@pytest.mark.parametrize(
    "piece",
    [
        "<p ",
        "<p <p",
        "</p",
        "<!",
        "<!--",
        "<?",
        "<",
        "<![CDATA[",
        "<p title='",
        '<p x="<',
        "&",
        "<a " + "=" * 1_900 + ">",
    ],
)
def test_markup_that_never_ends_is_looked_through_quickly(piece: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(TemplateRefused):
        check_part(piece * (99_000 // len(piece)), "html", "en", CATALOGUE)
    assert time.process_time() - begin < 3 * SECONDS


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 5_000, "-" + "9" * 5_000])
def test_numbers_that_are_none_are_refused(number: str) -> None:
    field = next(name for name, kind in CATALOGUE.items() if kind == "number")
    with pytest.raises(TemplateRefused):
        check_part("{% if " + f"{field} > {number}" + " %}x{% endif %}", "text", "en", CATALOGUE)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_refused_in_words_or_rendered_within_bounds(source: str) -> None:
    for part in ("text", "html"):
        try:
            check_part(source, part, "fa", CATALOGUE)
        except TemplateRefused:
            continue
        bodies = {
            "fa": {"subject": "", "text": source if part == "text" else "x", "html": source if part == "html" else ""}
        }
        values = TemplateValues({"customer.first_name": "<b>" * 300, "today": date(2026, 3, 21)}, ("fa",))
        made = render(TemplateText(uuid4(), "email", "fa", bodies, CATALOGUE), values)
        assert len(made.text) <= len(source) + 300 * 1_000
        assert "<b><b>" not in (made.html or "")
