"""Typed options of an Asterisk account."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from connectors.asterisk.audio_options import AudioOptions
from connectors.asterisk.records_options import RecordsOptions
from hub.ports import FILE_ONLY

EVENT_CLASSES = "system,call,agent"  # FullyBooted is a system event; calls and queues are the other two


class AsteriskOptions(AudioOptions, RecordsOptions):
    """One Asterisk, reached over AMI. Times are in seconds."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {
        "phones": ("trunks", "extension_pattern", "ignore_endpoints"),
        "dialling": ("dial_context", "transfer_context", "dial_timeout", "remote_hold"),
        "recordings": ("recordings_pattern", "audio_host_key", "audio_timeout"),
        "records": (
            "cdr_table", "cdr_columns", "cel_table", "cel_columns", "cdr_time_zone", "cdr_delay", "cdr_patience",
        ),
        "session": (
            "event_filter", "connect_timeout", "boot_timeout", "ping_interval", "ping_timeout", "reconnect_min",
            "reconnect_max", "rejected_interval", "buffer_size",
        ),
    }  # fmt: skip
    places: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "recordings": {
            "recordings": "/var/spool/asterisk/monitor",
            "voicemail": "/var/spool/asterisk/voicemail",
            "audio_secret_file": "/etc/peyvand/recordings.secret",
            "audio_key_file": "/etc/peyvand/recordings.key",
        },
        "records": {
            "cdr": "/var/log/asterisk/cdr-csv/Master.csv",
            "cdr_secret_file": "/etc/peyvand/cdr.secret",
            "cel": "/var/log/asterisk/cel-custom/Master.csv",
            "cel_secret_file": "/etc/peyvand/cel.secret",
        },
        "session": {"tls_ca_file": "/etc/peyvand/pbx-ca.pem"},
    }

    host: str = Field(min_length=1, description="Host name or address of the Asterisk Manager Interface.")
    port: int = Field(5038, ge=1, le=65535, description="TCP port of the Asterisk Manager Interface.")
    username: str = Field(min_length=1, description="Name of the user in manager.conf.")
    secret: SecretStr = Field(description="Secret of that user.")
    challenge: bool = Field(
        True,
        description="Sign in by MD5 challenge, so that the secret itself is not sent; there is no other way then. "
        "Off sends the secret as it is, which TLS alone keeps from others.",
    )
    tls: bool = Field(False, description="Connect by TLS (manager.conf: tlsenable, usually port 5039).")
    tls_verify: bool = Field(True, description="Check the certificate; switch off only for a self-signed one.")
    tls_ca_file: str | None = Field(
        None, json_schema_extra=FILE_ONLY, description="File with the authority that signed the PBX's certificate."
    )
    trunks: tuple[str, ...] = Field(
        (),
        description='Endpoints that lead outside, as "trunk" or "PJSIP/trunk", whatever they look like.',
    )
    extension_pattern: str = Field(
        r"\d{2,6}", description="Regular expression for the endpoint names that are phones of the organisation."
    )
    ignore_endpoints: tuple[str, ...] = Field(
        (), description='Endpoints whose legs are not reported, as "fax" or "PJSIP/fax".'
    )
    dial_context: str = Field(
        "from-internal",
        pattern=r"^[\w.-]+$",
        description="Dialplan context in which a number is called for an extension (click to dial).",
    )
    transfer_context: str = Field(
        "from-internal",
        pattern=r"^[\w.-]+$",
        description="Dialplan context in which the target of a transfer is called.",
    )
    dial_timeout: float = Field(30, gt=0, le=600, description="How long click to dial rings the agent's own phone.")
    remote_hold: bool = Field(
        False,
        description="Offer hold and resume in the call bar, for desk phones that know the talk and hold events "
        "(Yealink, Polycom, Snom, Grandstream). The user needs write = system as well.",
    )
    event_filter: bool = Field(
        True,
        description="Ask the PBX for the event classes system, call and agent only; off asks for all that it permits.",
    )
    connect_timeout: float = Field(
        10, gt=0, le=3600, description="How long connecting, the banner and each answer may take."
    )
    boot_timeout: float = Field(
        10, gt=0, le=3600, description="How long to wait for FullyBooted before going on without it."
    )
    ping_interval: float = Field(10, gt=0, le=3600, description="Pause between two pings of the PBX.")
    ping_timeout: float = Field(
        10, gt=0, le=3600, description="How long a ping may stay unanswered before the session is cut."
    )
    reconnect_min: float = Field(
        1, gt=0, le=3600, description="First pause before connecting again; it doubles each time."
    )
    reconnect_max: float = Field(30, gt=0, le=3600, description="Longest pause before connecting again.")
    rejected_interval: float = Field(
        300,
        gt=0,
        le=86_400,
        description="Pause after a rejected sign-in; long, so that fail2ban does not lock the hub out.",
    )
    buffer_size: int = Field(
        20_000,
        ge=10,
        le=1_000_000,
        description="Events kept in memory while the store is away; one more cuts the session.",
    )

    @field_validator("extension_pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise PydanticCustomError("expression", "not a regular expression: {why}", {"why": str(error)}) from None
        return value
