"""Switch a module on or off, unless the file says otherwise or others would be left without what they need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from hub import events
from hub.accounts import audit
from hub.db import Reader, Tx
from hub.jobs import count_waiting, is_held
from hub.modules import rules, store
from hub.modules.board import Modules
from hub.modules.manifest import Module
from hub.modules.schemas import ModuleOut, ModuleState
from hub.web import Conflict, NotFound, Problem, Stale

ROOM = "modules"
UsedBy = Callable[[Reader], Awaitable[Mapping[str, Sequence[str]]]]
"""By connector, the names of the accounts that are switched on."""


async def list_modules(reader: Reader, modules: Modules, used_by: UsedBy) -> list[ModuleOut]:
    """All of them, in the catalogue's order."""
    stored = await store.read_versions(reader)
    on = rules.switched_on(modules.catalogue, modules.pinned, {key: said for key, (said, _) in stored.items()})
    kinds = [kind for module in modules.catalogue if module.key not in on for kind in module.jobs]
    waiting = await count_waiting(reader, kinds) if kinds else {}
    used = await used_by(reader)
    return [_present(modules, module, stored, on, waiting, used) for module in modules.catalogue]


async def list_states(reader: Reader, modules: Modules) -> list[ModuleState]:
    """Which are on, for everybody."""
    stored = await store.read_versions(reader)
    on = rules.switched_on(modules.catalogue, modules.pinned, {key: said for key, (said, _) in stored.items()})
    return [
        ModuleState(key=module.key, on=module.key in on, version=stored.get(module.key, (True, 0))[1])
        for module in modules.catalogue
    ]


async def switch(
    tx: Tx, modules: Modules, key: str, on: bool, *,
    version: int | None, used_by: UsedBy, actor_id: UUID, address: str,
) -> ModuleOut:  # fmt: skip
    """Switch it. Raises ``NotFound``, ``Stale``, or ``Conflict`` that names what stands against it."""
    module = modules.by_key.get(key)
    if module is None:
        raise NotFound("There is no such module.")
    await store.one_at_a_time(tx)
    before = {shown.key: shown for shown in await list_modules(tx.session, modules, used_by)}
    shown = before[key]
    if version is not None and version != shown.version:
        raise Stale(shown, ["on"], version=shown.version)
    if key in modules.pinned:
        raise Conflict("The settings file says it: change it there.", code="module_in_file")
    _check(modules, module, on, before)
    if on == shown.wanted:
        return shown
    await store.keep_switch(tx, key, on)
    (changed,) = [one for one in await list_modules(tx.session, modules, used_by) if one.key == key]
    state = ModuleState(key=key, on=changed.on, version=changed.version)
    action = "module_switched_on" if on else "module_switched_off"
    audit.record(tx, action, actor_id=actor_id, address=address, module=key)
    await events.append(tx, ROOM, events.Kind.MODULE, key, changed.version, state)
    return changed


def _check(modules: Modules, module: Module, on: bool, before: Mapping[str, ModuleOut]) -> None:
    at_work = frozenset(key for key, shown in before.items() if shown.on)
    if on and (lacking := sorted(module.needs - at_work)):
        raise _refusal("module_needs", f"It needs {', '.join(lacking)}: switch that on first.", lacking)
    if not on and (needing := rules.needing(modules.catalogue, module.key, at_work)):
        raise _refusal("module_needed", f"{', '.join(needing)} need it: switch that off first.", needing)
    if not on and (used := before[module.key].used_by):
        raise _refusal("module_used", f"The accounts {', '.join(used)} need it: switch them off first.", used)


def _refusal(code: str, detail: str, names: Sequence[str]) -> Problem:
    return Problem(409, code, detail, members={"names": list(names)})


def _present(
    modules: Modules, module: Module, stored: Mapping[str, tuple[bool, int]], on: frozenset[str],
    waiting: Mapping[str, int], used: Mapping[str, Sequence[str]],
) -> ModuleOut:  # fmt: skip
    said, version = stored.get(module.key, (True, 0))
    source = "file" if module.key in modules.pinned else "page" if module.key in stored else "default"
    return ModuleOut(
        key=module.key, kind=module.kind, on=module.key in on, wanted=modules.pinned.get(module.key, said),
        source=source, needs=sorted(module.needs), used_by=sorted(used.get(module.key, ())),
        permissions=sorted(module.permissions), version=version,
        waiting=sum(count for kind, count in waiting.items() if module.key not in on and is_held(kind, module.jobs)),
    )  # fmt: skip
