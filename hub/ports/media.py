"""What lets the hub in to the files of messages, which lie with the provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from hub.ports.connector import Options


@dataclass(frozen=True, slots=True)
class MediaAccess:
    """What lets the hub in to an account's files.

    ``headers`` are secret, and go to ``origins`` only (``https://api.example.com``, with the port where it is another
    one); what lies elsewhere, also where an origin leads on, is asked without. Addresses without a host lie below
    ``base``. ``forget``: the provider's own copy is deleted (``DELETE`` of its address) once the hub keeps the file.
    """

    origins: frozenset[str] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    base: str | None = None
    forget: bool = False


@runtime_checkable
class KeepsMedia(Protocol):
    """A connector whose provider keeps the files of messages."""

    def media_access(self, options: Options) -> MediaAccess:
        """What lets the hub in to the files of an account with these options."""
        ...
