"""All settings of one hub, with the accounts of connectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hub.settings.areas import (
    AttachmentSettings,
    CalendarSettings,
    ConsentSettings,
    LinkSettings,
    MessagingSettings,
    PresenceSettings,
    Recordings,
    TemplateSettings,
)
from hub.settings.sections import (
    Accounts,
    BlobSettings,
    DatabaseSettings,
    Http,
    Log,
    Metrics,
    Organisation,
    Redis,
    Secrets,
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
    attachments: AttachmentSettings = Field(default_factory=AttachmentSettings)
    metrics: Metrics = Field(default_factory=Metrics)
    calendars: CalendarSettings = Field(default_factory=CalendarSettings)
    presence: PresenceSettings = Field(default_factory=PresenceSettings)
    consent: ConsentSettings = Field(default_factory=ConsentSettings)
    messaging: MessagingSettings = Field(default_factory=MessagingSettings)
    links: LinkSettings = Field(default_factory=LinkSettings)
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
    demo: bool = Field(
        False, description="Demo accounts, the simulated phone and the simulated SMS gateway; set by `peyvand demo`."
    )
