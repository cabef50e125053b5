"""What a whole message of one word or two asks for: pure. A word within a sentence asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from hub.text import fold

Asks = Literal["stop", "start", "help"]
LONGEST: Final = 80  # characters: what is longer is no word
_WORDS: Final[dict[Asks, str]] = {
    "stop": """
        stop, stop all, unsubscribe, cancel, end, quit, revoke, opt out, stop please, please stop, remove me,
        do not text me, don't text me, no more messages,
        لغو, لغو ۱۱, ۱۱ لغو, لغو کن, لغو کنید, لغو عضویت, لغو اشتراک, لغو پیامک, لغو ارسال, انصراف, انصراف میدهم, نفرست,
        نفرستید, ارسال نکنید, پیام ندهید, پیام نده, پیامک ندهید, پیامک نفرستید, دیگر پیام ندهید
    """,
    "start": "start, unstop, opt in, subscribe, شروع, شروع مجدد, عضویت, فعال, فعال سازی",
    "help": "help, info, راهنما, راهنمایی, کمک",
}


def plain(text: str) -> str:
    """Letters and digits alone, folded: case, half-spaces, Arabic forms and what stands around make no difference."""
    return "".join(char for char in fold(text) if char.isalnum())


def _read(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(plain, words)))


_KNOWN: Final = {asks: _read(words.replace("\n", " ").split(",")) for asks, words in _WORDS.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The words that are known, with those of the settings."""

    known: dict[Asks, frozenset[str]] = field(default_factory=lambda: dict(_KNOWN))

    @staticmethod
    def of(stop: Iterable[str] = (), start: Iterable[str] = ()) -> Words:
        """Those that are always known, and these."""
        more = {"stop": _read(stop), "start": _read(start), "help": frozenset[str]()}
        return Words({asks: words | more[asks] for asks, words in _KNOWN.items()})

    def asks(self, text: str | None) -> Asks | None:
        """What the message asks for; None for whatever is more than such a word."""
        if not text or len(text) > LONGEST:
            return None
        word = plain(text)
        return next((asks for asks, words in self.known.items() if word in words), None)
