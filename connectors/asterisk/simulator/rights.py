"""Which classes of manager.conf permit which action, as Asterisk has it."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.asterisk.simulator.exchange import Installation

# Of the actions that are not here anybody may have use.
_CLASSES = {
    "CoreStatus": "system,reporting", "CoreSettings": "system,reporting", "CoreShowChannels": "system,reporting",
    "ExtensionStateList": "call,reporting", "PJSIPShowEndpoints": "system", "PJSIPNotify": "system",
    "Originate": "originate",
    "Hangup": "system,call", "BlindTransfer": "call", "Atxfer": "call", "CancelAtxfer": "call",
    "QueueAdd": "agent", "QueueRemove": "agent",
    "QueuePause": "agent",
}  # fmt: skip
_FREE = ("Challenge", "Events", "ListCommands", "Login", "Logoff", "Ping", "QueueStatus")
_BY_NAME = {name.lower(): frozenset(classes.split(",")) for name, classes in _CLASSES.items()}


def permits(installation: Installation, action: str) -> bool:
    """Whether the user may; ``action`` in lower case."""
    needed = _BY_NAME.get(action)
    return needed is None or bool(needed & installation.write)


def commands(installation: Installation, handled: Iterable[str]) -> list[tuple[str, str]]:
    """What ListCommands gives: names with their classes, of what the user may do."""
    known = {*handled, "login"}
    names = [*_CLASSES, *_FREE]
    return [
        (name, f"{_CLASSES[name]},all" if name in _CLASSES else "<none>")
        for name in sorted(names)
        if name.lower() in known and permits(installation, name.lower())
    ]
