"""What a connector that can look around before it is switched on tells of an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from hub.ports.connector import Options
from hub.ports.network import Network


class Verdict(StrEnum):
    """How a step of a check went."""

    WELL = "well"
    NOTE = "note"  # cannot be known, or needs no action
    WARNING = "warning"  # works, but something else will not
    PROBLEM = "problem"  # the account cannot work like this


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``step`` and ``code`` are stable words; ``detail`` is a sentence for a terminal."""

    step: str
    verdict: Verdict
    code: str
    detail: str
    facts: dict[str, str | int] = field(default_factory=dict)  # what the translated sentence fills in


Tell = Callable[[Finding], None]
"""Hears of each finding as it is made."""


def quietly(_finding: Finding) -> None:
    """For who only wants the whole report."""


@dataclass(frozen=True, slots=True)
class FoundEndpoint:
    """A phone or a trunk of the provider. A trunk has no number."""

    endpoint: str
    number: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FoundQueue:
    """A queue and the endpoints of its members."""

    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that a check found out, in the order in which it was looked at."""

    findings: Sequence[Finding]
    version: str | None = None
    extensions: Sequence[FoundEndpoint] = ()
    trunks: Sequence[FoundEndpoint] = ()
    queues: Sequence[FoundQueue] = ()

    @property
    def works(self) -> bool:
        """Whether the account could be switched on."""
        return all(finding.verdict is not Verdict.PROBLEM for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to paste at the provider's: ``text`` holds ``{secret}`` where the secret belongs."""

    product: str
    file: str
    text: str
    reload: str


@runtime_checkable
class Checks(Protocol):
    """A connector that can check an account, and that knows what its provider must be told."""

    async def check(self, options: Options, network: Network, tell: Tell = quietly) -> CheckReport:
        """Look, change nothing, and ``tell`` each finding as it is made, in the order of the report.

        Never raises for the network, and ends within half a minute.
        """

    def recipes(self, username: str, hub_address: str) -> tuple[Recipe, ...]:
        """What to paste, a product each; ``hub_address`` is where the hub comes from."""
