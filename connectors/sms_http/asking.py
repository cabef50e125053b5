"""An account's way to its gateway: a request is built, sent once, counted, and its errors hold no secret."""

from __future__ import annotations

from typing import Any

from connectors.sms_http.answers import Got
from connectors.sms_http.config import SmsHttpOptions
from connectors.sms_http.description import Request
from connectors.sms_http.notices import Notices
from connectors.sms_http.requests import build
from connectors.sms_http.web import LostError, NotConnectedError, ask
from hub.ports import ConnectorError, Network, RetryLater, Uncertain

HIDDEN = "…"


class Asker:
    """Asks one account's gateway."""

    def __init__(self, options: SmsHttpOptions, network: Network, notices: Notices) -> None:
        self._options, self._network, self._notices = options, network, notices

    async def ask(self, what: str, request: Request, given: dict[str, Any]) -> Got:
        """The answer. Raises ``Refused``, ``RetryLater`` (nothing has left) and ``Uncertain`` (no answer came)."""
        options = self._options
        known = {"from": options.sender, **given, **options.access()}
        try:
            got = await ask(self._network, build(request, options.base, known), options.timeout)
        except NotConnectedError as error:
            self._notices.asked(what, error.code)
            raise RetryLater(str(error), cause="not_now") from None
        except LostError as error:
            self._notices.asked(what, "lost")
            raise Uncertain(f"The gateway took the request and gave no answer ({error.code}).") from None
        self._notices.asked(what, f"{got.status // 100}xx")
        return got

    async def reach(self) -> None:
        """See that the gateway is there, whatever it answers. Raises as ``ask``."""
        await self.ask("reach", Request(method="GET"), {})

    def concealed(self, error: ConnectorError) -> ConnectorError:
        """The error without any secret that the gateway may have repeated."""
        said = concealed(str(error), self._options.secrets())
        if said != str(error):
            error.args = (said,)
        return error


def concealed(text: str, secrets: list[str]) -> str:
    """The text with each secret blotted out."""
    for secret in secrets:
        if len(secret) > 2:
            text = text.replace(secret, HIDDEN)
    return text
