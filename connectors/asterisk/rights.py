"""What the AMI user needs, what for, and what to paste at the PBX."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from hub.ports import Recipe, Verdict

READ = "system,call,agent"
WRITE = "reporting,call,originate,agent"


@dataclass(frozen=True, slots=True)
class Need:
    """An action, the write class that permits it, and what stops working without it."""

    action: str
    right: str
    verdict: Verdict
    without: str  # a stable word, translated by the page
    detail: str


NEEDS = (
    Need("CoreStatus", "reporting", Verdict.PROBLEM, "nothing", "the account cannot work"),
    Need("CoreShowChannels", "reporting", Verdict.PROBLEM, "nothing", "the account cannot work"),
    Need("Hangup", "call", Verdict.WARNING, "hang_up", "agents cannot hang up from the page"),
    Need("BlindTransfer", "call", Verdict.WARNING, "transfer", "agents cannot transfer from the page"),
    Need("Originate", "originate", Verdict.WARNING, "dial", "click to dial does not work"),
    Need("QueuePause", "agent", Verdict.WARNING, "pause", "queues are not told when an agent is away"),
)
HOLD = Need("PJSIPNotify", "system", Verdict.WARNING, "hold", "hold from the page does not work")
# What an application of its own provides: where it is not loaded, nothing can be said about the right.
_OPTIONAL = frozenset({"QueuePause"})


def missing(permitted: Iterable[str], *, queues: bool, hold: bool = False) -> list[Need]:
    """What the user may not do, of the names that ListCommands gave."""
    names = {name.lower() for name in permitted}
    needs = (*NEEDS, HOLD) if hold else NEEDS
    return [need for need in needs if need.action.lower() not in names and (queues or need.action not in _OPTIONAL)]


def recipes(username: str, hub_address: str) -> tuple[Recipe, ...]:
    """The AMI user with the least rights, a product each; ``{secret}`` stands where the secret belongs."""
    user = _user(username, hub_address)
    head = f"[general]\nenabled = yes\nport = 5038\nbindaddr = {_bind(hub_address)}\n\n"
    reload_ = 'asterisk -rx "manager reload"'
    return (
        Recipe("asterisk", "/etc/asterisk/manager.conf", head + user, reload_),
        Recipe("freepbx", "/etc/asterisk/manager_custom.conf", user, reload_),
        Recipe("issabel", "/etc/asterisk/manager_custom.conf", user, reload_),
    )


def _user(username: str, hub_address: str) -> str:
    return (
        f"[{username}]\nsecret = {{secret}}\ndeny = 0.0.0.0/0.0.0.0\ndeny = ::/0\npermit = {_mask(hub_address)}\n"
        f"read = {READ}\nwrite = {WRITE}\nwritetimeout = 5000\n"
    )


def _mask(address: str) -> str:
    parsed = ipaddress.ip_address(address)
    return f"{parsed}/255.255.255.255" if parsed.version == 4 else f"{parsed}/128"


def _bind(address: str) -> str:
    """A hub on the same machine needs no other interface."""
    return "127.0.0.1" if ipaddress.ip_address(address).is_loopback else "0.0.0.0"  # noqa: S104 - permit guards it
