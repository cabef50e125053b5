"""The grammar of templates: fields, filters with constants, conditions. A checked template is built anew from those.

Nothing of what an author wrote is run as it is: fields become plain names, so there is no attribute to walk along, and
no node but those made here comes to the compiler.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final, NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes

from hub.templating.kinds import FILTERS, NATURAL, FilterRule
from hub.templating.problems import TemplateProblem, TemplateRefused, refuse, unknown
from hub.templating.tokens import look_over

ORDERED: Final = frozenset({"number", "date"})
_ALIKE: Final[dict[str, tuple[type, ...]]] = {"text": (str,), "link": (str,), "number": (int, float)}
LONGEST_CONSTANT = 500


@dataclass(slots=True)
class Checked:
    """A template as it may be compiled; ``uses`` are its fields in the order of their slots."""

    tree: nodes.Template
    uses: list[str] = field(default_factory=list)


def check(env: Environment, source: str, part: str, catalogue: Mapping[str, str]) -> Checked:
    """Read a part of a template; ``catalogue``: the kind of each field. Raises ``TemplateRefused``."""
    look_over(env, source, part)
    try:
        parsed = env.parse(source)
        return _Rebuild(catalogue, one_line=part == "subject").template(parsed, env)
    except TemplateSyntaxError as error:
        raise refuse("syntax", error.message or "This cannot be read.", error.lineno) from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise refuse("syntax", "This cannot be read.") from None


def slot(place: int) -> str:
    """The name of the field at a place of ``uses``."""
    return f"f{place}"


class _Rebuild:
    """Copies what is allowed; goes on after a field's problem, so that all are told at once."""

    def __init__(self, catalogue: Mapping[str, str], *, one_line: bool) -> None:
        self._catalogue = catalogue
        self._one_line = one_line
        self._slots: dict[str, int] = {}
        self._problems: list[TemplateProblem] = []

    def template(self, parsed: nodes.Template, env: Environment) -> Checked:
        """The whole."""
        body = self._body(parsed.body)
        if self._problems:
            raise TemplateRefused(self._problems)
        tree = nodes.Template(body, lineno=1)
        tree.set_environment(env)
        return Checked(tree, list(self._slots))

    def _body(self, body: list[nodes.Node]) -> list[nodes.Node]:
        return [made for node in body if (made := self._node(node)) is not None]

    def _node(self, node: nodes.Node) -> nodes.Node | None:
        try:
            if isinstance(node, nodes.Output):
                return nodes.Output([self._output(one) for one in node.nodes], lineno=node.lineno)
            if isinstance(node, nodes.If):
                return self._if(node)
            _forbid(node)
        except TemplateRefused as error:
            self._problems += error.problems
            return None

    def _if(self, node: nodes.If) -> nodes.If:
        return nodes.If(
            self._test(node.test), self._body(node.body),
            [made for one in node.elif_ if isinstance(made := self._node(one), nodes.If)],
            self._body(node.else_), lineno=node.lineno,
        )  # fmt: skip

    def _output(self, node: nodes.Node) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return nodes.TemplateData(node.data, lineno=node.lineno)
        try:
            made, kind = self._value(node)
        except TemplateRefused as error:  # tell the others of the same piece too
            self._problems += error.problems
            return nodes.TemplateData("", lineno=node.lineno)
        return _filtered(made, NATURAL[kind]) if kind in NATURAL else made

    def _value(self, node: nodes.Node) -> tuple[nodes.Expr, str]:
        """A field, filtered or not, and the kind that it has after that."""
        if not isinstance(node, nodes.Filter):
            return self._field(node)
        if node.node is None:
            _forbid(node)
        made, kind = self._value(node.node)
        rule = FILTERS.get(node.name)
        if rule is None:
            raise TemplateRefused([unknown("unknown_filter", "filter", node.name, FILTERS, node.lineno)])
        if kind not in rule.takes:
            raise refuse("filter_kind", f"{node.name} is not for a field of the kind {kind}.", node.lineno, node.name)
        return _filtered(made, node.name, *self._arguments(node, rule)), rule.gives or kind

    def _arguments(self, node: nodes.Filter, rule: FilterRule) -> list[nodes.Expr]:
        if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise refuse("argument", f"{node.name} takes plain texts only.", node.lineno, node.name)
        if not rule.needed <= len(node.args) <= len(rule.choices):
            raise refuse("argument", _wanted(node.name, rule), node.lineno, node.name)
        return [self._argument(node, one, choices) for one, choices in zip(node.args, rule.choices, strict=False)]

    def _argument(self, node: nodes.Filter, given: nodes.Expr, choices: frozenset[str] | None) -> nodes.Expr:
        if not isinstance(given, nodes.Const) or not isinstance(given.value, str | int) or given.value is True:
            raise refuse("argument", f"{node.name} takes plain texts only.", node.lineno, node.name)
        text = str(given.value)
        if len(text) > LONGEST_CONSTANT:
            raise refuse("argument", f"At most {LONGEST_CONSTANT} characters.", node.lineno, node.name)
        if self._one_line and ("\n" in text or "\r" in text):
            raise refuse("line_break", "A subject is one line.", node.lineno, node.name)
        if choices is not None and text not in choices:
            raise refuse("argument", _wanted(node.name, FILTERS[node.name]), node.lineno, node.name)
        return nodes.Const(text, lineno=node.lineno)

    def _field(self, node: nodes.Node) -> tuple[nodes.Expr, str]:
        name = _dotted(node)
        if name not in self._catalogue:
            raise TemplateRefused([unknown("unknown_field", "field", name, self._catalogue, node.lineno)])
        place = self._slots.setdefault(name, len(self._slots))
        return nodes.Name(slot(place), "load", lineno=node.lineno), self._catalogue[name]

    def _test(self, node: nodes.Node) -> nodes.Expr:
        if isinstance(node, nodes.Not):
            return nodes.Not(self._test(node.node), lineno=node.lineno)
        if isinstance(node, nodes.And | nodes.Or):
            return type(node)(self._test(node.left), self._test(node.right), lineno=node.lineno)
        if isinstance(node, nodes.Compare):
            return self._compare(node)
        return self._field(node)[0]

    def _compare(self, node: nodes.Compare) -> nodes.Expr:
        if len(node.ops) != 1:
            raise refuse("comparison", "Compare two things at a time.", node.lineno)
        operand = node.ops[0]
        left, kind = self._field(node.expr)
        if operand.op not in {"eq", "ne", "lt", "lteq", "gt", "gteq"}:
            raise refuse("comparison", "Compare by ==, !=, <, <=, > or >=.", node.lineno)
        if operand.op not in {"eq", "ne"} and kind not in ORDERED:
            raise refuse("comparison", "Only numbers and dates have an order.", node.lineno)
        right = self._other(operand.expr, kind)
        return nodes.Compare(left, [nodes.Operand(operand.op, right)], lineno=node.lineno)

    def _other(self, node: nodes.Node, kind: str) -> nodes.Expr:
        """What a field of this kind is compared with: a constant or a field of the same kind."""
        if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const) and kind == "number":
            return nodes.Const(-_number(node.node), lineno=node.lineno)
        if not isinstance(node, nodes.Const):
            made, other = self._field(node)
            if other != kind:
                raise refuse("comparison", f"A {kind} cannot be compared with a {other}.", node.lineno)
            return made
        allowed = _ALIKE.get(kind, ())
        if (
            not isinstance(node.value, allowed)
            or isinstance(node.value, bool)
            or len(str(node.value)) > LONGEST_CONSTANT
            or node.value == inf
        ):
            raise refuse("comparison", f"A {kind} cannot be compared with this.", node.lineno)
        return nodes.Const(node.value, lineno=node.lineno)


def _number(node: nodes.Const) -> Any:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or node.value == inf:
        raise refuse("comparison", "This is not a number.", node.lineno)
    return node.value


def _filtered(made: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(made, name, list(arguments), [], None, None, lineno=made.lineno)


def _dotted(node: nodes.Node) -> str:
    """``customer.first_name`` as it was written. Raises ``TemplateRefused`` for anything but names and dots."""
    names: list[str] = []
    while isinstance(node, nodes.Getattr):
        names.append(node.attr)
        node = node.node
    if not isinstance(node, nodes.Name):
        _forbid(node)
    return ".".join([node.name, *reversed(names)])


def _forbid(node: nodes.Node) -> NoReturn:
    what = type(node).__name__
    raise refuse("not_allowed", f"{_WORDS.get(what, what)} cannot be used in a template.", node.lineno, what)


def _wanted(name: str, rule: FilterRule) -> str:
    told = [" or ".join(sorted(choices)) if choices else "a text" for choices in rule.choices]
    return f"{name} takes {', '.join(told)}." if told else f"{name} takes nothing."


_WORDS: Final = {
    "Call": "A call", "Getitem": "An index", "Const": "A constant alone", "CondExpr": "An if inside a field",
    "Pow": "Arithmetic", "Mul": "Arithmetic", "Add": "Arithmetic", "Sub": "Arithmetic", "Div": "Arithmetic",
    "FloorDiv": "Arithmetic", "Mod": "Arithmetic", "Concat": "Arithmetic", "List": "A list", "Dict": "A list",
    "Tuple": "A list", "Test": "A test", "Neg": "Arithmetic", "Pos": "Arithmetic",
    "Compare": "A comparison outside of if", "And": "A condition outside of if", "Or": "A condition outside of if",
    "Not": "A condition outside of if",
}  # fmt: skip
