"""Pure: what audio a file holds, and whether all of it is there. A file's name and its server's word count nothing."""

from __future__ import annotations

import struct
from dataclasses import dataclass

HEAD = TAIL = 64 * 1024  # bytes of either end that are looked at
_WAV_CODECS = {1: "pcm", 3: "float", 6: "alaw", 7: "ulaw", 0x31: "gsm"}
_EXTENSIBLE = 0xFFFE
PLAYABLE = frozenset({"pcm", "float", "alaw", "ulaw", "mp3", "vorbis", "opus"})  # by browsers, without conversion
_LAYER_3 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG 1
_LAYER_3_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG 2 and 2.5
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


class BadAudio(ValueError):
    """The file cannot be kept; ``reason`` is empty, not_audio or truncated."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Audio:
    """What a whole file holds."""

    media_type: str
    codec: str
    seconds: float | None

    @property
    def playable(self) -> bool:
        """Whether browsers play it."""
        return self.codec in PLAYABLE


def is_audio(head: bytes) -> bool:
    """Whether a file that begins so may be audio that we know; says nothing of what follows."""
    return _is_wav(head) or head.startswith(b"OggS") or _is_mp3(head)


def inspect(head: bytes, tail: bytes, size: int) -> Audio:
    """Read a file of ``size`` bytes by its first and last ones. Raises ``BadAudio``."""
    if not size:
        raise BadAudio("empty")
    if _is_wav(head):
        return _wav(head, size)
    if head.startswith(b"OggS"):
        return _ogg(head, tail)
    if _is_mp3(head):
        return _mp3(head, size)
    raise BadAudio("not_audio")


def _is_wav(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _wav(head: bytes, size: int) -> Audio:
    at, format_chunk = 12, b""
    while at + 8 <= len(head):
        name, length = struct.unpack_from("<4sI", head, at)
        if name == b"data":
            return _wav_audio(format_chunk, at + 8, length, size)
        if name == b"fmt ":
            format_chunk = head[at + 8 : at + 8 + min(length, 64)]
        at += 8 + length + length % 2
    raise BadAudio("truncated" if at >= size else "not_audio")


def _wav_audio(format_chunk: bytes, start: int, length: int, size: int) -> Audio:
    if len(format_chunk) < 16:
        raise BadAudio("not_audio")
    tag, _channels, _rate, bytes_a_second = struct.unpack_from("<HHII", format_chunk)
    if tag == _EXTENSIBLE and len(format_chunk) >= 26:
        tag = struct.unpack_from("<H", format_chunk, 24)[0]
    if tag not in _WAV_CODECS or not bytes_a_second:
        raise BadAudio("not_audio")
    if start + length > size or (not length and size > start):  # the length is written when the file is closed
        raise BadAudio("truncated")
    if not length:
        raise BadAudio("empty")
    return Audio("audio/wav", _WAV_CODECS[tag], length / bytes_a_second)


def _ogg(head: bytes, tail: bytes) -> Audio:
    codec, rate = _ogg_codec(head[28:64]) if len(head) > 64 else ("", 0)
    if not codec:
        raise BadAudio("not_audio" if len(head) > 64 else "truncated")
    last = tail.rfind(b"OggS")
    if last < 0 or len(tail) - last < 27:
        raise BadAudio("truncated")
    flags, granule, segments = tail[last + 5], *struct.unpack_from("<q", tail, last + 6), tail[last + 26]
    table = tail[last + 27 : last + 27 + segments]
    if not flags & 4 or len(table) < segments or last + 27 + segments + sum(table) > len(tail):
        raise BadAudio("truncated")
    return Audio("audio/ogg", codec, granule / rate if rate and granule > 0 else None)


def _ogg_codec(packet: bytes) -> tuple[str, int]:
    """The codec that the first packet names, and the rate of its positions."""
    if packet.startswith(b"OpusHead"):
        return "opus", 48_000
    if packet.startswith(b"\x01vorbis"):
        return "vorbis", struct.unpack_from("<I", packet, 12)[0]
    return ("speex", 0) if packet.startswith(b"Speex   ") else ("", 0)


def _is_mp3(head: bytes) -> bool:
    return head.startswith(b"ID3") or _frame(head, 0) is not None


def _mp3(head: bytes, size: int) -> Audio:
    start = 0
    if head.startswith(b"ID3") and len(head) >= 10:
        start = 10 + ((head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127)
    first = _frame(head, start)
    if first is None or start + first[0] > size:
        raise BadAudio("truncated" if start >= size or first else "not_audio")
    length, bits_a_second, samples, rate = first
    if start + length + 4 <= min(size, len(head)) and _frame(head, start + length) is None:
        raise BadAudio("not_audio")
    frame = head[start : start + length]
    mark = max(frame.find(b"Xing", 0, 48), frame.find(b"Info", 0, 48))
    if mark > 0 and len(frame) >= mark + 12 and frame[mark + 7] & 1:
        return Audio("audio/mpeg", "mp3", struct.unpack_from(">I", frame, mark + 8)[0] * samples / rate)
    return Audio("audio/mpeg", "mp3", (size - start) * 8 / bits_a_second)


def _frame(data: bytes, at: int) -> tuple[int, int, int, int] | None:
    """Length, bits a second, samples and rate of the layer 3 frame that begins here; None where none does."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bit_rate, rate, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or layer != 1 or bit_rate in {0, 15} or rate == 3:
        return None
    bits = (_LAYER_3 if version == 3 else _LAYER_3_LOW)[bit_rate] * 1000
    samples, hertz = (1152 if version == 3 else 576), _RATES[version][rate]
    return samples // 8 * bits // hertz + padding, bits, samples, hertz
