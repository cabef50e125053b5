"""Links by which somebody outside acts for himself are for him alone: colleagues read the words around them."""

from __future__ import annotations

import re
from typing import Final

HELD: Final = "…"
_SECRET = re.compile(r"(/consent/)[A-Za-z0-9_-]{43,}")  # whatever is written close behind it


def conceal(text: str) -> str:
    """The text without what makes a link work: who has it could consent in the customer's name."""
    return _SECRET.sub(rf"\1{HELD}", text)
