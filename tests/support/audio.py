"""Small audio files as exchanges write them."""

from __future__ import annotations

import struct

MP3_FRAME = b"\xff\xe3\x18\xc4" + bytes(68)  # MPEG 2.5, layer 3, 8 kbit/s, 8 kHz: 72 bytes, 72 ms


def wav(seconds: float = 1.0, tag: int = 1, *, bytes_a_second: int = 16_000, closed: bool = True) -> bytes:
    """A tone of silence; not ``closed``: as it is while Asterisk still writes it, without its length."""
    sound = bytes(int(seconds * bytes_a_second))
    told = len(sound) if closed else 0
    header = struct.pack("<HHIIHH", tag, 1, 8_000, bytes_a_second, 2, 16)
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(header)) + header + b"data" + struct.pack("<I", told)
    return b"RIFF" + struct.pack("<I", len(body) + told) + body + sound


def mp3(frames: int = 10) -> bytes:
    """So many frames, of 72 ms each."""
    return MP3_FRAME * frames


def ogg(seconds: float = 1.0, *, ended: bool = True) -> bytes:
    """Opus in two pages."""
    return _page(b"OpusHead" + bytes(30), 2, 0) + _page(bytes(40), 4 if ended else 0, int(seconds * 48_000))


def _page(packet: bytes, flags: int, granule: int) -> bytes:
    return b"OggS" + struct.pack("<BBqIIIBB", 0, flags, granule, 1, 0, 0, 1, len(packet)) + packet
