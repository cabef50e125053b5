"""Fold text so that the same name is found however it was typed, and sort Persian in Persian order."""

from __future__ import annotations

import unicodedata
from string import ascii_lowercase, ascii_uppercase

_DIGITS = {ord(char): str(index % 10) for index, char in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
_LETTERS: dict[int, str | None] = str.maketrans({
    "ي": "ی", "ى": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ە": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "ـ": None,
    "\u200b": None, "\u200c": " ", "\u200d": None, "\u200e": None, "\u200f": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
_ALPHABETS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
_RANK = {char: f"{rank:02}" for rank, char in enumerate("".join(_ALPHABETS), start=11)}
_GAP, _OTHER, _KEY_LENGTH = "10", "90", 400


def digits(text: str) -> str:
    """Persian and Arabic digits as ASCII digits."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Case, diacritics, half-spaces and the Arabic or Persian form of a letter or digit make no difference."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_plain(unicodedata.normalize("NFKD", text)).split())


def sort_key(text: str) -> str:
    """A key in the alphabet's order: digits, Latin, then Persian from آ to ی, then other scripts.

    It consists of digits alone, two or eight a letter, so that every collation of every store sorts it alike.
    """
    apart = unicodedata.normalize("NFKD", text.replace("\u0622", "\0")).replace("\u0627\u0653", "\0")  # keep آ
    words = "آ".join(_plain(part) for part in apart.split("\0")).split()
    return _GAP.join("".join(map(_rank, word)) for word in words)[:_KEY_LENGTH]


def _plain(decomposed: str) -> str:
    return unicodedata.normalize("NFKD", decomposed.casefold()).translate(_PLAIN)


class _Plain(dict[int, str | None]):
    """What becomes of each character, found out once: folding is what indexing a message costs."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        found = None if unicodedata.combining(char) else _DIGITS.get(code, _LETTERS.get(code, char))
        self[code] = found
        return found


_PLAIN = _Plain()


def _rank(char: str) -> str:
    other = f"{_OTHER}{ord(char):06}" if char.isalnum() else ""
    return _RANK.get(char, other)


def initials(name: str) -> str:
    """One or two letters for an avatar; Persian letters are kept apart by a zero-width non-joiner."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = [word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    joiner = "\u200c" if letters and "\u0600" <= letters[0] <= "\u06ff" else ""
    return joiner.join(letters)


_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"  # ISIRI 9147, "Persian (Standard)" of Windows
_SHIFTED = {"A": "ؤ", "S": "ئ", "D": "ي", "F": "إ", "G": "أ", "H": "آ", "J": "ة", "Z": "ك", "C": "ژ", "M": "ء"}
_KEYS = dict(zip(_QWERTY, _PERSIAN, strict=True)) | _SHIFTED
_TO_PERSIAN, _TO_LATIN = str.maketrans(_KEYS), str.maketrans({there: here for here, there in _KEYS.items()})
_OLD_WINDOWS = ({"m": "ئ", "\\": "پ"}, {"ئ": "m", "پ": "\\"})  # where "Persian" of Windows differs


def other_keyboard(text: str) -> tuple[str, ...]:
    """What the same keys write on the other keyboard, Persian or QWERTY: one reading, or two where layouts differ."""
    persian = any("\u0600" <= char <= "\u06ff" and char.isalpha() for char in text)
    table = _TO_LATIN if persian else _TO_PERSIAN
    old = table | str.maketrans(_OLD_WINDOWS[persian])
    typed = [text] if persian else [text, text.lower()]  # with Caps Lock on, capitals were not meant
    found = dict.fromkeys(one.translate(keys) for one in typed for keys in (table, old))
    return tuple(one for one in found if one != text)


def small(text: str) -> str:
    """The letters A to Z small, and no others: as both stores do it."""
    return text.translate(_SMALL)
