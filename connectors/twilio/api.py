"""Twilio's API by its own package, which is imported only when an account is at work: it is large."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from connectors.twilio import codes
from connectors.twilio.config import API, TwilioOptions
from connectors.twilio.messages import media_file, price_of
from connectors.twilio.text import clean
from connectors.twilio.web import LostError, NotConnectedError, Web
from hub.ports import MOST_FILES, ConnectorError, MediaFile, NeedsSignIn, Network, Price, Refused, RetryLater, Uncertain

PAGE: Final = 500


class Api:
    """What the hub needs of it. Every method raises a ``ConnectorError``."""

    def __init__(self, options: TwilioOptions, network: Network) -> None:
        self._options = options
        self._web = Web(network, options.api_url, options.timeout)
        self._client: Any = None

    async def send(self, fields: dict[str, Any]) -> Any:
        """Send a message; Twilio's record of it. ``Uncertain`` where the answer was lost."""
        account = await self._account()
        return await self._answered(account.messages.create_async(**fields))

    async def messages(self, since: datetime) -> AsyncIterator[list[Any]]:
        """The messages sent since then, a page at a time, the newest first."""
        account = await self._account()
        page = await self._answered(account.messages.page_async(date_sent_after=since, page_size=PAGE))
        while page is not None:
            yield list(page)
            page = await self._answered(page.next_page_async())

    async def media(self, sid: str) -> tuple[MediaFile, ...]:
        """The files of a message; none where Twilio has none any more."""
        account = await self._account()
        try:
            found = await self._answered(account.messages(sid).media.list_async(limit=MOST_FILES))
        except Refused:
            return ()
        ends = ((str(one.uri or "").removesuffix(".json"), str(one.content_type or "")) for one in found)
        return tuple(media_file(API + path, kind, self._options.api_url) for path, kind in ends if path.startswith("/"))

    async def balance(self) -> Price:
        """What is left."""
        account = await self._account()
        found = await self._answered(account.balance.fetch_async())
        if (price := price_of(found.balance, found.currency)) is None:
            raise Refused("Twilio tells no balance for this account.")
        return price if not str(found.balance).startswith("-") else Price(-price.amount, price.currency)

    async def name(self) -> str:
        """The account's own name, and that the sign-in is right."""
        account = await self._account()
        found = await self._answered(account.fetch_async())
        return clean(str(found.friendly_name or ""), 80)

    async def close(self) -> None:
        """Close what is open."""
        await self._web.close()

    async def _account(self) -> Any:
        if self._client is None:
            self._client = await asyncio.to_thread(_client, self._options, self._web)
        return self._client.api.v2010.accounts(self._options.account_sid)

    async def _answered(self, call: Any) -> Any:
        from twilio.base.exceptions import TwilioException, TwilioRestException  # noqa: PLC0415 - see the module

        try:
            return await call
        except NotConnectedError as error:
            raise RetryLater(f"Twilio cannot be reached: {error}", cause="not_now") from error
        except LostError as error:
            raise Uncertain("The connection to Twilio broke before it answered.") from error
        except TwilioRestException as error:
            raise error_of(error.status, error.code, clean(str(error.msg))) from error
        except TwilioException as error:  # a page that is none
            status = getattr(error.args[-1], "status_code", 500) if error.args else 500
            raise error_of(status, None, "no page of the list") from error
        except (ValueError, KeyError, TypeError) as error:
            raise Uncertain("Twilio answered with something else.") from error


def error_of(status: int, code: int | None, told: str) -> ConnectorError:
    """What an answer that is no success means."""
    words = f"Twilio answers {code or status}: {told}"
    if status == 429 or code in codes.BUSY:
        return RetryLater(words, cause="not_now")
    if status in {401, 403} or code in codes.SIGN_IN:
        return NeedsSignIn(words)
    if status >= 500:
        return Uncertain(words)
    return Refused(words, cause=codes.reason_of(code, "rejected"))


class _Asking:
    """The package's ``AsyncHttpClient``, as far as it is asked: its own would connect by itself, and try again."""

    is_async = True

    def __init__(self, web: Web) -> None:
        self._web = web

    async def request(
        self, method: str, url: str, params: Any = None, data: Any = None, headers: Any = None, auth: Any = None,
        **_given: Any,
    ) -> Any:  # fmt: skip
        """Ask once."""
        from twilio.http.response import Response  # noqa: PLC0415 - see the module

        return Response(*await self._web.ask(method, url, params, data, headers or {}, auth))


def _client(options: TwilioOptions, web: Web) -> Any:
    """Not for the event loop: the import takes a second."""
    from twilio.rest import Client  # noqa: PLC0415 - see the module

    return Client(
        options.account_sid, options.auth_token.get_secret_value(), http_client=_Asking(web),
        environment={"TWILIO_ACCOUNT_SID": options.account_sid},  # none at all would be the process's own
    )  # fmt: skip
