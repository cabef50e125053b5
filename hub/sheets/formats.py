"""Which kind of file it is, by its bytes and never by its name; and what is refused before it is opened."""

from __future__ import annotations

import io
import zipfile

from hub.sheets.limits import MAX_BYTES, MAX_PARTS, MAX_RATIO, MAX_UNPACKED
from hub.sheets.refusal import Refusal

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SMALL = 1024 * 1024
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ")


def find_format(data: bytes) -> str:
    """``csv`` or ``xlsx``. Raises ``Refusal``."""
    if len(data) > MAX_BYTES:
        raise Refusal("too_large")
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Refusal("empty")
    if data.startswith(_OLE):
        raise Refusal("encrypted" if _ENCRYPTED in data else "old_xls")
    if data.startswith(b"PK\x03\x04"):
        _check_workbook(data)
        return "xlsx"
    if data.startswith(_BINARY):
        raise Refusal("not_a_table")
    return "csv"


def _check_workbook(data: bytes) -> None:
    """Judge the archive by its directory, before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        raise Refusal("broken") from None
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("encrypted")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or any(map(_is_bomb, parts)):
        raise Refusal("zip_bomb")
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise Refusal("macros")
    if "xl/workbook.xml" not in names:
        raise Refusal("not_a_table")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1)
