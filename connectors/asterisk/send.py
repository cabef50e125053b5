"""Pure: what the hub wants → an AMI action, and its answer → how it went."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from connectors.asterisk.channels import LiveChannels
from connectors.asterisk.config import AsteriskOptions
from connectors.asterisk.text import clean
from hub.ports import (
    AttendedTransfer,
    CallCommand,
    CancelTransfer,
    Dial,
    HangUp,
    Hold,
    LegRef,
    Refused,
    Resume,
    Transfer,
)

Action = dict[str, str]

# Originate can run programs: only fixed contexts and these two shapes ever reach it.
_NUMBER = re.compile(r"[0-9+*#]{1,40}")
_ENDPOINT = re.compile(r"[A-Za-z][A-Za-z0-9]{1,15}/[A-Za-z0-9_.@+-]{1,80}")

_NORMAL_CLEARING = "16"
# Reason of an OriginateResponse (ast_control_frame_type); the rest says nothing to a person.
_REASONS = {"0": "it is not registered or does not exist", "1": "it was hung up", "3": "nobody picked it up",
            "5": "it is busy", "8": "the line is congested"}  # fmt: skip


def action_for(command: CallCommand, options: AsteriskOptions, boot: str, channels: LiveChannels) -> Action:
    """The action that carries ``command`` out. Raises ``Refused``."""
    if isinstance(command, Dial):
        return _originate(command, options)
    channel = _channel(command.leg, boot, channels)
    if isinstance(command, HangUp):
        return {"Action": "Hangup", "Channel": channel, "Cause": _NORMAL_CLEARING}
    if isinstance(command, CancelTransfer):
        return {"Action": "CancelAtxfer", "Channel": channel}
    if isinstance(command, Hold | Resume):
        return _notify(channel, "hold" if isinstance(command, Hold) else "talk", options)
    return _transfer(command, channel, options)


def seconds_for(command: CallCommand, options: AsteriskOptions) -> float:
    """How long the answer may take: a dialled phone rings first."""
    return options.connect_timeout + (options.dial_timeout if isinstance(command, Dial) else 0)


def check_answer(answer: Sequence[Mapping[str, str]]) -> None:
    """Raises ``Refused`` with the PBX's own words unless the action succeeded."""
    if answer[0].get("response", "") != "Success":
        raise Refused(f"The PBX refused: {clean(answer[0].get('message', '')) or 'no reason given'}.")
    last = answer[-1]
    if last.get("event", "") == "OriginateResponse" and last.get("response", "") != "Success":
        reason = clean(last.get("reason", ""), 8)
        raise Refused(f"Your phone could not be reached: {_REASONS.get(reason, f'reason {reason}')}.")


def _originate(command: Dial, options: AsteriskOptions) -> Action:
    if not _ENDPOINT.fullmatch(command.endpoint):
        raise Refused("This phone's endpoint is not one that can be called.")
    action = {
        "Action": "Originate",
        "Channel": command.endpoint,
        "Context": options.dial_context,
        "Exten": _number(command.number),
        "Priority": "1",
        "Timeout": str(int(options.dial_timeout * 1000)),
        "Async": "true",
    }
    extension = command.endpoint.partition("/")[2]
    if extension.isdigit():
        action["CallerID"] = extension  # the phone's own: the dialplan shows it to whom it calls
    return action


def _transfer(command: Transfer | AttendedTransfer, channel: str, options: AsteriskOptions) -> Action:
    return {
        "Action": "BlindTransfer" if isinstance(command, Transfer) else "Atxfer",
        "Channel": channel,
        "Context": options.transfer_context,
        "Exten": _number(command.target),
    }


def _notify(channel: str, event: str, options: AsteriskOptions) -> Action:
    """BroadSoft's talk and hold events, inside of the call's own dialog."""
    if not options.remote_hold:
        raise Refused("Hold from the page is switched off for this account (remote_hold).")
    if not channel.startswith("PJSIP/"):
        raise Refused("Only a phone on PJSIP can be asked to hold a call.")
    return {"Action": "PJSIPNotify", "Channel": channel, "Variable": f"Event={event},Subscription-State=active"}


def _number(number: str) -> str:
    if not _NUMBER.fullmatch(number):
        raise Refused("Only digits, +, * and # can be dialled.")
    return number


def _channel(leg: LegRef, boot: str, channels: LiveChannels) -> str:
    channel = channels.name(leg.id) if leg.boot == boot else None
    if not channel:
        raise Refused("This call has ended.")
    return channel
