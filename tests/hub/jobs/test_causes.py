"""Every error has a word, and every word has a text in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from hub.db import StoreUnavailable
from hub.db.errors import StoreFull
from hub.jobs import CAUSES, cause_of
from hub.ports import NeedsSignIn, Refused, RetryLater, Uncertain

TEXTS = Path(__file__).parents[3] / "webui/src/i18n"


class _Payload(BaseModel):
    number: int


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (Refused("no"), "refused"), (Refused("no", cause="no_address"), "no_address"), (RetryLater("later"), "not_now"),
        (NeedsSignIn("who?"), "sign_in"), (Uncertain("?"), "uncertain"), (StoreFull("full"), "store_full"),
        (StoreUnavailable("away"), "store_away"), (TimeoutError(), "too_slow"), (ZeroDivisionError(), "defect"),
    ],
)  # fmt: skip
def test_the_word_for_an_error(error: Exception, cause: str) -> None:
    assert cause_of(error) == cause


def test_the_word_for_a_payload_that_is_none() -> None:
    with pytest.raises(ValidationError) as caught:
        _Payload.model_validate({})
    assert cause_of(caught.value) == "content"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_word_has_a_text(language: str) -> None:
    texts = json.loads((TEXTS / language / "parked.json").read_text("utf-8"))["cause"]
    assert set(texts) == CAUSES
