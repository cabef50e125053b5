"""What describes a gateway: how it is asked, and how to read what it says. A preset is one of these, as data."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from connectors.sms_http.expressions import Expression
from connectors.sms_http.placeholders import names_in

SENDING = frozenset({
    "to", "to_international", "to_national", "to_subscriber", "from", "text", "id", "language", "alphabet",
    "pattern", "values", "callback",
})  # fmt: skip
ASKING = frozenset({"ids", "from", "since", "after", "page", "offset", "size"})
ACCESS = frozenset({"username", "password", "api_key"})
STATES = ("sent", "delivered", "undelivered")
OUTCOMES = ("retry", "sign_in", "uncertain", "taken")
_WORD = re.compile(r"[a-z][a-z0-9_]{1,39}")


class Part(BaseModel):
    """Base of each part: an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _charset(name: str) -> str:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise PydanticCustomError("charset", "not a charset: {name}", {"name": name[:40]}) from None
    return name


def _state(value: str) -> str:
    state, _, reason = value.partition(" ")
    if state not in STATES or (reason and not (state == "undelivered" and _WORD.fullmatch(reason))):
        raise PydanticCustomError("state", "sent, delivered, undelivered, or undelivered and a reason's word")
    return value


def _outcome(value: str) -> str:
    if value not in OUTCOMES and not _WORD.fullmatch(value):
        raise PydanticCustomError("outcome", "retry, sign_in, uncertain, taken, or a reason's word")
    return value


Charset = Annotated[str, AfterValidator(_charset)]


class Request(Part):
    """One request. Texts hold placeholders; ``form`` or ``json`` is the body."""

    method: Literal["GET", "POST", "PUT"] = "POST"
    url: str = Field("", max_length=2000)
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    form: dict[str, str] | None = None
    body: JsonValue = Field(None, alias="json")
    charset: Charset = "utf-8"
    basic: bool = False

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.form is not None and self.body is not None:
            raise PydanticCustomError("two_bodies", "a request has a form or json, not both")
        if self.method == "GET" and (self.form is not None or self.body is not None):
            raise PydanticCustomError("body_of_get", "GET has no body")
        if re.match(r"[a-z]+://", self.url) and "{" in urlsplit(self.url).netloc:
            raise PydanticCustomError("host", "a host holds no placeholder")
        return self

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """Raises ``ValueError`` for a placeholder that nothing fills in."""
        given: list[Any] = [self.url, self.query, self.headers, self.form, self.body]
        if wrong := sorted(names_in(given) - known):
            raise PydanticCustomError("placeholder", "unknown placeholder: {names}", {"names": ", ".join(wrong)[:200]})


class Answer(Part):
    """How to read an answer: expressions over ``{http, body}``; ``split`` parts a text into a list."""

    format: Literal["json", "text"] = "json"
    split: str | None = Field(None, min_length=1, max_length=5)
    ok: Expression
    code: Expression | None = None
    error: Expression | None = None
    id: Expression | None = None
    own_id: bool = False
    parts: Expression | None = None
    price: Expression | None = None
    amount: Expression | None = None
    unit: Literal["money", "messages"] = "money"  # what the amount counts


class Call(Part):
    """A request and its answer."""

    request: Request
    answer: Answer


class Fields(Part):
    """Where a report or a message has its parts; expressions over one of ``items``."""

    items: Expression = "[@]"
    time: Expression | None = None
    time_format: str = Field("iso", max_length=60)  # iso, unix, unix_ms, or as strptime has it
    time_zone: str | None = None


class Reports(Fields):
    """What became of messages; ``state`` is looked up in the gateway's ``states``."""

    id: Expression
    state: Expression
    detail: Expression | None = None
    operator: Expression | None = None
    price: Expression | None = None


class Messages(Fields):
    """What came in."""

    id: Expression | None = None
    sender: Expression = Field(alias="from")
    to: Expression | None = None
    text: Expression
    files: Expression | None = None  # a list; of each of them:
    file_url: Expression = "@"
    file_type: Expression | None = None
    file_name: Expression | None = None


class Signature(Part):
    """An HMAC in a header, over the body, or the address and the body."""

    header: str = Field(min_length=1, max_length=80)
    algorithm: Literal["sha1", "sha256", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    over: Literal["body", "url", "url_body"] = "body"
    prefix: str = ""


class Hook(Part):
    """What the gateway posts: expressions over ``{query, form, body, fields, method}``; ``fields`` are all."""

    charset: Charset = "utf-8"
    charset_of: Expression | None = None  # says which charset the fields of ``charset_for`` have
    charsets: dict[str, Charset] = {}
    charset_for: tuple[str, ...] = ()
    signature: Signature | None = None
    answer: str = "OK"
    content_type: str = "text/plain"


class ReportsHook(Hook, Reports):
    """Reports that are posted."""


class MessagesHook(Hook, Messages):
    """Messages that are posted."""


class Polling(Part):
    """Asked every so often."""

    request: Request
    answer: Answer
    size: int = Field(100, ge=1, le=1000)


class ReportsPoll(Polling, Reports):
    """Reports that are asked for: ``{ids}`` are those that are waited for."""


class MessagesPoll(Polling, Messages):
    """Messages that are asked for: ``{after}`` the last id that came, ``{since}`` the last time, ``{page}`` from 1,
    ``{offset}`` how many the pages before it held. ``newest_first``: pages end where they come to what is old."""

    paged: bool = False
    first_page: int = 1
    newest_first: bool = False

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        if self.id is None and self.time is None:
            raise PydanticCustomError("told_apart", "messages that are asked for need an id or a time")
        return self


class ReportsWays(Part):
    """How it tells what became of messages."""

    hook: ReportsHook | None = None
    poll: ReportsPoll | None = None


class Files(Part):
    """How files of messages are fetched: what goes to the gateway's own addresses with each request."""

    headers: dict[str, str] = {}
    basic: bool = False


class MessagesWays(Part):
    """How it tells what came in."""

    hook: MessagesHook | None = None
    polls: tuple[MessagesPoll, ...] = Field((), max_length=4)


class Gateway(Part):
    """A gateway, wholly."""

    title: str = Field("", max_length=80)
    sources: tuple[str, ...] = ()
    verified: bool = False
    notes: str = ""
    address: str | None = Field(None, max_length=300)
    currency: str = Field("IRR", pattern=r"^[A-Z]{3}$")
    factor: int = Field(1, ge=1, le=1000)  # 10 where it counts in toman
    time_zone: str = "UTC"
    alphabets: dict[str, str] = {}
    send: Call
    pattern: Call | None = None
    balance: Call | None = None
    reports: ReportsWays = ReportsWays()
    messages: MessagesWays = MessagesWays()
    files: Files = Files()
    states: dict[str, Annotated[str, AfterValidator(_state)]] = {}
    codes: dict[str, Annotated[str, AfterValidator(_outcome)]] = {}

    @model_validator(mode="after")
    def _placeholders(self) -> Self:
        for call in (self.send, self.pattern):
            if call:
                call.request.refuse_unknown(SENDING | ACCESS)
        Request(headers=self.files.headers).refuse_unknown(ACCESS)
        for asked in (self.balance, self.reports.poll, *self.messages.polls):
            if asked:
                asked.request.refuse_unknown(ASKING | ACCESS)
        return self

    def requests(self) -> list[Request]:
        """All of its requests."""
        asked = (self.send, self.pattern, self.balance, self.reports.poll, *self.messages.polls)
        return [one.request for one in asked if one]
