"""What is wrong with a template, where, and how it might be meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 20  # problems told at once
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """``code`` is stable; ``line`` counts from 1; ``name`` is what it is about, ``hint`` what may have been meant."""

    code: str
    detail: str
    line: int = 1
    name: str | None = None
    hint: str | None = None


class TemplateRefused(Exception):
    """A template that is not taken, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[TemplateProblem]) -> None:
        self.problems = list(problems)[:MOST]
        super().__init__("; ".join(f"line {one.line}: {one.detail}" for one in self.problems))


def refuse(code: str, detail: str, line: int = 1, name: str | None = None) -> TemplateRefused:
    """One thing that is wrong."""
    return TemplateRefused([TemplateProblem(code, detail, line, shorten(name))])


def unknown(code: str, what: str, name: str, known: Iterable[str], line: int) -> TemplateProblem:
    """A name that there is not, with the one that it looks like."""
    short = shorten(name) or ""
    near = difflib.get_close_matches(short, sorted(known), n=1, cutoff=0.72)
    hint = near[0] if near else None
    meant = f" Did you mean {hint}?" if hint else ""
    return TemplateProblem(code, f"There is no {what} {short}.{meant}", line, short, hint)


def shorten(name: str | None) -> str | None:
    """A name as it can be shown: it may be as long as a template."""
    return name if name is None or len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
