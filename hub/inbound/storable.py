"""A message as every store takes it: senders write what they like, and none of it may keep a message out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from hub.ports import InboundMessage, MediaFile

LONGEST_SUBJECT, LONGEST_KEY = 400, 255  # of their columns


def storable(message: InboundMessage) -> InboundMessage:
    """Without U+0000 and halves of surrogates, the subject cut to its column; the message itself where nothing is."""
    key = _text(message.dedupe_key)
    if key != message.dedupe_key or len(key) > LONGEST_KEY:  # still another for another message
        key = hashlib.sha256(message.dedupe_key.encode("utf-8", "surrogatepass")).hexdigest()
    subject = None if message.subject is None else _text(message.subject)[:LONGEST_SUBJECT]
    text = None if message.text is None else _text(message.text)
    facts = _value(message.facts) if message.facts else message.facts
    media = tuple(map(_file, message.media))
    if (key, subject, text, facts, media) == (
        message.dedupe_key, message.subject, message.text, message.facts, message.media,
    ):  # fmt: skip
        return message
    return replace(message, dedupe_key=key, subject=subject, text=text, facts=facts, media=media)


def _file(file: MediaFile) -> MediaFile:
    given = (None if one is None else _text(one) for one in (file.type, file.name))
    return MediaFile(_text(file.url), *given)


def _text(text: str) -> str:
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\0", "") if "\0" in text else text


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {_value(key): _value(item) for key, item in value.items()}
    return [_value(item) for item in value] if isinstance(value, list | tuple) else value
