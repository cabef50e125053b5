"""Ask a simulated phone, perhaps of another process, for a call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from connectors.asterisk.simulator.packets import format_packet, read_packet

_TIMEOUT = 5.0  # seconds for the whole conversation
_END = b"\r\n\r\n"


class SimulatorError(Exception):
    """The call was not started; ``str()`` is one line that says why."""


@dataclass(frozen=True, slots=True)
class StartedCall:
    """The caller's channel."""

    channel: str
    uniqueid: str


async def simulate_call(
    host: str,
    port: int,
    username: str,
    secret: str,
    *,
    from_: str,
    to: str,
    name: str | None = None,
    behaviour: str = "answer",
    ring_seconds: float | None = None,
    talk_seconds: float | None = None,
    transfer_to: str | None = None,
) -> StartedCall:
    """Start a call; absent times are the simulation's own. Raises ``SimulatorError``."""
    wishes = {"From": from_, "To": to, "Name": name, "Behaviour": behaviour}
    wishes |= {"Ring": _text(ring_seconds), "Talk": _text(talk_seconds), "TransferTo": transfer_to}
    action = {key: value for key, value in wishes.items() if value is not None}
    try:
        async with asyncio.timeout(_TIMEOUT):
            answer = await _converse(host, port, {"Username": username, "Secret": secret}, action)
    except TimeoutError:
        raise SimulatorError(f"No answer from the simulated phone at {host}:{port} within {_TIMEOUT:.0f} s") from None
    except (OSError, EOFError, ValueError):
        raise SimulatorError(f"No simulated phone listens at {host}:{port}; start one with: make run") from None
    return StartedCall(answer.get("Channel", ""), answer.get("Uniqueid", ""))


async def _converse(host: str, port: int, login: dict[str, str], action: dict[str, str]) -> dict[str, str]:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        if not (await reader.readline()).startswith(b"Asterisk Call Manager"):
            raise SimulatorError(f"What listens at {host}:{port} is not a simulated phone")
        await _ask(reader, writer, {"Action": "Login", "Events": "off", **login})
        return await _ask(reader, writer, {"Action": "SimulateCall", **action})
    finally:
        writer.close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, action: dict[str, str]) -> dict[str, str]:
    writer.write(format_packet(action.items()))
    await writer.drain()
    answer = read_packet(await reader.readuntil(_END))
    while "Response" not in answer or "Event" in answer:
        answer = read_packet(await reader.readuntil(_END))
    if answer["Response"] != "Success":
        raise SimulatorError(_refusal(answer.get("Message", "")))
    return answer


def _refusal(message: str) -> str:
    if message.startswith("Invalid/unknown command"):
        return "That is a real PBX, not a simulated phone: no call was made"
    return message or "The simulated phone refused without a reason"


def _text(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds:g}"
