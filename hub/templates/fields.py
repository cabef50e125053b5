"""The fields that templates may use: the hub's own and the organisation's."""

from __future__ import annotations

from typing import Final

from hub.customers import load_fields
from hub.db import Reader
from hub.templates.schemas import TemplateFieldOut

BUILT_IN: Final[dict[str, str]] = {
    "customer.name": "text", "customer.first_name": "text", "customer.last_name": "text", "customer.job_title": "text",
    "customer.organisation": "text", "customer.phone": "text", "customer.email": "text", "customer.city": "text",
    "customer.stage": "text", "customer.tags": "text", "customer.owner": "text",
    "agent.name": "text", "agent.first_name": "text", "agent.email": "text",
    "line.name": "text", "line.brand": "text", "line.number": "text", "organisation.name": "text",
    "today": "date", "now": "moment",
}  # fmt: skip
KIND_OF: Final = {
    "text": "text", "number": "number", "date": "date", "choice": "text", "link": "link", "person": "text",
}  # fmt: skip
CUSTOM = "customer.fields."
_GROUPS: Final = {"customer": "customer", "agent": "agent", "line": "line", "organisation": "line"}


async def load_catalogue(reader: Reader) -> dict[str, str]:
    """The kind of every field. An archived custom field is one still: templates that use it go on working."""
    return BUILT_IN | {CUSTOM + key: KIND_OF[field.kind] for key, field in (await load_fields(reader)).items()}


async def list_fields(reader: Reader) -> list[TemplateFieldOut]:
    """The fields to choose from, without archived ones."""
    found = [_built_in(name, kind) for name, kind in BUILT_IN.items()]
    return found + [
        TemplateFieldOut.model_validate(
            {"name": CUSTOM + key, "kind": KIND_OF[one.kind], "group": "fields", "label": one.label}
        )
        for key, one in (await load_fields(reader)).items()
        if one.archived_at is None
    ]


def _built_in(name: str, kind: str) -> TemplateFieldOut:
    group = _GROUPS.get(name.partition(".")[0], "time")
    return TemplateFieldOut.model_validate({"name": name, "kind": kind, "group": group, "label": None})
