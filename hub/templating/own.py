"""What the hub itself writes: files under ``templates/``, and those of a folder that an organisation lays over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from hub.settings import SettingsError
from hub.templating.compiled import CompiledPart, check_part, compile_part
from hub.templating.kinds import LANGUAGES
from hub.templating.problems import TemplateRefused
from hub.templating.render import Rendered, rendered

ENDINGS: Final = {"subject": ".subject.txt", "text": ".txt", "html": ".html"}
MOST_BYTES: Final = 500_000  # of a file


@dataclass(frozen=True, slots=True)
class OwnText:
    """One text: the kinds of its fields, those that its text (and HTML) must hold, and whether it is a mail, too."""

    fields: Mapping[str, str]
    needed: frozenset[str]
    mail: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        """What it is made of; a text message takes only ``text``."""
        return ("subject", "text", "html") if self.mail else ("text",)


_LINK: Final = OwnText({"organisation.name": "text", "link": "link"}, frozenset({"link"}))
_AGREED: Final = OwnText({"channel": "text"}, frozenset({"channel"}), mail=False)
_ANSWER: Final = OwnText({"organisation.name": "text"}, frozenset(), mail=False)
CATALOGUE: Final[Mapping[str, OwnText]] = {
    "consent_confirm": _LINK, "consent_preferences": _LINK, "consent_marketing": _AGREED, "consent_service": _AGREED,
    "sms_stop": _ANSWER, "sms_start": _ANSWER, "sms_help": _ANSWER,
}  # fmt: skip


class OwnTexts:
    """All of them, checked and compiled."""

    def __init__(self, compiled: Mapping[tuple[str, str], Mapping[str, CompiledPart]]) -> None:
        self._compiled = compiled

    def write(self, name: str, language: str, values: Mapping[str, Any]) -> Rendered:
        """The text of this name for these values. Raises ``TemplateRefused`` where it would be too long to send."""
        return rendered(self._compiled[name, language], values, language)

    def fields(self, name: str, language: str) -> set[str]:
        """The fields that it uses."""
        return {field for part in self._compiled[name, language].values() for _slot, field in part.uses}


def load_own_texts(folder: Path | None = None) -> OwnTexts:
    """Read all of them; ``folder`` has files that stand for the hub's. Raises ``SettingsError`` for the first wrong."""
    over = _laid_over(folder) if folder else {}
    return OwnTexts({
        (name, language): {part: _compile(name, language, part, over) for part in own.parts}
        for name, own in CATALOGUE.items() for language in LANGUAGES
    })  # fmt: skip


@cache
def shipped_texts() -> OwnTexts:
    """Those of the hub, with nothing laid over them."""
    return load_own_texts()


@cache
def _shipped() -> Path:
    """Beside the package in a checkout, inside it where it is installed."""
    inside = Path(__file__).with_name("files")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def _names() -> set[str]:
    return {_place(name, language, part) for name, own in CATALOGUE.items() for language in LANGUAGES
            for part in own.parts}  # fmt: skip


def _place(name: str, language: str, part: str) -> str:
    return f"{language}/{name}{ENDINGS[part]}"


def _laid_over(folder: Path) -> dict[str, Path]:
    """The files of the folder. Raises ``SettingsError``, too, for one that would stand for nothing."""
    if not folder.is_dir():
        raise SettingsError(f"setting templates.folder: there is no folder {folder}")
    known, found = _names(), {}
    for path in sorted([*folder.glob("*"), *folder.glob("*/*")]):
        place = path.relative_to(folder).as_posix()
        if path.is_dir() or place.startswith(".") or path.name.startswith(".") or path.name.endswith("~"):
            continue
        if place not in known:
            raise SettingsError(f"{path}: the hub has no text of this name; docs/templates.md lists them")
        found[place] = path
    return found


def _compile(name: str, language: str, part: str, over: Mapping[str, Path]) -> CompiledPart:
    place, own = _place(name, language, part), CATALOGUE[name]
    path = over.get(place, _shipped() / place)
    try:
        source = _read(path)
        check_part(source, part, language, own.fields)
        compiled = compile_part(source, part, language, own.fields)
    except TemplateRefused as refused:
        first = refused.problems[0]
        raise SettingsError(f"{path}, line {first.line}: {first.detail}") from None
    missing = own.needed - {field for _slot, field in compiled.uses}
    if missing and part != "subject":
        raise SettingsError(f"{path}: it must say {{{{ {min(missing)} }}}}")
    return compiled


def _read(path: Path) -> str:
    """Its words, without the line break at the end."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8") from None
    if len(raw) > MOST_BYTES or not text.strip():
        raise SettingsError(f"{path}: is {'too large' if text.strip() else 'empty'}")
    return text.replace("\r\n", "\n").rstrip("\n")
