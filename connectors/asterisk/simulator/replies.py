"""How answers to actions are put together."""

from __future__ import annotations

from collections.abc import Callable

from connectors.asterisk.simulator.exchange import Exchange
from connectors.asterisk.simulator.packets import Action, Fields
from connectors.asterisk.simulator.session import Reply, Session

Handler = Callable[[Exchange, Session, Action], Reply]


def succeed(action: Action, message: str = "", *extra: tuple[str, str]) -> Reply:
    """A Success response with the client's ActionID."""
    said = [("Message", message)] if message else []
    return Reply([[("Response", "Success"), *echo(action), *said, *extra]])


def fail(action: Action, message: str) -> Reply:
    """An Error response with the client's ActionID."""
    return Reply([[("Response", "Error"), *echo(action), ("Message", message)]])


def listing(action: Action, message: str, complete: str, entries: list[Fields]) -> Reply:
    """A list: the start, its entries, and the Complete event that counts them."""
    start = [("Response", "Success"), *echo(action), ("EventList", "start"), ("Message", message)]
    end = [("Event", complete), *echo(action), ("EventList", "Complete"), ("ListItems", str(len(entries)))]
    return Reply([start, *entries, end])


def echo(action: Action) -> list[tuple[str, str]]:
    """The ActionID header, when the client gave one."""
    action_id = action.get("ActionID")
    return [("ActionID", action_id)] if action_id else []
