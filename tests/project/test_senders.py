"""Nothing leaves the hub for somebody outside before ``hub.consent.may_send`` was asked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hub import ports

ROOT = Path(__file__).resolve().parents[2]
ONE_PLACE = "hub/messaging/"  # the one folder that may hand messages to connectors
MESSAGES = {name for name in ports.__all__ if name.startswith(("Outbound", "Sends"))} | {"OutboundMessage"}


def offences(path: str, text: str) -> list[str]:
    """What is wrong with a module that hands messages out: it is in the wrong place, or it does not ask."""
    tree = ast.parse(text)
    used = sorted({name for node in ast.walk(tree) for name in _names(node) if name in MESSAGES})
    if not used or path.startswith(("hub/ports/", "connectors/")):
        return []
    if not path.startswith(ONE_PLACE):
        return [f"{path} uses {', '.join(used)}: leave it to {ONE_PLACE}"]
    makes = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in MESSAGES]
    if makes and not any(isinstance(node, ast.Call) and _called(node) == "may_send" for node in ast.walk(tree)):
        return [f"{path} makes {', '.join(used)} and does not ask may_send"]
    return []


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def _called(node: ast.Call) -> str:
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def test_no_sender_avoids_the_question() -> None:
    found = [
        one
        for path in sorted(ROOT.glob("hub/**/*.py"))
        for one in offences(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


ASKS = "async def go(tx):\n    found = await consent.may_send(tx, [], 'sms', 'service', tx.now)\n"
MAKES = "    return OutboundMessage(channel='sms')\n"


@pytest.mark.parametrize(
    ("path", "text", "wrong"),
    [
        ("hub/campaigns/run.py", "from hub.ports import OutboundMessage\n", True),
        ("hub/calls/send.py", "from hub import ports\nx = ports.OutboundMessage()\n", True),
        ("hub/messaging/send.py", "async def go(tx):\n" + MAKES, True),
        ("hub/messaging/send.py", ASKS + MAKES, False),
        ("hub/messaging/schemas.py", "from hub.ports import OutboundMessage\nWanted = OutboundMessage\n", False),
        ("hub/ports/messages.py", "class OutboundMessage: ...\nx = OutboundMessage()\n", False),
        ("hub/calls/send.py", "from hub.ports import InboundMessage\n", False),
    ],
)
def test_who_avoids_it_is_noticed(path: str, text: str, wrong: bool) -> None:
    assert bool(offences(path, text)) is wrong
