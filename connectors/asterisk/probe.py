"""A short session that only looks: for the check of an account."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Mapping
from typing import Any

from connectors.asterisk.config import EVENT_CLASSES, AsteriskOptions
from connectors.asterisk.packet import lower_keys
from connectors.asterisk.protocol import AmiProtocol, SessionEndedError, plain
from connectors.asterisk.sign_in import NoChallengeError, login_of
from connectors.asterisk.text import clean
from hub.ports import AddressRefusedError, Network, open_connection

STEP_SECONDS = 5.0  # whatever the options say: a person waits
BOOT_SECONDS = 1.0

Answer = list[dict[str, str]]


class ProbeFailedError(Exception):
    """The check cannot go on: the ``step`` that failed, a stable ``code``, the peer's own ``answer``."""

    def __init__(self, step: str, code: str, answer: str | None = None) -> None:
        super().__init__(code)
        self.step = step
        self.code = code
        self.answer = clean(answer or "") or None


class Probe:
    """One connection; every step ends within ``STEP_SECONDS``."""

    def __init__(self, options: AsteriskOptions, network: Network) -> None:
        self._options = options
        self._network = network
        self._seconds = min(options.connect_timeout, STEP_SECONDS)
        self._protocol: AmiProtocol | None = None
        self._booted = asyncio.Event()

    async def connect(self) -> str:
        """Open the connection and read the banner. Raises ``ProbeFailedError``."""
        step = "connect"
        try:
            async with asyncio.timeout(self._seconds):
                self._protocol = await self._dial()
                step = "banner"
                await asyncio.wait({self._protocol.banner})
        except TimeoutError:
            raise ProbeFailedError(step, "timeout" if step == "connect" else "not_a_pbx") from None
        except ssl.SSLCertVerificationError as error:
            raise ProbeFailedError("tls", "tls_untrusted", error.verify_message) from None
        except ssl.SSLError as error:
            raise ProbeFailedError("tls", "tls_failed", error.reason) from None
        except AddressRefusedError as error:
            raise ProbeFailedError("address", error.code, str(error)) from None
        except OSError as error:
            raise ProbeFailedError("connect", _network(error), error.strerror or str(error)) from None
        if self._protocol.banner.cancelled():
            raise ProbeFailedError("banner", "not_a_pbx", self._protocol.ended.result().answer)
        return self._protocol.banner.result()

    async def sign_in(self) -> None:
        """Sign in. Raises ``ProbeFailedError`` with ``no_challenge``, ``rejected`` or ``in_use``."""
        try:
            first = (await self.ask(await login_of(self._options, EVENT_CLASSES, self.ask)))[0]
        except NoChallengeError as error:
            raise ProbeFailedError("sign_in", "no_challenge", str(error)) from None
        except ProbeFailedError as error:
            raise ProbeFailedError("sign_in", "rejected", error.answer) from None
        if first.get("response", "") != "Success":
            message = first.get("message", "")
            raise ProbeFailedError("sign_in", "in_use" if "in use" in message.lower() else "rejected", message)

    async def reads_system(self) -> bool:
        """Whether FullyBooted came, which is an event of the class ``system``."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BOOT_SECONDS):
                await self._booted.wait()
        return self._booted.is_set()

    async def ask(self, headers: Mapping[str, str]) -> Answer:
        """The packets of an answer. Raises ``ProbeFailedError`` when none came."""
        protocol = self._protocol
        if protocol is None or protocol.ended.done():
            raise ProbeFailedError("answers", "lost")
        action = protocol.post(headers)
        await asyncio.wait({action.future}, timeout=self._seconds)
        protocol.forget(action)
        if action.future.cancelled() or not action.future.done():
            ended: SessionEndedError | None = protocol.ended.result() if protocol.ended.done() else None
            raise ProbeFailedError("answers", "lost" if ended else "timeout", ended.answer if ended else None)
        result = action.future.result()
        return [lower_keys(plain(message)) for message in (result if isinstance(result, list) else [result])]

    def close(self) -> None:
        """Sign off and close."""
        if self._protocol and not self._protocol.ended.done():
            self._protocol.post({"Action": "Logoff"})
            self._protocol.close()

    async def _dial(self) -> AmiProtocol:
        return await open_connection(self._options, self._network, self._made)

    def _made(self) -> AmiProtocol:
        return AmiProtocol(self._on_event, lambda _kind, _detail: None)  # a check tells of no odd packets

    def _on_event(self, message: Any) -> None:
        if lower_keys(plain(message)).get("event") == "FullyBooted":
            self._booted.set()


def _network(error: OSError) -> str:
    """``unknown_host`` where the name is the trouble."""
    return "unknown_host" if type(error).__name__ == "gaierror" else "refused"
