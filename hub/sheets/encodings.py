"""Guess how text was encoded, among what spreadsheets write in Iran and in the West."""

from __future__ import annotations

import codecs
import re

from hub.sheets.refusal import Refusal

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1256", "cp1252")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAMPLE = 256 * 1024
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")  # an accented letter among plain ones
_HIGH = re.compile(rb"[\x80-\xff]")


def guess_encoding(data: bytes) -> str:
    """One of ``ENCODINGS``."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    if zeros := sample.count(0):
        odd = sample[1::2].count(0)
        if zeros > len(sample) // 20:  # every ASCII letter has one; Persian text has them in its commas and line ends
            return "utf-16-le" if odd * 2 >= zeros else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess_windows(sample)
    return "utf-8"


def _guess_windows(sample: bytes) -> str:
    """Persian words are runs of high bytes; in Western ones a high byte stands alone among letters."""
    high, alone = len(_HIGH.findall(sample)), len(_ALONE.findall(sample))
    return "cp1252" if alone * 2 > high else "cp1256"


def decode(data: bytes, encoding: str) -> str:
    """The text, without its mark. Raises ``Refusal`` when it is not in this encoding."""
    if encoding not in ENCODINGS:
        raise Refusal("encoding")
    lenient = encoding.startswith("cp")  # a few bytes have no meaning there
    try:
        text = data.decode(encoding, "replace" if lenient else "strict")
    except UnicodeDecodeError:
        raise Refusal("encoding") from None
    return text.removeprefix("\ufeff")
