"""Hash and check passwords with argon2id, a few at a time, off the event loop."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from hub.web import Invalid, Problem

T = TypeVar("T")
SHORTEST, LONGEST = 10, 200  # characters
_DISTINCT = 4
WAITING = 100  # hashes that may wait; each takes about 0.1 s
HASHER = PasswordHasher(time_cost=3, memory_cost=32_768, parallelism=1)  # 32 MiB each
_threads = ThreadPoolExecutor(2, thread_name_prefix="argon2")
_waiting: set[object] = set()


async def hash_password(password: str) -> str:
    """The encoded hash of ``password``. Raises ``Problem`` 503 when too many wait."""
    return await _in_thread(lambda: HASHER.hash(_normal(password)))


async def verify(encoded: str | None, password: str) -> bool:
    """Check ``password``; without a hash the same work is done and the answer is no."""
    return await _in_thread(lambda: _verify(encoded, password))


def check_policy(password: str, *, email: str, name: str, field: str) -> None:
    """Refuse what is guessed first. Raises ``Invalid`` for ``field``."""
    if len(password) < SHORTEST:
        raise Invalid.field(field, "password_short", f"Use at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise Invalid.field(field, "password_long", f"Use at most {LONGEST} characters.")
    plain = password.casefold()
    obvious = {email.casefold(), email.partition("@")[0].casefold(), name.casefold(), name.casefold().replace(" ", "")}
    if plain in obvious or len(set(plain)) < _DISTINCT:
        raise Invalid.field(field, "password_obvious", "This password is too easy to guess.")


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """A hash that no password has, for accounts that do not exist."""
    return hasher.hash("nobody has this password")


def _verify(encoded: str | None, password: str) -> bool:
    try:
        return HASHER.verify(encoded or _nobody(HASHER), _normal(password)) and encoded is not None
    except (Argon2Error, InvalidHashError):
        return False


def _normal(password: str) -> bytes:
    """The same password typed on another system (RFC 8265: NFC)."""
    return unicodedata.normalize("NFC", password).encode()


async def _in_thread(work: Callable[[], T]) -> T:
    if len(_waiting) >= WAITING:
        raise Problem(503, "busy", "Too many people sign in at once.", headers={"Retry-After": "5"})
    mark = object()
    _waiting.add(mark)
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting.discard(mark)
