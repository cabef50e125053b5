"""What the catalogue says of each module is what its wiring brings; all else is the kernel's."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from hub.accounts import Permission
from hub.app import HUB
from hub.modules import CATALOGUE, Module
from tests.hub.realtime.conftest import MakeHub

WEBUI = Path(__file__).resolve().parents[3] / "webui/src"
KERNEL_RIGHTS = {
    "session", "calls", "customers:read", "customers:write", "customers:merge", "consent", "suppression", "presence",
    "users", "roles", "extensions", "connectors", "fields", "notes", "views", "outbox:read", "sandbox", "parked",
    "modules", "keys", "metrics", "dispositions", "conversations", "messages", "attachments",
}  # fmt: skip
KERNEL_SECTIONS = {
    "consents",
    "dispositions",
    "suppressions",
    "keys",
    "connectors",
    "extensions",
    "fields",
    "tags",
    "users",
    "roles",
    "outbox",
    "parked",
    "modules",
}
KERNEL_PLACES = {"desk", "conversations", "calls", "agents", "customers", "settings"}


def operations(module: Module) -> list[Any]:
    wiring = importlib.import_module(module.wiring or "")
    return [operation for routes in wiring.ROUTES for operation in routes.operations]


def is_below(path: str, start: str) -> bool:
    return path == start or path.startswith(start + "/")


@pytest.mark.parametrize("module", CATALOGUE, ids=lambda module: module.key)
def test_a_modules_routes_are_those_it_says(module: Module) -> None:
    paths = {operation.path for operation in operations(module)}
    assert not [path for path in paths if not any(is_below(path, start) for start in module.paths)]
    assert not [start for start in module.paths if not any(is_below(path, start) for path in paths)]
    rights = {operation.access.permission for operation in operations(module)}
    mine = rights & {right for other in CATALOGUE for right in other.permissions}
    assert mine <= module.permissions | {right for key in module.needs for right in by_key(key).permissions}


def by_key(key: str) -> Module:
    return next(module for module in CATALOGUE if module.key == key)


def test_every_right_is_a_modules_or_the_kernels() -> None:
    of_modules = [right for module in CATALOGUE for right in module.permissions]
    assert len(of_modules) == len(set(of_modules))
    rest = {right for right in Permission if right not in of_modules}
    assert not {right for right in rest if not {right, right.partition(":")[0]} & KERNEL_RIGHTS}, "say whose they are"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # it is the same on every store
async def test_every_room_and_job_is_a_modules_or_was_there_without(
    database: Any, make_hub: MakeHub, people: dict[str, Any]
) -> None:
    off = {module.key: False for module in CATALOGUE}
    bare = (await make_hub(database, roles=("web", "connectors"), modules=off)).app[HUB]
    rooms, jobs = {kind.name for kind in bare.rooms}, set(bare.handlers.by_kind)
    assert not [key for key in bare.modules.on if not key.startswith("connector_")]
    full = (await make_hub(database, roles=("web", "connectors"))).app[HUB]
    assert {kind.name for kind in full.rooms} - rooms == {name for module in CATALOGUE for name in module.rooms}
    names = [name for module in CATALOGUE for name in module.jobs]
    added = set(full.handlers.by_kind) - jobs
    assert not [kind for kind in added if not any(kind == name or kind.startswith(name) for name in names)]
    assert not [name for name in names if not any(kind.startswith(name) for kind in added)]
    assert not [kind for kind in jobs if any(kind == name or kind.startswith(name) for name in names)]


def entries(file: str, name: str) -> list[tuple[str, str | None]]:
    """Each entry of a list in the page's source: its key, and its module."""
    text = (WEBUI / file).read_text("utf-8")
    listed = re.search(rf"const {name}\b.*?= \[\n(.*?)\n\];", text, re.DOTALL)
    assert listed
    found = []
    for entry in re.findall(r"key: '.*?(?=key: '|\Z)", listed[1], re.DOTALL):
        module = re.search(r"module: '(\w+)'", entry)
        found.append((entry.split("'")[1], module[1] if module else None))
    return found


@pytest.mark.parametrize(
    ("file", "name", "kernel"),
    [("features/settings/sections.ts", "SECTIONS", KERNEL_SECTIONS), ("app/shell/nav.ts", "PLACES", KERNEL_PLACES)],
)
def test_every_menu_entry_is_a_modules_or_the_kernels(file: str, name: str, kernel: set[str]) -> None:
    keys = {module.key for module in CATALOGUE}
    found = entries(file, name)
    assert len(found) > 3
    assert not [(key, module) for key, module in found if (module not in keys if module else key not in kernel)]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_module_is_explained_on_its_page(language: str) -> None:
    texts = json.loads((WEBUI / f"i18n/{language}/modules.json").read_text("utf-8"))
    keys = {module.key for module in CATALOGUE}
    assert texts["name"].keys() == keys
    assert texts["about"].keys() == keys | {"connector"}
