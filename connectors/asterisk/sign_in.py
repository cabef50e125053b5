"""Signing in: by MD5 challenge, so that the secret itself does not cross the network, or with the secret as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping

from connectors.asterisk.config import AsteriskOptions

_LONGEST = 200  # characters of a challenge; Asterisk's is a number
_ASK = {"Action": "Challenge", "AuthType": "MD5"}
Ask = Callable[[Mapping[str, str]], Awaitable[list[dict[str, str]]]]


class NoChallengeError(Exception):
    """The PBX gives no challenge, so nothing was sent that tells the secret; ``str()`` is its own answer."""


async def login_of(options: AsteriskOptions, events: str, ask: Ask) -> dict[str, str]:
    """The action that signs in. Raises ``NoChallengeError``, and what ``ask`` raises."""
    login, secret = {"Action": "Login", "Username": options.username}, options.secret.get_secret_value()
    if not options.challenge:
        return {**login, "Secret": secret, "Events": events}
    first = (await ask(_ASK))[0]
    challenge = first.get("challenge", "")
    if first.get("response") != "Success" or not 0 < len(challenge) <= _LONGEST:
        raise NoChallengeError(first.get("message", ""))
    key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()  # what AMI can do, no more
    return {**login, "AuthType": "MD5", "Key": key, "Events": events}
