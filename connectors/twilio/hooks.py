"""What Twilio posts: signed over the exact address and the form."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from multidict import MultiDict

from connectors.twilio.codes import number_of
from connectors.twilio.config import TwilioOptions
from connectors.twilio.messages import inbound, media_of, report
from hub.ports import HookAnswer, HookRead, HookRequest, Refused, Unreadable

MOST_FIELDS: Final = 200
_NOTHING: Final = HookAnswer(200, b"<Response/>", "text/xml")


def read(options: TwilioOptions, request: HookRequest) -> HookRead:
    """Raises ``Refused`` for a wrong signature, and ``Unreadable``."""
    check(options, request)
    return read_again(options, request)


def check(options: TwilioOptions, request: HookRequest) -> None:
    """Raises ``Refused`` for a wrong signature."""
    _check_signature(options, request, _form(request))


def read_again(options: TwilioOptions, request: HookRequest) -> HookRead:
    """What is known to be Twilio's. Raises ``Unreadable``."""
    form, now = _form(request), request.at
    if not (sid := form.get("MessageSid") or form.get("SmsSid") or ""):
        raise Unreadable("It names no message.")
    if request.path == "status":
        found = report(sid, form.get("MessageStatus") or form.get("SmsStatus") or "", now, code=form.get("ErrorCode"))
        return HookRead(reports=[found] if found else [], answer=_NOTHING)
    sender, own = form.get("From", ""), form.get("To", "")
    if request.path != "inbound" or not sender or ":" in sender:
        raise Unreadable("It is no SMS that came in.")
    message = inbound(
        sid, sender, own, form.get("Body", ""), now, parts=number_of(form.get("NumSegments")),
        media=media_of(form, options.api_url), opt_out=form.get("OptOutType"),
    )  # fmt: skip
    return HookRead(messages=[message], answer=_NOTHING)


def _form(request: HookRequest) -> MultiDict[str]:
    """The fields that are signed: those of a form; a GET's stand in its address."""
    if request.method == "GET":
        return MultiDict(_pairs(request.query))
    return MultiDict(_pairs(request.body))


def _pairs(octets: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(octets.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused("This is not a form of Twilio's.") from None


def _check_signature(options: TwilioOptions, request: HookRequest, form: MultiDict[str]) -> None:
    from twilio.request_validator import RequestValidator  # noqa: PLC0415 - the package brings requests and PyJWT

    signature = request.headers.get("x-twilio-signature", "")
    signed = MultiDict[str]() if request.method == "GET" else form
    validator = RequestValidator(options.auth_token.get_secret_value())
    try:
        right = signature.isascii() and validator.validate(request.url, signed, signature)
    except ValueError:  # an address that is none
        right = False
    if not right:
        raise Refused("The signature is not Twilio's for this account.")
