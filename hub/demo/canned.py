"""Templates of the demo: canned replies, text messages, a mail, what is said on a call, in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from hub.db import Tx
from hub.templates import NewTemplate, add_folder, add_template, change_template, reading
from hub.web import Principal

_FILE: Final = Path(__file__).parent / "data" / "templates.toml"
_LANGUAGES: Final = ("fa", "en")


async def add_templates(tx: Tx, by: Principal, language: str) -> None:
    """Folders named in the organisation's language, with their templates; one of them was changed once."""
    who = await reading(tx.connection, by)
    places: dict[str, UUID] = {}
    for folder in tomllib.loads(_FILE.read_text("utf-8"))["folder"]:
        made = await add_folder(tx, folder[language], places.get(folder.get("inside", "")))
        places[folder["en"]] = made.id
        for one in folder["template"]:
            wanted = {name: one[name] for name in ("channel", "shortcut") if name in one}
            wanted |= {"name": _name(one["name"], language), "folder_id": made.id, "language": language}
            first = NewTemplate.model_validate(wanted | {"bodies": _bodies(one.get("earlier", one))})
            template = await add_template(tx, who, first)
            if "earlier" in one:
                now = NewTemplate.model_validate(wanted | {"bodies": _bodies(one)})
                await change_template(tx, who, template.id, {"bodies": now.bodies}, None)


def _name(both: str, language: str) -> str:
    return both.split(" · ")[_LANGUAGES.index(language)]


def _bodies(one: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        language: {part: text.removeprefix("\n") for part, text in one[language].items()} for language in _LANGUAGES
    }
