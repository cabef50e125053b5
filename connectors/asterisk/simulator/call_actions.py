"""Actions about calls: place, end, pass on, list."""

from __future__ import annotations

import asyncio
import re

from connectors.asterisk.simulator.calls import Behaviour, Consult, HangUp, Notified, PassOn, Plan, Return
from connectors.asterisk.simulator.dialplan import CallRefusedError, place_call
from connectors.asterisk.simulator.exchange import Exchange
from connectors.asterisk.simulator.model import UNKNOWN, Channel, Party
from connectors.asterisk.simulator.originating import Origination, start_originating
from connectors.asterisk.simulator.packets import Action, Fields
from connectors.asterisk.simulator.replies import Handler, echo, fail, listing, succeed
from connectors.asterisk.simulator.session import Reply, Session
from connectors.asterisk.simulator.switchboard import INTERNAL_CONTEXT, STATION_CONTEXT, TRUNK_CONTEXT

_CALLER_ID = re.compile(r'\s*"?(?P<name>[^"<]*?)"?\s*<(?P<number>[^>]*)>\s*\Z')
_CONTEXTS = {INTERNAL_CONTEXT, STATION_CONTEXT, TRUNK_CONTEXT}
_DEFAULT_TIMEOUT = "30000"  # ms


def _originate(exchange: Exchange, _session: Session, action: Action) -> Reply:
    channel, exten, context = action.get("Channel"), action.get("Exten"), action.get("Context")
    if not channel:
        return fail(action, "Channel not specified")
    if not (exten and context):
        return fail(action, "The simulation originates to an Exten in a Context only")
    if not _leads_somewhere(exchange, exten, context):
        return fail(action, "Extension does not exist.")
    timeout = action.get("Timeout", _DEFAULT_TIMEOUT)
    if not timeout.isdecimal() or len(timeout) > len("999999999"):
        return fail(action, "Invalid timeout")
    caller, seconds = _caller_id(action.get("CallerID")), int(timeout) / 1000
    wish = Origination(channel, caller, exten, context, seconds, action.get("ActionID"))
    start_originating(exchange, exchange.switchboard.station_at(channel), wish)
    return succeed(action, "Originate successfully queued")


def _hang_up(exchange: Exchange, _session: Session, action: Action) -> Reply:
    if not (name := action.get("Channel")):
        return fail(action, "No channel specified")
    if (channel := find_channel(exchange, name)) is None:
        return fail(action, "No such channel")
    channel.call.post(HangUp(channel))
    return succeed(action, "Channel Hungup")


def _blind_transfer(exchange: Exchange, _session: Session, action: Action) -> Reply:
    if not (name := action.get("Channel")):
        return fail(action, "No channel specified")
    if not (exten := action.get("Exten")):
        return fail(action, "No extension specified")
    if (channel := find_channel(exchange, name)) is None:
        return fail(action, "Channel specified does not exist")
    context = action.get("Context", INTERNAL_CONTEXT)
    if channel.bridge is None:
        return fail(action, "Transfer invalid")
    if not _leads_somewhere(exchange, exten, context):
        return fail(action, "Transfer failed")
    channel.call.post(PassOn(channel, exten, context))
    return succeed(action, "Transfer succeeded")


def _atxfer(exchange: Exchange, _session: Session, action: Action) -> Reply:
    """As Asterisk's, it says only that the digits were played, not whether they lead anywhere."""
    if not (name := action.get("Channel")):
        return fail(action, "No channel specified")
    if not (exten := action.get("Exten")):
        return fail(action, "No extension specified")
    if (channel := find_channel(exchange, name)) is None:
        return fail(action, "Channel specified does not exist")
    channel.call.post(Consult(channel, exten))
    return succeed(action, "Atxfer successfully queued")


def _cancel_atxfer(exchange: Exchange, _session: Session, action: Action) -> Reply:
    if not (name := action.get("Channel")):
        return fail(action, "No channel specified")
    if (channel := find_channel(exchange, name)) is None:
        return fail(action, "Channel specified does not exist")
    channel.call.post(Return(channel))
    return succeed(action, "CancelAtxfer successfully queued")


def _notify(exchange: Exchange, _session: Session, action: Action) -> Reply:
    """Inside of a call only. Asterisk says yes once it is sent, whatever the phone makes of it."""
    if not (name := action.get("Channel")):
        return fail(action, "The simulation notifies a Channel only")
    if (channel := find_channel(exchange, name)) is None:
        return fail(action, "Could not find a channel with that name")
    variables = dict(pair.partition("=")[::2] for pair in action.get("Variable").split(","))
    if exchange.habits.phones_hold and variables.get("Event") in {"hold", "talk"}:
        channel.call.post(Notified(channel, variables["Event"]))
    return succeed(action, "NOTIFY sent")


def _core_show_channels(exchange: Exchange, _session: Session, action: Action) -> Reply:
    now = asyncio.get_running_loop().time()
    entries = [_shown(channel, action, now) for channel in exchange.channels.values()]
    return listing(action, "Channels will follow", "CoreShowChannelsComplete", entries)


def _simulate_call(exchange: Exchange, _session: Session, action: Action) -> Reply:
    try:
        plan = _read_plan(action)
        channel, _task = place_call(exchange, action.get("From"), action.get("To"), action.get("Name") or None, plan)
    except CallRefusedError as error:
        return fail(action, str(error))
    return succeed(action, "Call simulated", ("Channel", channel.name), ("Uniqueid", channel.uniqueid))


def find_channel(exchange: Exchange, name: str) -> Channel | None:
    """A live channel by its name or its Uniqueid."""
    by_id = (channel for channel in exchange.channels.values() if channel.uniqueid == name)
    return exchange.channels.get(name) or next(by_id, None)


def _leads_somewhere(exchange: Exchange, exten: str, context: str) -> bool:
    if context not in _CONTEXTS:
        return False
    return exchange.switchboard.resolve(exten, may_leave=context != TRUNK_CONTEXT) is not None


def _caller_id(text: str) -> Party:
    if found := _CALLER_ID.match(text):
        return Party(found["number"] or UNKNOWN.number, found["name"] or UNKNOWN.name)
    return Party(text, UNKNOWN.name) if text else UNKNOWN


def _shown(channel: Channel, action: Action, now: float) -> Fields:
    minutes, seconds = divmod(int(now - channel.started), 60)
    application, data = channel.application
    return [
        ("Event", "CoreShowChannel"),
        *echo(action),
        *channel.fields(),
        ("BridgeId", channel.bridge.id if channel.bridge else ""),
        ("Application", application),
        ("ApplicationData", data),
        ("Duration", f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"),
    ]


def _read_plan(action: Action) -> Plan:
    default = Plan()
    try:
        behaviour = Behaviour(action.get("Behaviour", default.behaviour).lower())
    except ValueError:
        raise CallRefusedError(f"Behaviour is one of {', '.join(Behaviour)}") from None
    ring, talk = _seconds(action, "Ring", default.ring_seconds), _seconds(action, "Talk", default.talk_seconds)
    return Plan(behaviour, ring, talk, action.get("TransferTo"), action.get("AnsweredBy") or None)


def _seconds(action: Action, key: str, default: float) -> float:
    try:
        return float(action.get(key) or default)
    except ValueError:
        raise CallRefusedError(f"{key} is a number of seconds") from None


HANDLERS: dict[str, Handler] = {
    "originate": _originate,
    "hangup": _hang_up,
    "blindtransfer": _blind_transfer,
    "atxfer": _atxfer,
    "cancelatxfer": _cancel_atxfer,
    "pjsipnotify": _notify,
    "coreshowchannels": _core_show_channels,
    "simulatecall": _simulate_call,
}
