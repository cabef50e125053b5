"""Typed settings: a TOML file, then the environment (``HUB_SECTION__KEY``); ``…_FILE`` reads a value from a file."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError, field_validator

DEFAULT_FILE = Path("config/hub.toml")
PREFIX = "HUB_"
RESERVED = ("HUB_CONFIG", "HUB_TEST_", "HUB_BENCH_", "HUB_DEV_")  # read elsewhere, never a setting


class SettingsError(Exception):
    """The configuration is wrong; ``str()`` is one line naming the key and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


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


class Metrics(Section):
    """Prometheus."""

    token: SecretStr | None = Field(None, description="Bearer token for `/metrics`; unset: loopback only.")


class Secrets(Section):
    """Keys for the secrets that are kept in the store."""

    keys: SecretStr | None = Field(
        None,
        description="`id:base64` of 32 bytes, with commas: the first seals, all open; unset: a file beside the blobs.",
    )


class ConnectorAccount(BaseModel):
    """One account with a provider; every other key is an option of its connector."""

    model_config = ConfigDict(extra="allow", frozen=True)

    connector: str = Field(description="Which connector, such as `asterisk`.")
    enabled: bool = Field(True, description="False keeps the account without starting it.")
    name: str | None = Field(None, max_length=80, description="Name shown to people.")

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """The options' names only: they hold secrets, and only their connector knows which."""
        yield from ((name, getattr(self, name)) for name in type(self).model_fields)
        yield "options", sorted(self.model_extra or {})


class PlacesOfAccount(BaseModel):
    """What an account of the page may not say itself: options of its connector that name places on this machine."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """The options' names only, as above."""
        yield "options", sorted(self.model_extra or {})


ModuleName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]
AccountName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


class Settings(BaseModel):
    """All settings of one hub."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    http: Http = Field(default_factory=Http)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    redis: Redis = Field(default_factory=Redis)
    accounts: Accounts = Field(default_factory=Accounts)
    organisation: Organisation = Field(default_factory=Organisation)
    log: Log = Field(default_factory=Log)
    blobs: BlobSettings = Field(default_factory=BlobSettings)
    recordings: Recordings = Field(default_factory=Recordings)
    metrics: Metrics = Field(default_factory=Metrics)
    calendars: CalendarSettings = Field(default_factory=CalendarSettings)
    presence: PresenceSettings = Field(default_factory=PresenceSettings)
    consent: ConsentSettings = Field(default_factory=ConsentSettings)
    messaging: MessagingSettings = Field(default_factory=MessagingSettings)
    templates: TemplateSettings = Field(default_factory=TemplateSettings)
    secrets: Secrets = Field(default_factory=Secrets)
    connectors: dict[AccountName, ConnectorAccount] = Field(
        default_factory=dict, description="Accounts by their short name."
    )
    places: dict[AccountName, PlacesOfAccount] = Field(
        default_factory=dict, description="For accounts of the page: the options that only the settings file may say."
    )
    modules: dict[ModuleName, bool] = Field(
        default_factory=dict, description="Parts of the hub that are on or off for good, whatever the page says."
    )
    sandbox: bool = Field(
        False, description="True captures every outgoing message on a page instead of sending it; the demo's default."
    )
    demo: bool = Field(False, description="Demo accounts and the simulated phone; set by `peyvand demo`.")


def load(file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises ``SettingsError`` with one line for the first thing that is wrong."""
    environ = os.environ if environ is None else environ
    named = file or (Path(environ["HUB_CONFIG"]) if environ.get("HUB_CONFIG") else None)
    values = _read_file(named) if named else (_read_file(DEFAULT_FILE) if DEFAULT_FILE.exists() else {})
    source = str(named or DEFAULT_FILE)
    for path, value, origin in _from_environment(environ):
        _put(values, path, value, origin)
    return parse(values, source)


def parse(values: dict[str, Any], source: str = "settings") -> Settings:
    """Validate ``values``. Raises ``SettingsError``."""
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(first_problem(error, source)) from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); check --config or HUB_CONFIG") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from None


def _from_environment(environ: Mapping[str, str]) -> list[tuple[list[str], Any, str]]:
    found = []
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(RESERVED):
            continue
        path = name.removeprefix(PREFIX).lower().split("__")
        if path[-1].endswith("_file") and path[0] not in {
            "connectors",
            "places",
        }:  # an option's own name
            path[-1] = path[-1].removesuffix("_file")
            found.append((path, read_value(name, environ[name]), name))
        else:
            found.append((path, _listed(path, environ[name]), name))
    return found


def read_value(name: str, path: str) -> str:
    """The value in the file that ``name`` points to, such as a mounted secret. Raises ``SettingsError``."""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: the file {path} cannot be read ({error}); correct the path") from None


def _listed(path: list[str], value: str) -> Any:
    """Lists come from the environment as comma-separated text."""
    if path[-1] == "trusted_proxies" or path == ["calendars", "inner"]:
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _put(values: dict[str, Any], path: list[str], value: Any, origin: str) -> None:
    node = values
    for part in path[:-1]:
        node = node.setdefault(part, {})
        if not isinstance(node, dict):
            raise SettingsError(f"{origin}: {part} is not a section; see docs/settings.md")
    node[path[-1]] = value


def first_problem(error: ValidationError, source: str, below: tuple[str, ...] = ()) -> str:
    """One line for the first wrong key: its name (under ``below``), its variable, what to do; never its value."""
    first = error.errors(include_input=False, include_url=False)[0]
    path = [*below, *(str(part) for part in first["loc"])]
    if path[-1] == "[key]":
        return f"setting {'.'.join(path[:-1])}: use a name of small letters, digits, - and _ (at most 40) in {source}"
    where, variable = ".".join(path), PREFIX + "__".join(path).upper()
    if first["type"] == "extra_forbidden":
        return f"unknown setting {where}: remove it from {source} or unset {variable}; docs/settings.md lists all"
    return f"setting {where}: {first['msg']}; correct it in {source} or {variable}"
