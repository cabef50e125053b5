"""Calls told in few words."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

from hub import ports
from hub.calls.machine import Board, Call, apply, reconcile
from hub.ports import Party
from tests.hub.calls.recordings import AGENTS, AT, BOOT, TICK, draw, ref


class Script:
    """Facts in few words; the n-th comes at n ticks."""

    def __init__(self, agents: dict[str, UUID] | None = None) -> None:
        self.board = Board("pbx")
        self.agents = AGENTS if agents is None else agents
        self.tick = 0
        self.seen: dict[UUID, Call] = {}

    def send(self, *facts: ports.CallEvent) -> Self:
        for fact in facts:
            apply(self.board, fact, self.agents)
            self.seen |= self.board.calls
        return self

    @property
    def at(self) -> datetime:
        """The next moment."""
        self.tick += 1
        return AT + self.tick * TICK

    def starts(self, name: str, endpoint: str, root: str | None = None, *, initiated: bool = False) -> Self:
        party = Party.OUTSIDE if "trunk" in endpoint else Party.STATION
        number = "09121234567" if party is Party.OUTSIDE else None
        return self.send(
            ports.LegStarted(ref(name), self.at, ref(root or name), party, f"PJSIP/{endpoint}", initiated, number)
        )

    def caller(self, name: str) -> Self:
        return self.starts(name, "trunk", initiated=True)

    def rings(self, name: str, by: str) -> Self:
        return self.send(ports.LegRinging(ref(name), self.at, ref(by)))

    def up(self, *names: str) -> Self:
        return self.send(*(ports.LegAnswered(ref(name), self.at) for name in names))

    def into(self, bridge: str, *names: str) -> Self:
        return self.send(*(ports.BridgeEntered(ref(name), self.at, bridge) for name in names))

    def out(self, bridge: str, *names: str) -> Self:
        return self.send(*(ports.BridgeLeft(ref(name), self.at, bridge) for name in names))

    def ends(self, *names: str) -> Self:
        return self.send(*(ports.LegEnded(ref(name), self.at, 16) for name in names))

    def talk(self, name: str, endpoint: str, caller: str, bridge: str) -> Self:
        """An agent is rung for a caller and answers."""
        return self.starts(name, endpoint, caller).rings(name, caller).up(name, caller).into(bridge, name, caller)

    @property
    def kept(self) -> list[Call]:
        """Every call that did not turn out to be another."""
        return [call for call in self.seen.values() if call.joined_into is None]

    @property
    def calls(self) -> list[list[str]]:
        return [draw(call) for call in self.kept]

    def lists(self, *legs: ports.LegSeen, boot: str = BOOT) -> Self:
        """The provider tells all legs that live."""
        reconcile(self.board, ports.LegsSnapshot(boot, self.at, legs), self.agents)
        self.seen |= self.board.calls
        return self


class Recorded(Script):
    """Keeps the facts too, for whoever stores them."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[ports.CallEvent] = []

    def send(self, *facts: ports.CallEvent) -> Self:
        self.facts += facts
        return super().send(*facts)


def seen(
    name: str, endpoint: str, root: str | None = None, *, initiated: bool = False, ringing: bool = False,
    bridge: str | None = None, boot: str = BOOT, since: datetime = AT,
) -> ports.LegSeen:  # fmt: skip
    """A leg in such a list; with a bridge it is up."""
    party = Party.OUTSIDE if "trunk" in endpoint else Party.STATION
    number = "09121234567" if party is Party.OUTSIDE else None
    started = ports.LegStarted(
        ref(name, boot), since, ref(root or name, boot), party, f"PJSIP/{endpoint}", initiated, number
    )
    return ports.LegSeen(started, ringing=ringing, answered=bridge is not None, bridge=bridge)
