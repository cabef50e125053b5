"""Typed options of a Twilio account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from yarl import URL

from hub.ports import Options

API = "https://api.twilio.com"


class TwilioOptions(Options):
    """One account (or subaccount) at Twilio. Times are in seconds."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {
        "sms_text": ("validity", "shared_account", "delete_media"),
        "session": (
            "api_url", "poll_interval", "poll_back", "timeout", "reconnect_min", "reconnect_max", "rejected_interval",
        ),
    }  # fmt: skip

    account_sid: str = Field(pattern=r"^AC[0-9a-fA-F]{32}$", description="Account SID, as the console shows it.")
    auth_token: SecretStr = Field(description="Auth token of that account; signatures are checked with it as well.")
    sender: str | None = Field(
        None, max_length=20, description="Number or name that messages go from where a line names no other."
    )
    messaging_service: str | None = Field(
        None, pattern=r"^MG[0-9a-fA-F]{32}$", description="Messaging service that chooses the sender instead."
    )
    validity: int = Field(
        14_400, ge=1, le=36_000, description="How long Twilio tries to hand a message over before it gives up."
    )
    shared_account: bool = Field(
        False, description="Other systems send by this account too: only what the hub sent is looked up in its list."
    )
    delete_media: bool = Field(
        False, description="Twilio's copy of a file that came in is deleted once the hub keeps it."
    )
    api_url: str = Field(API, description="Where the API is reached; another one for a region of Twilio's.")
    poll_interval: float = Field(
        300, gt=0, le=86_400, description="Pause between two looks into the list of messages, for what no hook told."
    )
    poll_back: float = Field(
        86_400, ge=60, le=604_800, description="How far back the list is read at the start and every hour."
    )
    timeout: float = Field(20, gt=0, le=50, description="How long connecting and each answer may take.")
    reconnect_min: float = Field(
        1, gt=0, le=3600, description="First pause before asking again after a failure; it doubles each time."
    )
    reconnect_max: float = Field(60, gt=0, le=3600, description="Longest pause before asking again after a failure.")
    rejected_interval: float = Field(
        300, gt=0, le=86_400, description="Pause after the account SID or the token was rejected."
    )

    @field_validator("api_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        try:
            url = URL(value)
        except ValueError:
            url = URL()
        if url.scheme not in {"http", "https"} or not url.host or url.user or url.query_string or url.fragment:
            raise PydanticCustomError("address", "write https:// and a host")
        return value.rstrip("/")
