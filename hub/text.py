"""Fold text so that the same name is found however it was typed, and sort Persian in Persian order."""

from __future__ import annotations

import unicodedata

_DIGITS = {ord(char): str(index % 10) for index, char in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS = str.maketrans({
    "ي": "ی", "ى": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ە": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "ـ": None,
    "\u200b": None, "\u200c": " ", "\u200d": None, "\u200e": None, "\u200f": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip
_ALPHABETS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
_RANK = {char: f"{rank:02}" for rank, char in enumerate("".join(_ALPHABETS), start=11)}
_GAP, _OTHER, _KEY_LENGTH = "10", "90", 400


def digits(text: str) -> str:
    """Persian and Arabic digits as ASCII digits."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Case, diacritics, half-spaces and the Arabic or Persian form of a letter or digit make no difference."""
    return " ".join(_plain(unicodedata.normalize("NFKD", text)).split())


def sort_key(text: str) -> str:
    """A key in the alphabet's order: digits, Latin, then Persian from آ to ی, then other scripts.

    It consists of digits alone, two or eight a letter, so that every collation of every store sorts it alike.
    """
    apart = unicodedata.normalize("NFKD", text.replace("\u0622", "\0")).replace("\u0627\u0653", "\0")  # keep آ
    words = "آ".join(_plain(part) for part in apart.split("\0")).split()
    return _GAP.join("".join(map(_rank, word)) for word in words)[:_KEY_LENGTH]


def _plain(decomposed: str) -> str:
    folded = unicodedata.normalize("NFKD", decomposed.casefold())
    return digits("".join(char for char in folded if not unicodedata.combining(char)).translate(_LETTERS))


def _rank(char: str) -> str:
    other = f"{_OTHER}{ord(char):06}" if char.isalnum() else ""
    return _RANK.get(char, other)


def initials(name: str) -> str:
    """One or two letters for an avatar; Persian letters are kept apart by a zero-width non-joiner."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = [word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    joiner = "\u200c" if letters and "\u0600" <= letters[0] <= "\u06ff" else ""
    return joiner.join(letters)
