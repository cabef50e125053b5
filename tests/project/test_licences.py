"""Nothing that runs in production is under the GPL or the AGPL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
FREE_CHOICE = re.compile(r"\bOR\b", re.IGNORECASE)  # "MIT OR GPL-3.0": we take the other one


def _closure(name: str, extras: frozenset[str], seen: dict[str, Distribution]) -> None:
    """The distributions that ``name`` needs at run time."""
    found = distribution(name)
    key = found.metadata["Name"].lower()
    if key in seen and not extras:
        return
    seen[key] = found
    for text in found.requires or ():
        need = Requirement(text)
        wanted = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if need.marker is None or any(need.marker.evaluate(environment) for environment in wanted):
            _closure(need.name, frozenset(need.extras), seen)


def _licence(found: Distribution) -> str:
    metadata = found.metadata
    classifiers = [value for value in metadata.get_all("Classifier") or () if value.startswith("License ::")]
    short = (metadata.get("License") or "").splitlines()[:1]  # some put the whole text there
    return "; ".join([metadata.get("License-Expression") or "", *short, *classifiers]).strip("; ")


def _refused(licence: str) -> bool:
    return bool(REFUSED.search(licence)) and not FREE_CHOICE.search(licence)


def test_the_rule_tells_licences_apart() -> None:
    assert _refused("GPL-3.0-only")
    assert _refused("License :: OSI Approved :: GNU Affero General Public License v3")
    assert not _refused("LGPL-2.1-or-later")
    assert not _refused("GNU Lesser General Public License")
    assert not _refused("MIT OR GPL-3.0")


def test_python_packages() -> None:
    seen: dict[str, Distribution] = {}
    _closure("peyvand", frozenset(), seen)
    assert len(seen) > 20
    licences = {name: _licence(found) for name, found in seen.items()}
    assert not {name: licence for name, licence in licences.items() if not licence or _refused(licence)}


def _production_packages() -> Iterator[tuple[str, dict[str, Any]]]:
    lock = json.loads((ROOT / "webui" / "package-lock.json").read_text("utf-8"))
    for path, package in lock["packages"].items():
        if path and not package.get("dev") and not package.get("devOptional") and not package.get("optional"):
            yield path, package


def test_npm_packages() -> None:
    licences = {path: str(_npm_licence(path, package)) for path, package in _production_packages()}
    assert len(licences) > 20
    assert not {path: licence for path, licence in licences.items() if licence == "None" or _refused(licence)}


def _npm_licence(path: str, package: dict[str, Any]) -> object:
    if package.get("license"):
        return package["license"]
    installed = ROOT / "webui" / path / "package.json"
    found = json.loads(installed.read_text("utf-8")) if installed.exists() else {}
    return found.get("license") or " OR ".join(one["type"] for one in found.get("licenses", [])) or None
