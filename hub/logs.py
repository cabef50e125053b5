"""Structured logs: for people or as JSON, the standard library's too, with secrets taken out."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from pydantic import SecretBytes, SecretStr
from structlog.typing import EventDict, Processor, WrappedLogger

REDACTED = "[redacted]"
_DEPTH = 6
_SECRET_KEY = re.compile(
    r"pass(word|wd|phrase)|secret|token|authori[sz]ation|cookie|api[_-]?key|private[_-]?key|credential|signature",
    re.IGNORECASE,
)
_HARMLESS_KEY = re.compile(r"token_?(count|id|type)$|_(count|seconds|length|file)$", re.IGNORECASE)
_IN_TEXT = (
    (re.compile(r"(\w[\w+.-]*://[^\s/:@]*):[^\s/@]+@"), r"\1:" + REDACTED + "@"),  # a password within a URL
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{6,}", re.IGNORECASE), r"\1 " + REDACTED),
    (
        re.compile(
            r"((?:pass(?:word|wd)|secret|token|api[_-]?key|cookie|authorization)[\"']?\s*[=:]\s*)"
            r"(?!\[redacted\]|Bearer |Basic |SecretStr)(\"[^\"]*\"|'[^']*'|[^\s,;&}\])]+)",
            re.IGNORECASE,
        ),
        r"\1" + REDACTED,
    ),
)
# what could end or forge a line, or steer a terminal: C0, C1, line and paragraph separators, direction overrides
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_QUIET = {"aiosqlite": logging.INFO, "alembic": logging.WARNING, "asyncio": logging.WARNING,
          "panoramisk": logging.WARNING, "sqlalchemy": logging.WARNING, "aiohttp.access": logging.WARNING,
          "socketio": logging.WARNING, "engineio": logging.WARNING}  # fmt: skip


def configure(level: str = "info", form: str = "console", stream: TextIO | None = None) -> None:
    """Send every logger of the process through one pipeline to ``stream`` (standard error), at ``level`` and above."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.PositionalArgumentsFormatter()],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ending(form, stream or sys.stderr)],
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(True)


def _ending(form: str, stream: TextIO) -> list[Processor]:
    # tracebacks as plain text: rich ones print local variables, and with them secrets and people's data
    common: list[Processor] = [structlog.processors.format_exc_info, redact]
    if form == "json":
        return [*common, structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
    colours = hasattr(stream, "isatty") and stream.isatty()
    return [*common, escape, structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=_plain)]


def _plain(stream: TextIO, info: Any) -> None:
    structlog.dev.plain_traceback(stream, info)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take secrets out: by type (``SecretStr``), by the name of the key, and by what they look like within text."""
    return {key: _clean(key, value, 0) for key, value in event.items()}


def redacted(value: Any) -> Any:
    """JSON-like ``value`` with its secrets taken out, for people to look at."""
    return _clean(None, value, 0)


def _clean(key: object, value: Any, depth: int) -> Any:
    if isinstance(value, SecretStr | SecretBytes):
        return REDACTED
    if isinstance(key, str) and _is_secret(key) and value not in (None, "", True, False):
        return REDACTED
    if isinstance(value, str):
        return redact_text(value)
    if depth >= _DEPTH or value is None or isinstance(value, int | float):
        return value if value is None or isinstance(value, int | float) else redact_text(str(value))
    if isinstance(value, Mapping):
        return {inner: _clean(inner, item, depth + 1) for inner, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(None, item, depth + 1) for item in value]
    return redact_text(str(value))


def _is_secret(key: str) -> bool:
    return bool(_SECRET_KEY.search(key)) and not _HARMLESS_KEY.search(key)


def redact_text(text: str) -> str:
    """``text`` without the passwords of URLs, bearer tokens and ``password=…`` in it."""
    for pattern, replacement in _IN_TEXT:
        text = pattern.sub(replacement, text)
    return text


def escape(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Make control characters visible, so that nobody's name can forge a line or steer the reader's terminal."""
    escaped: MutableMapping[str, Any] = {}
    for key, value in event.items():
        if key == "exception":  # a traceback has lines; they are indented, so that none looks like an entry
            escaped[key] = "\n".join("  " + escape_text(line) for line in str(value).splitlines())
        else:
            escaped[escape_text(key)] = escape_text(value) if isinstance(value, str) else _printable(value)
    return escaped


def _printable(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else escape_text(str(value))


def escape_text(text: str) -> str:
    """``text`` with its control characters as ``\\x0a``."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
