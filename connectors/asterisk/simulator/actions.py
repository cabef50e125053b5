"""What clients may ask over AMI: one small function an action, answers worded as Asterisk words them."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.asterisk.simulator import call_actions, queue_actions, rights
from connectors.asterisk.simulator.exchange import Exchange
from connectors.asterisk.simulator.packets import Action, Fields
from connectors.asterisk.simulator.replies import Handler, echo, fail, listing, succeed
from connectors.asterisk.simulator.session import Reply, Session

_NONE = frozenset({"off"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """The only user of the simulated exchange."""

    username: str
    secret: str = field(repr=False)


def answer(exchange: Exchange, credentials: Credentials, session: Session, action: Action) -> Reply:
    """Carry an action out. Before the sign-in only Login, Challenge and Logoff are."""
    if not action.name:
        return fail(action, "Missing action in request")
    if action.name == "login":
        return _login(exchange, credentials, session, action)
    if not session.signed_in and action.name not in {"challenge", "logoff"}:
        return fail(action, "Permission denied")
    if not rights.permits(exchange.installation, action.name):
        return fail(action, "Permission denied")
    if handler := HANDLERS.get(action.name):
        return handler(exchange, session, action)
    hint = "Use Action: ListCommands to show available commands."
    return fail(action, f"Invalid/unknown command: {action.get('Action')}. {hint}")


def _login(exchange: Exchange, credentials: Credentials, session: Session, action: Action) -> Reply:
    if not _is_right(credentials, session, action):
        reply = fail(action, "Authentication failed")
        reply.close = True
        return reply
    session.signed_in = True
    if mask := action.get("Events"):
        session.classes = _classes(mask)
    reply = succeed(action, "Authentication accepted")
    uptime = str(int((datetime.now(UTC) - exchange.started_at).total_seconds()))
    session.may_read = exchange.installation.read
    if "system" in session.may_read and (session.classes is None or "system" in session.classes):
        facts = [("Uptime", uptime), ("LastReload", uptime), ("Status", "Fully Booted")]
        reply.packets.append([("Event", "FullyBooted"), ("Privilege", "system,all"), *facts])
    return reply


def _is_right(credentials: Credentials, session: Session, action: Action) -> bool:
    expected, given = credentials.secret, action.get("Secret")
    if action.get("AuthType").upper() == "MD5":
        digest = hashlib.md5((session.challenge + expected).encode(), usedforsecurity=False)
        expected, given = digest.hexdigest(), action.get("Key").lower()
    same_user = hmac.compare_digest(action.get("Username").encode(), credentials.username.encode())
    return hmac.compare_digest(given.encode(), expected.encode()) and same_user


def _classes(mask: str) -> frozenset[str] | None:
    names = frozenset(name.strip().lower() for name in mask.split(","))
    if names & {"on", "all", "true", "yes", "1"}:
        return None
    return names


def _challenge(_exchange: Exchange, session: Session, action: Action) -> Reply:
    if action.get("AuthType").upper() != "MD5":
        return fail(action, "Must specify AuthType")
    return succeed(action, "", ("Challenge", session.challenge))


def _logoff(_exchange: Exchange, _session: Session, action: Action) -> Reply:
    return Reply([[("Response", "Goodbye"), *echo(action), ("Message", "Thanks for all the fish.")]], close=True)


def _ping(exchange: Exchange, _session: Session, action: Action) -> Reply:
    now = time.time() + exchange.installation.clock_ahead
    return succeed(action, "", ("Ping", "Pong"), ("Timestamp", f"{now:.6f}"))


def _events(_exchange: Exchange, session: Session, action: Action) -> Reply:
    session.classes = _classes(action.get("EventMask", "on"))
    return succeed(action, "", ("Events", "Off" if session.classes == _NONE else "On"))


def _core_status(exchange: Exchange, _session: Session, action: Action) -> Reply:
    started = exchange.started_at.astimezone()
    date, clock = f"{started:%Y-%m-%d}", f"{started:%H:%M:%S}"
    return succeed(
        action,
        "",
        ("CoreStartupDate", date),
        ("CoreStartupTime", clock),
        ("CoreReloadDate", date),
        ("CoreReloadTime", clock),
        ("CoreCurrentCalls", str(len({channel.linkedid for channel in exchange.channels.values()}))),
    )


def _core_settings(exchange: Exchange, _session: Session, action: Action) -> Reply:
    return succeed(
        action,
        "",
        ("AMIversion", "11.0.0"),
        ("AsteriskVersion", exchange.installation.version),
        ("SystemName", "peyvand-simulated-phone"),
        ("CoreMaxCalls", "0"),
        ("CoreMaxLoadAvg", "0.000000"),
        ("CoreRunUser", ""),
        ("CoreRunGroup", ""),
        ("CoreMaxFilehandles", "0"),
        ("CoreRealTimeEnabled", "No"),
        ("CoreCDRenabled", "No"),
        ("CoreHTTPenabled", "No"),
    )


def _list_commands(exchange: Exchange, _session: Session, action: Action) -> Reply:
    listed = rights.commands(exchange.installation, HANDLERS)
    return succeed(action, "", *((name, f"Simulated.  (Priv: {classes})") for name, classes in listed))


def _extension_states(exchange: Exchange, _session: Session, action: Action) -> Reply:
    entries: list[Fields] = [
        [("Event", "ExtensionStatus"), *echo(action), ("Exten", number), ("Context", "ext-local"),
         ("Hint", f"{endpoint.address},CustomPresence:{number}"), ("Status", "0"), ("StatusText", "Idle")]
        for number, endpoint in exchange.switchboard.stations.items()
    ]  # fmt: skip
    return listing(action, "Extension Statuses will follow", "ExtensionStateListComplete", entries)


def _endpoints(exchange: Exchange, _session: Session, action: Action) -> Reply:
    board = exchange.switchboard
    entries: list[Fields] = [
        [("Event", "EndpointList"), *echo(action), ("ObjectType", "endpoint"),
         ("ObjectName", endpoint.address.partition("/")[2]), ("DeviceState", "Not in use")]
        for endpoint in [*board.stations.values(), board.trunk]
    ]  # fmt: skip
    message = "A listing of Endpoints follows, presented as EndpointList events"
    return listing(action, message, "EndpointListComplete", entries)


HANDLERS: dict[str, Handler] = {
    "listcommands": _list_commands,
    "extensionstatelist": _extension_states,
    "pjsipshowendpoints": _endpoints,
    "challenge": _challenge,
    "logoff": _logoff,
    "ping": _ping,
    "events": _events,
    "corestatus": _core_status,
    "coresettings": _core_settings,
    **call_actions.HANDLERS,
    **queue_actions.HANDLERS,
}
