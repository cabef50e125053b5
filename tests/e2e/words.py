"""The interface's own texts, so that a test finds things by what people read.

What people can do is tried in one language, half of it in Persian; ``test_pages`` looks at every page in both.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from tests.support.hub_process import ROOT

LANGUAGES = ("fa", "en")
_TEXTS = ROOT / "webui" / "src" / "i18n"
_HOLE = re.compile(r"{{(\w+)[^}]*}}")


def say(language: str, key: str, **values: str) -> str:
    """The text of ``area.key`` with its holes filled."""
    area, *path = key.split(".")
    node: Any = _area(language, area)
    for part in path:
        node = node[part]
    return _HOLE.sub(lambda hole: values[hole[1]], str(node))


def pattern(language: str, key: str) -> re.Pattern[str]:
    """The same with anything in its holes."""
    area, *path = key.split(".")
    node: Any = _area(language, area)
    for part in path:
        node = node[part]
    return re.compile("^" + ".*".join(re.escape(part) for part in _HOLE.split(str(node))[::2]) + "$")


@cache
def _area(language: str, area: str) -> Any:
    return json.loads((_TEXTS / language / f"{area}.json").read_text("utf-8"))
