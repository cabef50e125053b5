"""Which modules are on: what the settings file says, then what the page says, then on; none without what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.modules.manifest import Module
from hub.settings import SettingsError

Said = Mapping[str, bool]


def pin(catalogue: Sequence[Module], file: Said) -> dict[str, bool]:
    """What the settings file fixes: what it names, and what those need. Raises ``SettingsError``."""
    known = {module.key: module for module in catalogue}
    for key in file:
        if key not in known:
            raise SettingsError(f"setting modules.{key}: there is no such module; use {', '.join(sorted(known))}")
    pinned = dict(file)
    waiting = [key for key, on in file.items() if on]
    while waiting:
        key = waiting.pop()
        for needed in sorted(known[key].needs):
            if not pinned.get(needed, True):
                raise SettingsError(f"setting modules.{key}: it needs {needed}, which modules.{needed} switches off")
            if needed not in pinned:
                pinned[needed] = True
                waiting.append(needed)
    return pinned


def wanted(catalogue: Sequence[Module], pinned: Said, stored: Said) -> dict[str, bool]:
    """What was said of each module; of most nothing was, and they are on."""
    return {module.key: pinned.get(module.key, stored.get(module.key, True)) for module in catalogue}


def switched_on(catalogue: Sequence[Module], pinned: Said, stored: Said) -> frozenset[str]:
    """The modules that are on: wanted, with all that they need."""
    said = wanted(catalogue, pinned, stored)
    on = {key for key, is_wanted in said.items() if is_wanted}
    while lacking := {module.key for module in catalogue if module.key in on and module.needs - on}:
        on -= lacking
    return frozenset(on)


def needing(catalogue: Sequence[Module], key: str, on: frozenset[str]) -> list[str]:
    """The modules at work that need this one themselves, in the catalogue's order."""
    return [module.key for module in catalogue if key in module.needs and module.key in on]
