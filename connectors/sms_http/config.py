"""Typed options of an account at a gateway."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import Field, JsonValue, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from connectors.sms_http.description import Gateway
from connectors.sms_http.patterns import Patterns
from connectors.sms_http.presets import described
from hub.ports import Options

Preset = Literal[
    "custom", "kannel", "kavenegar", "ghasedak", "melipayamak", "smsir", "ippanel", "vonage", "infobip", "messagebird"
]  # fmt: skip


class SmsHttpOptions(Options):
    """One account at a gateway that is reached over HTTP. Times are in seconds."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {
        "description": ("patterns", "gateway"),
        "session": ("poll_interval", "timeout"),
    }

    preset: Preset = Field(
        description="Whose description to begin with; custom: none, all of it is said by gateway.",
    )
    gateway: dict[str, JsonValue] = Field(
        default_factory=dict,
        validate_default=True,
        description="What is said of the gateway, laid over the preset key by key.",
    )
    address: str | None = Field(
        None,
        max_length=300,
        validate_default=True,
        description="Where the gateway is, as https://sms.example.org:8443; unset, the preset's.",
    )
    username: str | None = Field(None, max_length=200, description="User name at the gateway, where it has one.")
    password: SecretStr | None = Field(None, description="Password of that user.")
    api_key: SecretStr | None = Field(None, description="API key or token, where the gateway has one.")
    sender: str | None = Field(
        None, max_length=40, description="Number or name that messages go from, unless the line says another."
    )
    hook_secret: SecretStr | None = Field(
        None,
        min_length=12,
        description="Secret of the addresses that the gateway posts to, or of its signatures; unset, nothing is taken.",
    )
    patterns: Patterns = Field(
        default_factory=dict,
        description="Texts that lie approved at the gateway, by their names there; {name} stands for a value. "
        "A message with such a text is sent as that pattern.",
    )
    poll_interval: float = Field(30, ge=1, le=3600, description="Pause between two questions for what is new.")
    timeout: float = Field(20, ge=1, le=120, description="How long connecting and each answer may take.")

    @field_validator("gateway")
    @classmethod
    def _is_described(cls, value: dict[str, JsonValue], info: ValidationInfo) -> dict[str, JsonValue]:
        if "preset" in info.data:
            described(info.data["preset"], value)
        return value

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value:
            return address_of(value)
        if {"preset", "gateway"} <= info.data.keys():
            own = described(info.data["preset"], info.data["gateway"]).address
            if not own:
                raise PydanticCustomError("gateway_no_address", "this gateway has no address of its own: say one")
            address_of(own)
        return None

    @field_validator("patterns")
    @classmethod
    def _are_taken(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        if value and "gateway" in info.data and not described(info.data["preset"], info.data["gateway"]).pattern:
            raise PydanticCustomError("gateway_no_patterns", "this gateway takes no patterns")
        return value

    def described(self) -> Gateway:
        """The whole description. Raises ``ValueError``."""
        return described(self.preset, self.gateway)

    @property
    def base(self) -> str:
        """The address that requests begin with."""
        return self.address or self.described().address or ""

    def access(self) -> dict[str, Any]:
        """What requests may fill in of the account: secrets, so never to be shown."""
        return {
            "username": self.username,
            "password": self.password.get_secret_value() if self.password else None,
            "api_key": self.api_key.get_secret_value() if self.api_key else None,
        }

    def secrets(self) -> list[str]:
        """Everything that may stand in no log and no message."""
        values = (self.password, self.api_key, self.hook_secret)
        return [one.get_secret_value() for one in values if one and one.get_secret_value()]


def address_of(value: str) -> str:
    """The address, where it is one. Raises ``PydanticCustomError``."""
    try:
        parts = urlsplit(value)
        well = parts.scheme in {"http", "https"} and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        well = False
    if not well or parts.query or parts.fragment or re.search(r"[\s{}\\]", value):
        raise PydanticCustomError("gateway_address", "an address such as https://sms.example.org, without a query")
    return value.rstrip("/")
