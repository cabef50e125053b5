"""The sections about the hub itself: where it listens, what it keeps, who signs in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class Section(BaseModel):
    """A section of the settings; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Http(Section):
    """Where and how the hub listens."""

    host: str = Field("127.0.0.1", description="Address to listen on; `0.0.0.0` for every interface.")
    port: int = Field(8080, ge=0, le=65535, description="TCP port; 0 lets the system choose.")
    public_url: str | None = Field(
        None,
        description="Address that people and providers use, such as `https://hub.example`. "
        "Without it the hub sends nobody a link.",
    )
    tls_certificate: Path | None = Field(None, description="PEM file with the certificate chain; turns HTTPS on.")
    tls_key: Path | None = Field(None, description="PEM file with the private key of `tls_certificate`.")
    trusted_proxies: tuple[str, ...] = Field(
        (), description="Networks whose `X-Forwarded-For` and `-Proto` are believed."
    )
    ui: Path = Field(Path("webui/dist"), description="Folder of the built user interface.")
    max_body_bytes: int = Field(1_048_576, ge=1024, description="Largest request body, in bytes.")


class DatabaseSettings(Section):
    """The store."""

    url: SecretStr = Field(
        SecretStr("sqlite:///var/hub.db"),
        description="`sqlite:///path` or `postgresql://user:password@host/name`.",
    )

    @field_validator("url")
    @classmethod
    def _known_store(cls, value: SecretStr) -> SecretStr:
        if not re.match(r"(sqlite(\+aiosqlite)?:///.|postgres(ql)?(\+asyncpg)?://.)", value.get_secret_value()):
            raise ValueError("it must begin with sqlite:/// or postgresql://")
        return value


class Redis(Section):
    """Live updates between processes; not needed for one process."""

    url: SecretStr | None = Field(None, description="`redis://host:6379/0`; unset: live updates stay in this process.")


class Accounts(Section):
    """Signing in."""

    session_hours: float = Field(12, gt=0, le=720, description="How long a kept sign-in lasts, in hours.")
    idle_lock_seconds: int = Field(900, ge=0, description="Idle time after which the page locks, in seconds; 0 never.")
    idle_sign_out_seconds: int = Field(
        28_800, ge=0, description="Idle time after which a session ends, in seconds; 0 never."
    )


class Organisation(Section):
    """Who runs this hub."""

    name: str = Field(
        "Peyvand", min_length=1, max_length=80, description="Shown at sign-in until set-up stores another."
    )
    language: Literal["fa", "en"] = Field("en", description="Language of the sign-in page for a new browser.")
    region: str = Field("IR", pattern=r"^[A-Z]{2}$", description="ISO region that local phone numbers are read in.")
    area_code: str | None = Field("21", pattern=r"^\d{1,5}$", description="Area code of local numbers without one.")
    time_zone: str = Field("Asia/Tehran", description="IANA time zone of the organisation.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            raise ValueError("there is no such IANA time zone") from None
        return value


class Log(Section):
    """What the hub writes about itself."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is written.")
    format: Literal["console", "json"] = Field("console", description="For people (`console`) or machines (`json`).")


class BlobSettings(Section):
    """Where files are kept."""

    directory: Path = Field(Path("var/blobs"), description="Folder of attachments and recordings.")


class Metrics(Section):
    """Prometheus."""

    token: SecretStr | None = Field(None, description="Bearer token for `/metrics`; unset: loopback only.")


class Secrets(Section):
    """Keys for the secrets that are kept in the store."""

    keys: SecretStr | None = Field(
        None,
        description="`id:base64` of 32 bytes, with commas: the first seals, all open; unset: a file beside the blobs.",
    )
