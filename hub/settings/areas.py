"""The sections of the areas: what each does where nobody says otherwise."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from hub.settings.sections import Section


class Recordings(Section):
    """Recordings of calls. Each line says whether its calls are recorded; this is for calls on no line."""

    record: Literal["never", "always", "with_notice"] = Field(
        "never",
        description="Whether recordings of calls on no line are fetched; `with_notice`: callers are told of it.",
    )
    keep_days: int = Field(90, ge=0, le=36_500, description="Days after which recordings are erased; 0 keeps them.")
    max_bytes: int = Field(
        104_857_600, ge=1024, description="Largest recording that is kept, in bytes; larger ones are refused."
    )


class AttachmentSettings(Section):
    """The files of messages that come in."""

    keep_days: int = Field(0, ge=0, le=36_500, description="Days after which they are erased; 0 keeps them.")
    max_bytes: int = Field(
        16_777_216,
        ge=1024,
        le=1_073_741_824,
        description="Largest file that is fetched, in bytes; larger ones are refused.",
    )
    timeout: float = Field(60, ge=1, le=600, description="How many seconds fetching one may take.")


class PresenceSettings(Section):
    """Breaks, wrap-up and queues of agents."""

    wrap_up_seconds: float = Field(
        0, ge=0, le=1800,
        description="Wrap-up after a call, unless the telephone system names another for the queue's member; 0: none.",
    )  # fmt: skip
    leave_queues: bool = Field(
        True, description="Who signs out or gives up the phone leaves its dynamic queues until the next sign-in there."
    )
    join_any_queue: bool = Field(
        True, description="Agents may join every queue of their telephone system; false: those that their phone was in."
    )


class ConsentSettings(Section):
    """What silence means, and how long the links live that people are sent."""

    service_without_record: Literal["allowed", "refused"] = Field(
        "allowed", description="Whether service messages may go to whoever never said anything about them."
    )
    marketing_without_record: Literal["allowed", "refused"] = Field(
        "refused", description="The same for marketing; most laws want it refused."
    )
    confirm_hours: float = Field(
        72, gt=0, le=720, description="How long a link that confirms a consent works, in hours."
    )
    preferences_days: int = Field(
        180, ge=1, le=3650, description="How long links to one's own preferences, and to unsubscribe, work, in days."
    )


class MessagingSettings(Section):
    """Messages that go out."""

    keep_captured_days: int = Field(
        30, ge=1, le=3650, description="Days after which captured and refused messages are forgotten."
    )
    keep_sent_days: int = Field(
        0, ge=0, le=36_500,
        description="Days after which the full form of sent messages is forgotten; timelines keep theirs. 0: never.",
    )  # fmt: skip
    keep_bulk_days: int = Field(
        365, ge=0, le=36_500,
        description="Days after which it is forgotten who got a text to many; how it went is kept. 0: never.",
    )  # fmt: skip
    stop_words: tuple[str, ...] = Field(
        (), description="More words by which people opt out by SMS, beside `STOP`, `لغو` and their like."
    )
    start_words: tuple[str, ...] = Field(
        (), description="More words by which they opt in again, beside `START`, `شروع` and their like."
    )


class LinkSettings(Section):
    """Short links in messages, and how long they live."""

    base_url: str | None = Field(
        None,
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?$",
        max_length=200,
        description="Address, such as `https://pv.example`, that short links begin with where it is another than "
        "`http.public_url`; it must lead to the hub.",
    )
    shorten: bool = Field(
        False, description="Whether *Shorten links* is on for whoever has not switched it yet, where a text has a link."
    )
    keep_days: int = Field(
        730, ge=1, le=36_500,
        description="Days for which a short link works; thirty days after that it is forgotten with its clicks.",
    )  # fmt: skip


class TemplateSettings(Section):
    """What the hub itself writes."""

    folder: Path | None = Field(
        None, description="Folder with an organisation's own wordings of the hub's mails and texts, as in `templates/`."
    )


class CalendarSettings(Section):
    """Calendars of their own that people connect their tasks with (CalDAV)."""

    every_minutes: int = Field(10, ge=1, le=1440, description="How often a calendar is looked at, in minutes.")
    inner: tuple[str, ...] = Field(
        (), description="Hosts and networks of the organisation's own where calendars may be, beside the Internet."
    )

    @field_validator("inner")
    @classmethod
    def _known_places(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if "/" in one:
                try:
                    ip_network(one)
                except ValueError:
                    raise ValueError("give host names, addresses, or networks such as 10.0.0.0/8") from None
        return value
