"""Log lines tell no secret and cannot be forged."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import BaseModel, SecretStr

from hub import logs
from hub.settings import parse

HUSH = "hush-4711"


@pytest.fixture
def _as_before() -> Iterator[None]:
    """Give the test's own logging back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(params=["console", "json"])
def written(request: pytest.FixtureRequest, _as_before: None) -> io.StringIO:
    """What was logged, in either form."""
    stream = io.StringIO()
    logs.configure("debug", request.param, stream)
    return stream


def fail(text: str) -> None:
    """Raise an error of this text."""
    raise RuntimeError(text)


class Options(BaseModel):
    """Something with a secret in it."""

    secret: SecretStr = SecretStr(HUSH)


@pytest.mark.parametrize(
    "values",
    [
        {"anything": SecretStr(HUSH)},
        {"options": Options()},
        {"password": HUSH},
        {"Authorization": f"Bearer {HUSH}"},
        {"headers": {"Cookie": f"peyvand_session={HUSH}", "X-Api-Key": HUSH}},
        {"nested": [{"deep": {"client_secret": HUSH}}]},
        {"url": f"postgresql://hub:{HUSH}@db/hub"},
        {"text": f"login failed: password={HUSH}, user=x"},
        {"text": f"{{'secret': '{HUSH}'}}"},
        {"packet": f"Action: Login\r\nUsername: hub\r\nSecret: {HUSH}\r\n"},
        {"access_token": HUSH},
        {"settings": parse({"connectors": {"pbx": {"connector": "toy", "secret": HUSH}}})},
    ],
)
def test_no_secret_is_written(written: io.StringIO, values: dict[str, object]) -> None:
    structlog.get_logger("x").warning("something", **values)
    assert "something" in written.getvalue()
    assert HUSH not in written.getvalue()


def test_nor_in_a_traceback_or_by_the_standard_library(written: io.StringIO) -> None:
    password = HUSH  # a local variable, as rich tracebacks print
    try:
        fail(f"cannot sign in with secret={password}")
    except RuntimeError:
        structlog.get_logger("x").exception("failed")
        logging.getLogger("y").exception("failed with token=%s", password)
    assert "RuntimeError" in written.getvalue()
    assert HUSH not in written.getvalue()


def test_what_is_no_secret_is_kept(written: io.StringIO) -> None:
    structlog.get_logger("x").info("e", password_file="/run/p", token_count=3, has_password=True, name="پیوند")
    for part in ("/run/p", "3", "پیوند"):
        assert part in written.getvalue()
    assert logs.REDACTED not in written.getvalue()


@pytest.mark.parametrize("form", ["event", "value", "key", "stdlib", "exception", "object"])
def test_a_line_cannot_be_forged(written: io.StringIO, form: str) -> None:
    evil = "Sara\r\n2030-01-01T00:00:00Z [error] forged entry\x1b[2J\u2028\u202e"
    log = structlog.get_logger("x")
    match form:
        case "event":
            log.info(evil)
        case "value":
            log.info("call", name=evil)
        case "key":
            log.info("call", **{evil: 1})
        case "object":
            log.info("call", names=[evil])
        case "stdlib":
            logging.getLogger("y").info("from %s", evil)
        case "exception":
            try:
                fail(evil)
            except RuntimeError:
                log.exception("failed")
    text = written.getvalue()
    assert "forged entry" in text
    assert not any(line.startswith(("2030", "[error]")) for line in text.splitlines())
    assert "\x1b[2J" not in text
    assert "\r" not in text
    if form != "exception":
        assert len(text.split("\n")) == 2


@pytest.mark.usefixtures("_as_before")
def test_json_is_one_object_a_line() -> None:
    stream = io.StringIO()
    logs.configure("info", "json", stream)
    structlog.get_logger("hub.x").info("call", number="+98 21", at={"a": {1, 2}})
    logging.getLogger("lib").warning("with %s", "text")
    logging.getLogger("lib").debug("unseen")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["level"], first["logger"], first["number"]) == ("call", "info", "hub.x", "+98 21")
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["logger"]) == ("with text", "lib")


@pytest.mark.usefixtures("_as_before")
def test_the_level_and_bound_values_hold() -> None:
    stream = io.StringIO()
    logs.configure("warning", "json", stream)
    log = structlog.get_logger("x").bind(account="pbx")
    log.info("unseen")
    log.warning("seen")
    assert json.loads(stream.getvalue())["account"] == "pbx"
