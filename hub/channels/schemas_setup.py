"""Setting an account up, as the API takes and gives it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from hub.accounts import UserRef
from hub.ports import Verdict
from hub.web import Input, Output

ACCOUNT = r"^[a-z0-9][a-z0-9_-]{0,39}$"
Options = dict[str, JsonValue]


class NewConnector(Input):
    """An account to add. `options` are those of its connector; an account's short name is kept for ever."""

    account: str = Field(pattern=ACCOUNT)
    connector: str = Field(min_length=1, max_length=40)
    name: str | None = Field(None, max_length=80)
    enabled: bool = True
    options: Options = Field(max_length=100)


class ConnectorChange(Input):
    """What to change. Of `options` those left out stay, secrets too; null sets one back to its default."""

    name: str | None = Field(None, max_length=80)
    enabled: bool = True
    options: Options = Field(default_factory=dict, max_length=100)


class ConnectorSetup(Output):
    """How an account is set up. Secrets are never given back; `secrets` names those that are stored.

    `places` is what the settings file says beside an account of the page, null for a secret.
    """

    account: str
    source: Literal["file", "page"]
    connector: str
    name: str | None
    enabled: bool
    options: dict[str, JsonValue]
    secrets: list[str]
    places: dict[str, JsonValue]
    version: int


class ConnectorToCheck(Input):
    """What to check: options of a connector, and of an account that exists those that it has beside them."""

    connector: str = Field(min_length=1, max_length=40)
    account: str | None = Field(None, pattern=ACCOUNT)
    options: Options = Field(default_factory=dict, max_length=100)


class CheckFinding(Output):
    """One thing that was looked at. `step` and `code` are stable, `detail` is English text."""

    step: str
    verdict: Verdict
    code: str
    detail: str
    facts: dict[str, str | int]


class FoundExtension(Output):
    """A phone of the provider; `user` is whose it may be, by the name."""

    endpoint: str
    number: str | None
    name: str | None
    user: UserRef | None


class FoundQueue(Output):
    """A queue of the provider and the endpoints of its members."""

    name: str
    members: list[str]


class ConnectorCheck(Output):
    """What a check found out. It `works` when nothing would keep the account from working."""

    works: bool
    version: str | None
    findings: list[CheckFinding]
    extensions: list[FoundExtension]
    trunks: list[str]
    queues: list[FoundQueue]


class RecipesWanted(Input):
    """For whom to write down what the provider must be told."""

    connector: str = Field(min_length=1, max_length=40)
    host: str = Field(min_length=1, max_length=255)
    username: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")


class ConnectorRecipe(Output):
    """What to paste into `file` of a product; `{secret}` in `text` stands where the secret belongs."""

    product: str
    file: str
    text: str
    reload: str


class ConnectorRecipes(Output):
    """What to paste, and the address that the provider sees the hub come from."""

    hub_address: str
    items: list[ConnectorRecipe]
