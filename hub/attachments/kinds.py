"""Pure: what a file is, by its bytes. What its sender or provider calls it proves nothing."""

from __future__ import annotations

import re
from typing import Final

HEAD: Final = 512  # bytes that are looked at
OCTETS: Final = "application/octet-stream"
_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS: Final = {
    b"3gp": "video/3gpp", b"3g2": "video/3gpp", b"M4A": "audio/mp4", b"hei": "image/heic", b"hev": "image/heic",
    b"mif": "image/heic", b"avi": "image/avif", b"iso": "video/mp4", b"mp4": "video/mp4", b"avc": "video/mp4",
    b"M4V": "video/mp4", b"qt ": "video/quicktime", b"das": "video/mp4", b"MSN": "video/mp4",
}  # fmt: skip
_VCARD: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:(VCARD|VCALENDAR)\b", re.IGNORECASE)
ENDINGS: Final = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "image/avif": "avif", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/wav": "wav", "audio/amr": "amr",
    "audio/mp4": "m4a", "video/mp4": "mp4", "video/3gpp": "3gp", "video/webm": "webm", "video/quicktime": "mov",
    "application/pdf": "pdf", "text/vcard": "vcf", "text/calendar": "ics", OCTETS: "bin",
}  # fmt: skip
SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PLAYED: Final = frozenset({"audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "video/mp4", "video/webm"})
INLINE: Final = SHOWN | PLAYED
"""What a page draws or plays itself; the rest is for download only, so that nothing of it is ever run."""


def recognise(head: bytes) -> str:
    """The media type of a file that begins like this; octets for whatever is not on the list."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], OCTETS)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:11], OCTETS)
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # a frame of MPEG audio, layer III
        return "audio/mpeg"
    if card := _VCARD.match(head):
        return "text/vcard" if card[1].upper() == b"VCARD" else "text/calendar"
    return OCTETS


def differs(declared: str | None, found: str) -> bool:
    """Whether it was called something else: an image that is none, say. What says nothing does not lie."""
    said = (declared or "").partition(";")[0].strip().lower()
    if not said or said in {OCTETS, "binary/octet-stream"}:
        return False
    kind = said.partition("/")[0]
    if kind in {"image", "audio", "video"}:
        family = {"audio", "video"} if kind in {"audio", "video"} else {kind}
        return found.partition("/")[0] not in family
    return found in INLINE or (said == "application/pdf" and found != said)
