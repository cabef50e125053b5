"""What the API says of users and sessions, and what it takes."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from hub.accounts.permissions import Permission, Role
from hub.web import Input, Output

Language = Literal["fa", "en"]
Theme = Literal["auto", "light", "dark"]
Calendar = Literal["jalali", "gregorian"]
LANGUAGES: Final[tuple[Language, ...]] = ("fa", "en")
OMITTED: Any = None
"""Default of a PATCH field that may be left out, but not be null."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f-\x9f]{1,64}@[^@\s\x00-\x1f\x7f-\x9f]{1,189}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def one_line(value: str) -> str:
    """Text without control characters. Raises ``ValueError``."""
    if _CONTROL.search(value):
        raise ValueError("control characters are not allowed")
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise ValueError("this is not an email address")
    return value


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("this is not an IANA time zone")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(one_line)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_email)]
Zone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]
RoleKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,16}$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class SessionUser(Output):
    """The signed-in user with their preferences."""

    id: UUID
    name: str
    email: str
    role: str = Field(description="The key of a role: built in (agent, supervisor, marketer, administrator) or not.")
    role_name: str | None = Field(description="Null for the built-in roles.")
    language: Language
    theme: Theme
    calendar: Calendar
    time_zone: str
    initials: str


class SessionExtension(Output):
    """The extension that the user sits at."""

    id: UUID
    endpoint: str
    number: str
    label: str
    can_hold: bool = Field(False, description="The phone can be asked to hold a call, and to take it back.")


class SessionOut(Output):
    """Who is signed in here, what they may do, and how this hub behaves towards them."""

    user: SessionUser
    permissions: list[Permission]
    modules: list[str] = Field(description="The parts of the hub that are switched on, of those that can be off.")
    locked: bool
    idle_lock_seconds: int = Field(description="The page locks after so long without a touch; 0: never.")
    expires_at: datetime
    organisation: str
    extension: SessionExtension | None
    version: str
    demo: bool
    secure_context_expected: bool = Field(description="The hub is meant to be opened over HTTPS.")


class DemoAccountOut(Output):
    """An account of the demo, password included."""

    email: str
    password: str
    role: Role
    name: str


class DemoOut(Output):
    """What the demo offers at sign-in."""

    accounts: list[DemoAccountOut]


class PublicOut(Output):
    """What the sign-in page needs to know."""

    organisation: str
    setup_needed: bool
    demo: DemoOut | None
    sandbox: bool = Field(description="Outgoing messages are captured, none leaves.")
    version: str
    languages: list[Language]


class SetupOut(Output):
    """Whether the hub waits for its first administrator."""

    needed: bool


class UserOut(Output):
    """A user as administrators see them."""

    id: UUID
    name: str
    email: str
    role: str
    active: bool
    language: Language
    last_seen_at: datetime | None


class SignIn(Input):
    """An email, a password, and where to sit."""

    email: Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]
    password: Password
    keep: bool = Field(False, description="Stay signed in when the browser is closed.")
    extension_id: UUID | None = None


class Unlock(Input):
    """The password of the locked session's user."""

    password: Password


class SetUp(Input):
    """The first administrator and the organisation, with the token from the log."""

    token: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
    organisation: Name
    name: Name
    email: Email
    password: Password
    language: Language = "en"


class ChangeMe(Input):
    """One's own name and preferences; what is left out stays."""

    name: Name = OMITTED
    language: Language = OMITTED
    theme: Theme = OMITTED
    calendar: Calendar = OMITTED
    time_zone: Zone = OMITTED


class ChangePassword(Input):
    """The current password and the one to come."""

    current: Password
    new: Password


class NewUser(Input):
    """A user to be."""

    name: Name
    email: Email
    role: RoleKey
    password: Password
    language: Language = "en"


class ChangeUser(Input):
    """What an administrator changes of a user; what is left out stays. A new password ends the user's sessions."""

    name: Name = OMITTED
    email: Email = OMITTED
    role: RoleKey = OMITTED
    active: bool = OMITTED
    language: Language = OMITTED
    password: Password = OMITTED
