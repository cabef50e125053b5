"""What a template would say to somebody, as it stands on the page or as it is saved."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import nh3

from hub.db import Reader
from hub.templates.checking import find_problems, words_of
from hub.templates.contexts import Sender, load_values, nobody
from hub.templates.fields import CUSTOM, load_catalogue
from hub.templates.schemas import RenderedTemplate, TemplatePreviewIn, TemplatePreviewOut
from hub.templating import (
    CompiledTemplates,
    TemplateRefused,
    TemplateText,
    TemplateValues,
    choose_language,
    render,
)
from hub.templating.markup import TAGS
from hub.web import NotFound, Problem

_EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "fa": {
        "customer.name": "سارا احمدی", "customer.first_name": "سارا", "customer.last_name": "احمدی",
        "customer.job_title": "مدیر خرید", "customer.organisation": "بازرگانی آفتاب", "customer.city": "تهران",
        "customer.stage": "مشتری", "customer.tags": "ویژه", "customer.owner": "نیلوفر کاظمی", "line.name": "خط اصلی",
    },
    "en": {
        "customer.name": "Sarah Ahmadi", "customer.first_name": "Sarah", "customer.last_name": "Ahmadi",
        "customer.job_title": "Buyer", "customer.organisation": "Sunrise Trading", "customer.city": "London",
        "customer.stage": "Customer", "customer.tags": "VIP", "customer.owner": "Emily Carter",
        "line.name": "Main line",
    },
}  # fmt: skip
_SHARED: Final[dict[str, Any]] = {
    "customer.phone": "+98 912 123 4567",
    "customer.email": "sara@example.com",
    "line.number": "+98 21 9100 1000",
}
_BY_KIND: Final[dict[str, Any]] = {
    "text": "…",
    "number": 1_250_000,
    "date": date(2026, 3, 21),
    "link": "https://example.com",
}


async def preview(reader: Reader, wanted: TemplatePreviewIn, sender: Sender) -> TemplatePreviewOut:
    """Every language that has no problem, for the customer or for a made-up one. Raises ``NotFound``."""
    catalogue = await load_catalogue(reader)
    bodies = words_of(wanted.bodies)
    problems, _ = find_problems(wanted.channel, bodies, catalogue)
    broken = {problem.field.split(".")[1] for problem in problems}
    good = {language: body for language, body in bodies.items() if language not in broken}
    values = await _values(reader, wanted.customer_id, sender)
    compiled = CompiledTemplates(len(good) or 1)  # what is not saved is compiled once, and not kept
    messages = {}
    for language, body in good.items():
        text = TemplateText(UUID(int=0), wanted.channel, language, {language: body}, catalogue)
        context = values or example(catalogue, language, sender)
        messages[language] = present(render(text, context, compiled=compiled))
    languages = values.languages if values else ()
    return TemplatePreviewOut.model_validate({
        "language": choose_language(bodies, languages, wanted.language), "messages": messages, "problems": problems,
        "customer": values and values.values.get("customer.name"),
    })  # fmt: skip


async def render_for(
    reader: Reader, text: TemplateText, customer: UUID | None, sender: Sender, language: str | None = None
) -> RenderedTemplate:
    """A saved version for one customer, or for nobody in particular. Raises ``NotFound`` or ``Problem``."""
    values = await _values(reader, customer, sender) or nobody(sender)
    if language is not None:
        values = replace(values, languages=(language, *values.languages))
    try:
        return present(render(text, values))
    except TemplateRefused as refused:
        raise Problem(422, "template_refused", str(refused)) from None


def present(rendered: Any) -> RenderedTemplate:
    """The message as pages show it: its HTML once more through a sanitiser, whatever it is made of."""
    return RenderedTemplate.model_validate(asdict(rendered) | {"html": rendered.html and clean_html(rendered.html)})


def clean_html(html: str) -> str:
    """A mail's HTML as a page may show it: no scripts, no forms, nothing that runs."""
    return nh3.clean(html, tags=set(TAGS - {"body", "head", "html"}), attributes=_ATTRIBUTES)


def example(catalogue: dict[str, str], language: str, sender: Sender) -> TemplateValues:
    """A made-up customer who has a value for everything."""
    made = {name: _BY_KIND[kind] for name, kind in catalogue.items() if name.startswith(CUSTOM)}
    own = {name: value for name, value in nobody(sender).values.items() if value}
    return TemplateValues(made | _EXAMPLES[language] | _SHARED | own, (language,))


async def _values(reader: Reader, customer: UUID | None, sender: Sender) -> TemplateValues | None:
    if customer is None:
        return None
    found = (await load_values(reader, [customer], sender)).get(customer)
    if found is None:
        raise NotFound("There is no such customer.")
    return found


_LAID_OUT: Final = {"align", "bgcolor", "class", "dir", "height", "lang", "style", "title", "valign", "width"}
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": _LAID_OUT, "a": {"href"}, "img": {"src", "alt", "border"}, "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"}, "table": {"border", "cellpadding", "cellspacing", "role"},
}  # fmt: skip
