"""Check all the words of a template, and tell every problem at its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.templates.schemas import TemplateBodyIn, TemplateProblemOut
from hub.templating import PARTS, TemplateProblem, TemplateRefused, check_part
from hub.web import FieldError, Problem

MOST_PROBLEMS = 50


def words_of(bodies: Mapping[Any, TemplateBodyIn]) -> dict[str, dict[str, str]]:
    """The words as they are kept."""
    return {language: body.model_dump() for language, body in bodies.items()}


def find_problems(
    channel: str, bodies: Mapping[str, Mapping[str, str]], catalogue: Mapping[str, str]
) -> tuple[list[TemplateProblemOut], dict[str, str]]:
    """What is wrong with the words, and the kinds of the fields that they use."""
    problems: list[TemplateProblemOut] = []
    uses: dict[str, str] = {}
    for language, body in bodies.items():
        for part in PARTS:
            found = _problems(channel, language, part, body[part], catalogue, uses)
            problems += [_at(f"bodies.{language}.{part}", one) for one in found]
    return problems[:MOST_PROBLEMS], uses


def _problems(
    channel: str, language: str, part: str, source: str, catalogue: Mapping[str, str], uses: dict[str, str]
) -> list[TemplateProblem]:
    mail = channel == "email"
    if not source.strip():
        needed = part == "text" or (part == "subject" and mail)
        return [TemplateProblem("missing", "Write something here.")] if needed else []
    if part != "text" and not mail:
        return [TemplateProblem("not_here", f"Only a mail has a {part}.")]
    try:
        uses |= {name: catalogue[name] for name in check_part(source, part, language, catalogue).uses}
    except TemplateRefused as refused:
        return refused.problems
    return []


def refuse(problems: list[TemplateProblemOut]) -> Problem:
    """The answer to words that cannot be saved: problems at their fields, with line, name and hint beside."""
    errors = [
        FieldError(field=f"body.{one.field}", code=one.code, detail=f"Line {one.line}: {one.detail}")
        for one in problems
    ]
    members = {"problems": [one.model_dump(mode="json") for one in problems]}
    return Problem(422, "invalid", "Some fields are not valid.", errors=errors, members=members)


def _at(field: str, problem: TemplateProblem) -> TemplateProblemOut:
    return TemplateProblemOut(
        field=field, code=problem.code, detail=problem.detail, line=problem.line, name=problem.name, hint=problem.hint
    )
