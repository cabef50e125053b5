"""The template engine: a small grammar over Jinja2's sandbox; and what the hub itself writes by it."""

from hub.templating.compiled import PARTS, CompiledTemplates, check_part, compile_parts
from hub.templating.kinds import LANGUAGES, Kind, Language
from hub.templating.own import OwnTexts, load_own_texts, shipped_texts
from hub.templating.problems import TemplateProblem, TemplateRefused
from hub.templating.render import COMPILED, Rendered, TemplateText, TemplateValues, choose_language, render

__all__ = [
    "COMPILED",
    "LANGUAGES",
    "PARTS",
    "CompiledTemplates",
    "Kind",
    "Language",
    "OwnTexts",
    "Rendered",
    "TemplateProblem",
    "TemplateRefused",
    "TemplateText",
    "TemplateValues",
    "check_part",
    "choose_language",
    "compile_parts",
    "load_own_texts",
    "render",
    "shipped_texts",
]
