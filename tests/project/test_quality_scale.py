"""Every connector answers every rule of the scale, and what it calls done is true where a machine can tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.ports import Checks, Connector
from tests.project.documented import DOCS, ROOT, missing, option_row

SCALE: dict[str, str] = tomllib.loads((ROOT / "connectors/quality_scale.toml").read_text("utf-8"))["rules"]
CONNECTORS = sorted(entry_points(group="hub.connectors"), key=lambda point: point.name)
STATES = {"done", "todo", "exempt"}
SECTIONS = ("side", "Options", "How it works", "Limits")


def folder_of(name: str) -> Path:
    return ROOT / "connectors" / name


def answers_of(name: str) -> dict[str, dict[str, str]]:
    rules: dict[str, dict[str, str]] = tomllib.loads((folder_of(name) / "quality_scale.toml").read_text("utf-8"))[
        "rules"
    ]
    return rules


def wrong(answers: dict[str, dict[str, str]], scale: dict[str, str]) -> list[str]:
    """What is wrong with the answers, a line each."""
    found = [f"{rule}: not answered" for rule in scale.keys() - answers.keys()]
    found += [f"{rule}: not on the scale" for rule in answers.keys() - scale.keys()]
    for rule, answer in answers.items():
        if answer.get("status") not in STATES:
            found.append(f"{rule}: status is one of {sorted(STATES)}")
        if answer.get("status") in {"todo", "exempt"} and not answer.get("comment"):
            found.append(f"{rule}: say why it is {answer['status']}")
        if answer.keys() - {"status", "comment"}:
            found.append(f"{rule}: only status and comment")
    return sorted(found)


def test_what_is_wrong_is_noticed() -> None:
    scale = {"a": "", "b": "", "c": ""}
    assert wrong({"a": {"status": "done"}, "b": {"status": "exempt", "comment": "none"}}, scale) == ["c: not answered"]
    assert wrong({"x": {"status": "done"}}, {}) == ["x: not on the scale"]
    assert wrong({"a": {"status": "exempt"}, "b": {"status": "fine"}, "c": {"status": "todo"}}, scale) == [
        "a: say why it is exempt", "b: status is one of ['done', 'exempt', 'todo']", "c: say why it is todo",
    ]  # fmt: skip


@pytest.mark.parametrize("point", CONNECTORS, ids=lambda point: point.name)
def test_every_rule_is_answered(point: EntryPoint) -> None:
    assert wrong(answers_of(point.name), SCALE) == []


def sources(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.py")))


def suite_of(name: str) -> str:
    return sources(ROOT / "tests/connectors" / name)


def options_described(name: str, connector: Connector) -> bool:
    rows = [option_row(option, field) for option, field in connector.options.model_fields.items()]
    described = all(field.description for field in connector.options.model_fields.values())
    return described and not missing(rows, DOCS / f"{name}.md")


def secrets_hidden(_name: str, connector: Connector) -> bool:
    """Whatever is called a secret is one; a name that ends in ``file`` is a path."""
    fields: dict[str, Any] = {
        option: field.annotation
        for option, field in connector.options.model_fields.items()
        if re.search(r"secret|password|token|passphrase", option) and not option.endswith("_file")
    }
    return bool(fields) and all("SecretStr" in str(kind) or kind is SecretStr for kind in fields.values())


def readme(name: str, _connector: Connector) -> bool:
    titles = re.findall(r"^## (.+)$", (folder_of(name) / "README.md").read_text("utf-8"), re.MULTILINE)
    return all(any(section in title for title in titles) for section in SECTIONS)


def own_tests(name: str, _connector: Connector) -> bool:
    """Each module is named by a test, or by a module that one names (its parts)."""
    modules = {path.stem for path in folder_of(name).glob("*.py")} - {"__init__"}
    package = f"connectors.{name}."
    named = set(re.findall(rf"{re.escape(package)}(\w+)|from connectors\.{name} import (\w+)", suite_of(name)))
    reached = {first or second for first, second in named} | {"__init__", "client"}
    while (
        new := {
            part
            for module in reached & (modules | {"__init__"})
            for part in re.findall(rf"{re.escape(package)}(\w+)", (folder_of(name) / f"{module}.py").read_text("utf-8"))
        }
        - reached
    ):
        reached |= new
    return modules <= reached


def reconnects(name: str, _connector: Connector) -> bool:
    return bool(re.search(r"def test_\w*(reconnect|new_session|again|restart)", suite_of(name)))


def real_provider(name: str, _connector: Connector) -> bool:
    """A peer of the connector's name, or one of another name that it is held against."""
    peers = (ROOT / "tests/peers").glob("*/test_connector.py")
    return any(path.parent.name == name or f"connectors.{name}" in path.read_text("utf-8") for path in peers)


CHECKED: dict[str, Callable[[str, Connector], bool]] = {
    "options-described": options_described,
    "secrets-hidden": secrets_hidden,
    "readme": readme,
    "own-tests": own_tests,
    "recorded-payloads": lambda name, _: any((ROOT / "tests/connectors" / name / "recordings").iterdir()),
    "hostile-input": lambda name, _: "from hypothesis import" in suite_of(name),
    "reconnects": reconnects,
    "diagnostics": lambda name, _: "diagnostics()" in suite_of(name),
    "metrics": lambda name, _: f"peyvand_{name}_" in sources(folder_of(name)),
    "check": lambda _, connector: isinstance(connector, Checks),
    "recipe": lambda _, connector: isinstance(connector, Checks) and bool(connector.recipes("hub", "192.0.2.1")),
    "real-provider": real_provider,
}


def called_done() -> list[tuple[EntryPoint, str]]:
    """Each connector with each rule that it says it keeps and that is checked here."""
    return [
        (point, rule)
        for point in CONNECTORS
        for rule in sorted(CHECKED)
        if answers_of(point.name)[rule]["status"] == "done"
    ]


@pytest.mark.parametrize(("point", "rule"), called_done(), ids=lambda one: getattr(one, "name", one))
def test_what_is_done_is_true(point: EntryPoint, rule: str) -> None:
    assert CHECKED[rule](point.name, point.load()), SCALE[rule]


def test_a_rule_that_is_checked_is_on_the_scale() -> None:
    assert CHECKED.keys() <= SCALE.keys()
