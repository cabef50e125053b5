"""Reading answers: pure, and nothing that a gateway says makes it raise anything but what is meant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.sms_http import expressions as at
from connectors.sms_http.description import Answer, Gateway
from connectors.sms_http.text import line
from hub.ports import ConnectorError, NeedsSignIn, OutboundTaken, Price, Refused, RetryLater, Uncertain

MOST = 2_000_000  # bytes of an answer that are read
_LONGEST_WAIT = 3600.0
NO_CURRENCY = "XXX"  # as ISO 4217 has it: what is left are messages, not money


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as it came. Names of ``headers`` are in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def document(answer: Answer, got: Got) -> dict[str, Any] | None:
    """What expressions look at; None where the body cannot be read."""
    if answer.format == "text":
        said: Any = got.body.decode("utf-8", "replace").strip()
        if answer.split:
            said = [part.strip() for part in said.split(answer.split)[:100]]
        return {"http": got.status, "body": said}
    try:
        return {"http": got.status, "body": json.loads(got.body)}
    except (ValueError, RecursionError):
        return None


def taken(gateway: Gateway, answer: Answer, got: Got, own_id: str) -> OutboundTaken:
    """That the message was taken. Raises a ``ConnectorError`` that says what else came of it."""
    read = document(answer, got)
    if error := failure(gateway, answer, got, read):
        raise error
    if read is None:  # 200 with something else in it: it may have been taken
        raise Uncertain("The gateway's answer cannot be read.")
    parts = at.number(answer.parts, read)
    return OutboundTaken(
        provider_id=own_id if answer.own_id else at.word(answer.id, read),
        parts=int(parts) if parts is not None and 0 < parts < 1000 else None,
        price=price(gateway, at.word(answer.price, read)),
    )


def failure(gateway: Gateway, answer: Answer, got: Got, read: dict[str, Any] | None) -> ConnectorError | None:
    """Why it is not what was asked for; None where it is, or cannot be read though it says that all is well."""
    said = line(at.text(answer.error, read) or "") if read else ""
    code = at.word(answer.code, read) if read else None
    if code is not None and (outcome := gateway.codes.get(code)):
        return _outcome(outcome, said or f"The gateway answers {line(code, 40)}.", got)
    if read is not None and got.status < 400 and at.holds(answer.ok, read):
        return None
    if not 200 <= got.status < 300:
        return _by_status(got, said)
    return Refused(said or "The gateway says no, without a reason.", cause="rejected") if read is not None else None


def _outcome(outcome: str, said: str, got: Got) -> ConnectorError | None:
    if outcome == "taken":
        return None
    if outcome == "retry":
        return RetryLater(said, after=_wait(got))
    if outcome == "sign_in":
        return NeedsSignIn(said)
    return Uncertain(said) if outcome == "uncertain" else Refused(said, cause=outcome)


def _by_status(got: Got, said: str) -> ConnectorError:
    reason = said or f"The gateway answers {got.status}."
    if got.status == 429:
        return RetryLater(reason, after=_wait(got), cause="throttled")
    if got.status in {401, 403, 407}:
        return NeedsSignIn(reason)
    return Uncertain(reason) if got.status >= 500 else Refused(reason, cause="rejected")


def _wait(got: Got) -> float | None:
    written = got.headers.get("retry-after", "")
    return min(float(written), _LONGEST_WAIT) if written.isascii() and written.isdigit() and len(written) < 8 else None


def price(gateway: Gateway, written: str | None) -> Price | None:
    """A price as the gateway counts it, in a currency that everybody knows; a negative one is none."""
    amount = at.number("@", written)
    return Price(amount * gateway.factor, gateway.currency) if amount is not None and amount >= 0 else None


def balance(gateway: Gateway, answer: Answer, got: Got) -> Price:
    """What is left. Raises a ``ConnectorError``."""
    read = document(answer, got)
    if error := failure(gateway, answer, got, read):
        raise error
    amount = at.number(answer.amount, read)
    if amount is None:
        raise Refused("The gateway's answer holds no balance.")
    if answer.unit == "messages":
        return Price(amount, NO_CURRENCY)
    return Price(amount * gateway.factor, gateway.currency)
