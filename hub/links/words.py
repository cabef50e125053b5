"""What the pages behind links say that lead nowhere, in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("fa", "en")
WORDS: Final = MappingProxyType({
    "fa": {
        "unknown_title": "چنین پیوندی نداریم",
        "unknown": "شاید بخشی از نشانی جا افتاده باشد. پیوند را کامل از پیامک بردارید و دوباره باز کنید.",
        "over_title": "مهلت این پیوند تمام شده است",
        "over": "این پیوند دیگر به جایی نمی‌رسد. اگر هنوز به آن نیاز دارید، به فرستندهٔ پیام خبر دهید.",
    },
    "en": {
        "unknown_title": "There is no such link",
        "unknown": "Part of the address may be missing. Copy the whole link from the message and open it again.",
        "over_title": "This link has expired",
        "over": "It no longer leads anywhere. If you still need it, ask whoever sent you the message.",
    },
})  # fmt: skip
