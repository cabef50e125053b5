"""The rows that docs/ must hold, made from the code: a test fails with the row to paste."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def setting_rows(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """A table row for each setting of ``model`` and of its sections."""
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from setting_rows(field.annotation, f"{path}.")
        elif not _is_table(field.annotation):
            yield option_row(path, field)


def option_row(path: str, field: FieldInfo) -> str:
    """One setting's row: key, default, meaning."""
    return (
        f"| `{path}` | {_default(field)} | {' '.join((field.description or '').split()).replace('|', chr(92) + '|')} |"
    )


def _is_table(annotation: Any) -> bool:
    return get_origin(annotation) is dict


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True) if not field.is_required() else PydanticUndefined
    if value is PydanticUndefined:
        return "required"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value == ():
        return "–"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text}`"


def missing(rows: list[str], *files: Path) -> str:
    """The rows that none of ``files`` holds, one a line."""
    text = "\n".join(file.read_text("utf-8") for file in files if file.exists())
    return "\n".join(row for row in rows if row not in text)
