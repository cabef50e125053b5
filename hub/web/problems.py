"""Errors as RFC 9457 problem documents: raise a ``Problem`` anywhere below a route."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import BaseModel, Field

CONTENT_TYPE = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field of the request."""

    field: str = Field(description="Where: `body.email`, `query.limit`, `path.call_id`.")
    code: str = Field(description="Stable code, for translation.")
    detail: str = Field(description="English text.")


class ProblemDocument(BaseModel):
    """A problem (RFC 9457). `code` is stable; `detail` is English text for people who read logs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError]


class Problem(Exception):
    """An answer that is not a success: HTTP status, stable code, English detail, errors by field.

    ``members`` are what a problem of its kind says beside that (RFC 9457, extension members), as JSON.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def document(self) -> ProblemDocument:
        """The form on the wire."""
        return ProblemDocument(
            type=f"urn:peyvand:problem:{self.code}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.detail,
            code=self.code,
            errors=self.errors,
        )

    def response(self) -> web.Response:
        """The answer to send."""
        body = json.dumps(self.document().model_dump(mode="json") | self.members).encode()
        return web.Response(status=self.status, body=body, headers=self.headers | {"Content-Type": CONTENT_TYPE})


class NotFound(Problem):
    """404: there is no such thing, or the reader may not know of it."""

    def __init__(self, detail: str = "There is nothing at this address.", *, code: str = "not_found") -> None:
        super().__init__(404, code, detail)


class Forbidden(Problem):
    """403: signed in, but not allowed."""

    def __init__(self, detail: str = "Your role does not allow this.", *, code: str = "forbidden") -> None:
        super().__init__(403, code, detail)


class Unauthorized(Problem):
    """401: nobody is signed in."""

    def __init__(self, detail: str = "Sign in first.", *, code: str = "signed_out") -> None:
        super().__init__(401, code, detail)


class Conflict(Problem):
    """409: it contradicts what is stored."""

    def __init__(self, detail: str, *, code: str = "conflict") -> None:
        super().__init__(409, code, detail)


class Stale(Problem):
    """412: somebody else changed it since the reader saw it. ``current`` is how it stands, ``changed`` what differs."""

    def __init__(self, current: BaseModel, changed: Sequence[str], *, version: int) -> None:
        detail = "Somebody else has changed this meanwhile."
        members = {"current": current.model_dump(mode="json"), "changed": list(changed)}
        super().__init__(412, "changed", detail, headers={"ETag": f'"{version}"'}, members=members)


class Locked(Problem):
    """423: the session is locked; only the password opens it."""

    def __init__(self, detail: str = "The session is locked.", *, code: str = "locked") -> None:
        super().__init__(423, code, detail)


class Throttled(Problem):
    """429: too many attempts; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int, detail: str = "Too many attempts.", *, code: str = "throttled") -> None:
        super().__init__(429, code, detail, headers={"Retry-After": str(max(1, retry_after))})


class Invalid(Problem):
    """422: the request can be read, and fields of it are wrong."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(422, "invalid", "Some fields are not valid.", errors=errors)

    @classmethod
    def field(cls, field: str, code: str, detail: str) -> Invalid:
        """One wrong field, such as ``body.email``."""
        return cls([FieldError(field=field, code=code, detail=detail)])
