"""Why an action on many customers did not do all of it, in the language of whoever asked for it."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {  # (English, Persian)
    "too_many_tags": (
        "Some customers would have had more than 50 tags, and were left as they are.",
        "برخی از مشتریان بیش از ۵۰ برچسب می‌گرفتند و تغییری نکردند.",
    ),
    "too_many_rows": (
        "A spreadsheet holds 1,048,575 customers at most. Choose CSV, or fewer customers.",
        "صفحه‌گسترده بیش از ۱٬۰۴۸٬۵۷۵ مشتری جا ندارد. CSV یا مشتریان کمتری انتخاب کنید.",
    ),
    "too_large": (
        "The file would be too large. Choose fewer columns.",
        "پرونده بیش از اندازه بزرگ می‌شود. ستون‌های کمتری برگزینید.",
    ),
    "filter": ("The filter does not work any more.", "این فیلتر دیگر کار نمی‌کند."),
    "gave_up": ("It failed several times and was given up.", "چند بار ناموفق بود و رها شد."),
}  # fmt: skip


def say(code: str, language: str) -> str:
    """The words for it."""
    english, persian = _WORDS[code]
    return persian if language == "fa" else english
