"""The parts of an SMS; the examples are those of the page's own count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.templates import count_sms, split_sms

EXAMPLES = json.loads((Path(__file__).parents[3] / "webui/src/lib/sms.fixture.json").read_text("utf-8"))
MOST = {"gsm7": (160, 153), "ucs2": (70, 67)}
EXTENDED = "\f^{}\\[~]|€"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: ascii(one["text"])[:30] + str(one.get("times", "")))
def test_examples(example: dict[str, Any]) -> None:
    found = count_sms(example["text"] * example.get("times", 1))
    assert {name: getattr(found, name) for name in ("alphabet", "units", "parts", "left", "unusual")} == {
        name: value for name, value in example.items() if name not in {"text", "times"}
    }


@given(st.text(st.sampled_from("ab€[😀م\u200c’é"), max_size=400))
def test_parts_hold_the_text_whole_and_fit(text: str) -> None:
    found, parts = count_sms(text), split_sms(text)
    assert "".join(parts) == text
    assert len(parts) == found.parts
    for part in parts:
        size = len(part.encode("utf-16-le")) // 2
        if found.alphabet == "gsm7":
            size = sum(2 if char in EXTENDED else 1 for char in part)
        assert size <= MOST[found.alphabet][len(parts) > 1]
