"""Pure: what the hub wants of a queue → an AMI action, and what its answer means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from connectors.asterisk.text import clean
from hub.ports import JoinQueue, LeaveQueue, PauseMember, QueueCommand, Refused

Action = dict[str, str]
# An interface is handed to Dial by the queue: one word of a channel's name, never a second destination or an option.
_INTERFACE = re.compile(r"[A-Za-z][A-Za-z0-9]{1,15}/[\w.@+/-]{1,180}")
_STATE_INTERFACE = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{1,15}[/:])?[\w.@+/-]{1,180}")
_DONE_BEFORE = ("already there", "not there", "interface not found")


def queue_action(command: QueueCommand) -> Action:
    """The action that carries ``command`` out. Raises ``Refused``."""
    if not _INTERFACE.fullmatch(command.interface):
        raise Refused("This phone's name is not one that a queue can have.")
    if isinstance(command, PauseMember):
        return _pause(command)
    if isinstance(command, LeaveQueue):
        return {"Action": "QueueRemove", "Queue": command.queue, "Interface": command.interface}
    return _join(command)


def check_queue_answer(answer: Mapping[str, str]) -> None:
    """Raises ``Refused`` with the PBX's own words, unless it is done, or was so before."""
    message = clean(answer.get("message", ""))
    if answer.get("response", "") == "Success" or message.lower().endswith(_DONE_BEFORE):
        return
    raise Refused(f"The PBX refused: {message or 'no reason given'}.")


def _pause(command: PauseMember) -> Action:
    action = {"Action": "QueuePause", "Interface": command.interface, "Paused": str(command.paused).lower()}
    return action | ({"Reason": command.reason} if command.paused and command.reason else {})


def _join(command: JoinQueue) -> Action:
    action = {
        "Action": "QueueAdd", "Queue": command.queue, "Interface": command.interface,
        "Penalty": str(command.penalty), "Paused": str(command.paused).lower(),
    }  # fmt: skip
    if command.state_interface and _STATE_INTERFACE.fullmatch(command.state_interface):
        action["StateInterface"] = command.state_interface
    return action | ({"MemberName": command.name} if command.name else {})
