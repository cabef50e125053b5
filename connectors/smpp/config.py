"""Typed options of an SMPP account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from connectors.smpp.alphabets import Alphabet
from connectors.smpp.receipts import IdForm
from hub.ports import FILE_ONLY, Options

REASONS = (
    "absent_subscriber", "unknown_number", "barred", "blacklisted", "blocked_by_operator", "expired", "handset_full",
    "content_rejected", "no_credit", "throttled", "sender_rejected", "opted_out", "route_unavailable", "rejected",
    "unknown_error",
)  # fmt: skip


class SmppOptions(Options):
    """One SMSC, reached over SMPP 3.4. Times are in seconds."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {
        "sms_text": ("default_alphabet", "long_messages", "validity", "parts_patience"),
        "sms_ids": ("response_ids", "receipt_ids", "receipt_errors"),
        "sms_addresses": (
            "source_ton", "source_npi", "destination_ton", "destination_npi", "system_type", "service_type",
            "address_range",
        ),
        "session": (
            "tls_verify", "bind", "window", "connect_timeout", "response_timeout", "enquire_interval", "throttle_pause",
            "reconnect_min", "reconnect_max", "rejected_interval",
        ),
    }  # fmt: skip
    places: ClassVar[Mapping[str, Mapping[str, str]]] = {"session": {"tls_ca_file": "/etc/peyvand/smsc-ca.pem"}}

    host: str = Field(min_length=1, description="Host name or address of the provider's SMSC.")
    port: int = Field(2775, ge=1, le=65535, description="TCP port of the SMSC.")
    system_id: str = Field(min_length=1, max_length=15, description="Name of the account, as the provider gave it.")
    password: SecretStr = Field(description="Password of that account.")
    tls: bool = Field(False, description="Connect by TLS (usually another port).")
    tls_verify: bool = Field(True, description="Check the certificate; switch off only for a self-signed one.")
    tls_ca_file: str | None = Field(
        None, description="Certificate authority to check it against.", json_schema_extra=FILE_ONLY
    )
    sender: str | None = Field(
        None, max_length=20, description="Number or name that messages go from where a line names no other."
    )
    default_alphabet: Alphabet = Field("gsm7", description="What data_coding 0 means at the provider.")
    long_messages: Literal["udh", "sar", "payload"] = Field(
        "udh",
        description="How a text of several parts goes: in parts with a user data header, with sar_ parameters, "
        "or whole as message_payload.",
    )
    validity: int = Field(
        0, ge=0, le=604_800, description="How long the provider tries to deliver a message; 0: as long as it does."
    )
    parts_patience: float = Field(
        300, gt=0, le=86_400, description="How long the other parts of a message that came in are waited for."
    )
    response_ids: IdForm = Field("text", description="How the answer to a message writes its id.")
    receipt_ids: IdForm = Field("text", description="How delivery receipts write the same id.")
    receipt_errors: tuple[str, ...] = Field(
        (), description='Reasons for the provider\'s own error codes in receipts, such as "001=unknown_number".'
    )
    source_ton: int | None = Field(
        None, ge=0, le=6, description="Type of number of the sender; unset, it is told by how the sender looks."
    )
    source_npi: int | None = Field(None, ge=0, le=18, description="Numbering plan of the sender; unset, likewise.")
    destination_ton: int = Field(1, ge=0, le=6, description="Type of number of the recipient.")
    destination_npi: int = Field(1, ge=0, le=18, description="Numbering plan of the recipient.")
    system_type: str | None = Field(None, max_length=12, description="Kind of system, where the provider asks for it.")
    service_type: str | None = Field(
        None, max_length=5, description="Service of each message, where the provider asks for it."
    )
    address_range: str | None = Field(
        None,
        max_length=40,
        description="Numbers whose messages come over this session, where the provider asks for it.",
    )
    bind: Literal["transceiver", "pair", "transmitter"] = Field(
        "transceiver", description="One session both ways, one for each way, or one that only sends."
    )
    window: int = Field(10, ge=1, le=1_000, description="Messages that may wait for their answers at once.")
    connect_timeout: float = Field(10, gt=0, le=60, description="How long connecting and the bind may take.")
    response_timeout: float = Field(
        15, gt=0, le=30, description="How long the answer to a message may take; without one it is uncertain."
    )
    enquire_interval: float = Field(30, gt=0, le=3600, description="Pause between two enquire_link.")
    throttle_pause: float = Field(
        1, gt=0, le=60, description="Pause after the provider says that it is sent too much; it doubles each time."
    )
    reconnect_min: float = Field(
        1, gt=0, le=3600, description="First pause before connecting again; it doubles each time."
    )
    reconnect_max: float = Field(30, gt=0, le=3600, description="Longest pause before connecting again.")
    rejected_interval: float = Field(
        300, gt=0, le=86_400, description="Pause after a rejected bind; long, so that no account is locked."
    )

    @field_validator("receipt_errors")
    @classmethod
    def _pairs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            code, _, reason = one.partition("=")
            if not code.strip() or reason.strip() not in REASONS:
                raise PydanticCustomError(
                    "receipt_error", "write code=reason, a reason of: {words}", {"words": ", ".join(REASONS)}
                )
        return value

    @property
    def errors(self) -> dict[str, str]:
        """The reasons by the provider's own codes."""
        return {code.strip(): reason.strip() for code, _, reason in (one.partition("=") for one in self.receipt_errors)}
