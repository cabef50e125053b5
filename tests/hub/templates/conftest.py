"""A hub that serves templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hub import templates
from tests.support.accounts import Client, MakeSite, Site

SMS = {
    "channel": "sms", "name": "Ready", "language": "fa", "shortcut": "/Ready",
    "bodies": {
        "fa": {"text": "{{ customer.first_name | default('دوست') }}، سفارش شما آماده است."},
        "en": {"text": "{{ customer.first_name | default('Hello') }}, your order is ready."},
    },
}  # fmt: skip


@pytest.fixture
async def served(make_site: MakeSite, people: dict[str, Any], tmp_path: Path) -> Site:
    """The hub."""
    return await make_site(also=[templates.routes, templates.part_routes], blobs={"directory": tmp_path})


@pytest.fixture
async def boss(served: Site) -> Client:
    """A supervisor: manages templates."""
    return await served.signed_in("supervisor")


@pytest.fixture
async def marketer(served: Site) -> Client:
    """May write templates."""
    return await served.signed_in("marketer")


@pytest.fixture
async def agent(served: Site) -> Client:
    """May use templates."""
    return await served.signed_in("agent")
