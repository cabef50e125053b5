"""Which files may live with a template, told by their names and by how they begin."""

from __future__ import annotations

from typing import Final

MAX_BYTES = 10 * 1024 * 1024
MOST_FILES = 10  # of one template
LOOKED_AT = 512
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_ZIP: Final = (b"PK\x03\x04",)
TYPES: Final[dict[str, tuple[str, tuple[bytes, ...]]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)), "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)), "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")), "webp": ("image/webp", (b"RIFF",)),
    "docx": (_OFFICE + "wordprocessingml.document", _ZIP), "xlsx": (_OFFICE + "spreadsheetml.sheet", _ZIP),
    "pptx": (_OFFICE + "presentationml.presentation", _ZIP), "txt": ("text/plain", ()), "csv": ("text/csv", ()),
}  # fmt: skip


def type_of(name: str, start: bytes) -> str | None:
    """The media type of a file that may be kept, or None: by its ending, where it begins as such files do."""
    _, dot, ending = name.rpartition(".")
    found = TYPES.get(ending.lower()) if dot else None
    if found is None:
        return None
    media, beginnings = found
    good = start.startswith(beginnings) if beginnings else b"\0" not in start
    return media if good else None
