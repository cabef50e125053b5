"""The process that reads a file for an import: as ``hub.sheets`` does, and each row is made ready for the store."""

from __future__ import annotations

import gc
from collections.abc import Callable
from operator import attrgetter
from typing import Any
from uuid import UUID

from hub.imports.ready import make_ready
from hub.imports.wanted import Terms, prepare
from hub.sheets import __main__ as child

MEMORY = 256 * 1024 * 1024  # bytes of address space beyond what reading takes: the hub's modules
SECONDS = 600  # of processor time: numbers of other countries take long
FIELDS = attrgetter(
    "number",
    "values",
    "search",
    "sort_key",
    "kind",
    "fields",
    "addresses",
    "tags",
    "organisation",
    "problems",
    "written",
)


def further(order: dict[str, Any]) -> Callable[[list[Any]], Any]:
    """What is done with each record: ``hub.imports.wanted.Wanted`` as a list, ``ready`` being the last."""
    terms, dialect = _terms(order["terms"]), order["dialect"]

    def make(record: list[Any]) -> Any:
        wanted = prepare(record, terms)
        return [*FIELDS(wanted), make_ready(wanted, terms, dialect)]

    return make


def _terms(found: dict[str, Any]) -> Terms:
    owner = found.pop("owner_id")
    return Terms(**found | {"import_id": UUID(found["import_id"]), "owner_id": UUID(owner) if owner else None})


if __name__ == "__main__":
    gc.collect()
    gc.freeze()  # the modules stay
    gc.set_threshold(50_000, 20, 50)
    child.main(further, MEMORY, SECONDS)
