"""The template engine: a small grammar over Jinja2's sandbox, pure."""

from hub.templates.engine.compiled import PARTS, CompiledTemplates, check_part, compile_parts
from hub.templates.engine.kinds import LANGUAGES, Kind, Language
from hub.templates.engine.problems import TemplateProblem, TemplateRefused
from hub.templates.engine.render import COMPILED, Rendered, TemplateText, TemplateValues, choose_language, render

__all__ = [
    "COMPILED",
    "LANGUAGES",
    "PARTS",
    "CompiledTemplates",
    "Kind",
    "Language",
    "Rendered",
    "TemplateProblem",
    "TemplateRefused",
    "TemplateText",
    "TemplateValues",
    "check_part",
    "choose_language",
    "compile_parts",
    "render",
]
