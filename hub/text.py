"""Fold text so that the same name is found however it was typed, and sort Persian in Persian order."""

from __future__ import annotations

import unicodedata

_DIGITS = {ord(char): str(index % 10) for index, char in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS = str.maketrans({
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و",
    "\u200c": " ", "\u200d": None, "\u200e": None, "\u200f": None, "ـ": None, "\u00a0": " ",
})  # fmt: skip
_PERSIAN_ORDER = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_RANK = {char: index for index, char in enumerate(_PERSIAN_ORDER)}


def digits(text: str) -> str:
    """Persian and Arabic digits as ASCII digits."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Case, diacritics, half-spaces and the Arabic or Persian form of a letter or digit make no difference."""
    text = digits(text).translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


def sort_key(text: str) -> str:
    """A key whose plain byte order is the alphabet's: Latin first, then Persian from آ to ی."""
    text = " ".join(digits(text).replace("ي", "ی").replace("ك", "ک").replace("\u200c", " ").casefold().split())
    parts = []
    for char in text:
        if char in _RANK:
            parts.append(f"~{chr(ord('A') + _RANK[char] // 26)}{chr(ord('a') + _RANK[char] % 26)}")
        else:
            parts.append("".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)))
    return "".join(parts)[:400]


def initials(name: str) -> str:
    """One or two letters for an avatar; Persian letters are kept apart by a zero-width non-joiner."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = [word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    joiner = "\u200c" if letters and "\u0600" <= letters[0] <= "\u06ff" else ""
    return joiner.join(letters)
