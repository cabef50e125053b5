"""Ask a simulated gateway, perhaps of another process, to let somebody write."""

from __future__ import annotations

from typing import Final

import aiohttp

_TIMEOUT: Final = aiohttp.ClientTimeout(total=5)


class GatewayError(Exception):
    """Nobody wrote; ``str()`` is one line that says why."""


async def simulate_sms(host: str, port: int, key: str, *, from_: str, to: str, text: str) -> str:
    """Let somebody write; the message's id at the gateway. Raises ``GatewayError``."""
    url = f"http://{host}:{port}/v1/simulate/messages"
    said = {"from": from_, "to": to, "text": text}
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, headers={"Authorization": f"Bearer {key}"}) as session,
            session.post(url, json=said) as answer,
        ):
            told = await answer.json()
            if answer.status == 202:
                return str(told["id"])
            raise GatewayError(str(told["detail"]))
    except (aiohttp.ClientConnectionError, TimeoutError, OSError):
        raise GatewayError(f"No simulated gateway listens at {host}:{port}; start one with: make run") from None
    except (aiohttp.ClientError, ValueError, KeyError, TypeError):
        raise GatewayError(f"What listens at {host}:{port} is not a simulated gateway") from None
