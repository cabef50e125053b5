"""The demo's words in one language: names, products, texts with slots."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
_PERSIAN = str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬")


@dataclass(frozen=True, slots=True)
class Words:
    """What ``data/<language>.toml`` holds."""

    language: str
    raw: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.raw[key]

    def texts(self, key: str) -> list[tuple[str | None, str]]:
        """Templates of (subject, text)."""
        return [(None, item) if isinstance(item, str) else (item[0], item[1]) for item in self.raw["texts"][key]]

    def digits(self, text: object) -> str:
        """A number as the language writes it."""
        return str(text).translate(_PERSIAN) if self.language == "fa" else str(text)


@lru_cache
def words(language: str) -> Words:
    """The words of a language."""
    return Words(language, tomllib.loads((DATA / f"{language}.toml").read_text("utf-8")))
