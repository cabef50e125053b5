"""The accounts that a page adds: kept in the store beside those of the settings file, which wins."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from hub.channels.keyring import Keyring
from hub.channels.models import Account, Setup
from hub.channels.options import file_only, leads_elsewhere, part, read_options, refuse_file_only, secret_names
from hub.channels.registry import Configured, EntryPoints, find_connector, placed
from hub.channels.resealing import one_at_a_time
from hub.channels.schemas_setup import ConnectorChange, ConnectorSetup, NewConnector
from hub.channels.vault import SealBrokenError, Sealed, Vault
from hub.db import Tx
from hub.ports import Connector, Options
from hub.settings import ConnectorAccount, Settings, SettingsError
from hub.web import Conflict, Invalid, NotFound, Stale

log = structlog.get_logger(__name__)
MOST = 200  # accounts


class Setups:
    """Reads and writes how accounts are set up. ``files`` are those of the settings file: to be seen, not changed."""

    def __init__(
        self, settings: Settings, files: Sequence[Configured] = (), find: Callable[[], EntryPoints] | None = None,
        is_on: Callable[[str], bool] = lambda _connector: True,
    ) -> None:  # fmt: skip
        self.settings = settings
        self.files = {item.account: item for item in files}
        self._find, self._is_on = find, is_on
        self.keyring = Keyring(settings)
        self._vault: Vault | None = None
        self._connectors: dict[str, Connector] = {}

    async def open(self) -> None:
        """Have the keys at hand as they stand; the first start makes them. Raises ``SettingsError``."""
        self._vault = await self.keyring.vault()

    async def connector(self, name: str) -> Connector:
        """The connector. Raises ``Invalid`` where there is none, it is switched off, or cannot be imported."""
        if not self._is_on(name):
            raise Invalid.field("body.connector", "module_off", "This connector is switched off.")
        if name not in self._connectors:
            try:
                self._connectors[name] = await asyncio.to_thread(find_connector, name, self._find)
            except LookupError:
                raise Invalid.field("body.connector", "unknown", "There is no such connector.") from None
            except Exception as error:
                log.exception("connector_broken", connector=name)
                raise Invalid.field("body.connector", "broken", "This connector cannot be loaded.") from error
        return self._connectors[name]

    async def load(self, session: AsyncSession) -> list[Configured]:
        """The accounts of the store as they are to run. One that cannot is told as broken, and disturbs nobody."""
        await self.keyring.known()
        rows = (await session.scalars(sa.select(Setup).order_by(Setup.account).limit(MOST))).all()
        return [await self._configured(row) for row in rows if row.account not in self.files]

    async def options_of(self, session: AsyncSession, account: str) -> tuple[Connector, Options]:
        """An account's connector and options, secrets and all. Raises ``NotFound``, ``Invalid`` or ``Conflict``."""
        file = self.files.get(account)
        if file and file.connector and file.options:
            return file.connector, file.options
        row = await self._get(session, account)
        connector = await self.connector(row.connector)
        own = row.options | await self._secrets(row)
        return connector, read_options(connector, own | self._placed(account, connector))

    async def preview(self, session: AsyncSession, account: str, given: Mapping[str, Any]) -> tuple[Connector, Options]:
        """What an account of the store would be with what is ``given``. Raises as ``change`` does."""
        self._refuse_file(account)
        row = await self._get(session, account)
        connector = await self.connector(row.connector)
        return connector, await self._changed(row, connector, given)

    async def show(self, session: AsyncSession, account: str) -> ConnectorSetup:
        """How an account is set up, without its secrets. Raises ``NotFound``."""
        if file := self.files.get(account):
            shown, secrets = part(file.options) if file.options else ({}, {})
            return ConnectorSetup(
                account=account, source="file", connector=file.settings.connector, name=file.settings.name,
                enabled=file.settings.enabled, options=shown, secrets=sorted(secrets), places={}, version=0,
            )  # fmt: skip
        return await self._present(await self._get(session, account))

    async def add(self, tx: Tx, wanted: NewConnector) -> ConnectorSetup:
        """Add an account. Raises ``Invalid``, or ``Conflict`` where there are too many."""
        connector = await self.connector(wanted.connector)
        await one_at_a_time(tx)
        await self.open()  # now, since nobody retires a key meanwhile
        await self._check_name(tx, wanted)
        refuse_file_only(connector, wanted.options)
        options = read_options(connector, wanted.options)
        self._fits(wanted.account, connector, options)
        await self._check_address(tx.session, wanted.account, wanted.connector, connector.address(options))
        row = Setup(
            account=wanted.account, connector=wanted.connector, name=wanted.name, enabled=wanted.enabled, version=1,
            created_at=tx.now, updated_at=tx.now, options={}, secrets=None, key_id=None,
        )  # fmt: skip
        self._fill(row, options)
        tx.session.add(row)
        await tx.session.flush()
        return await self._present(row)

    async def change(self, tx: Tx, account: str, change: ConnectorChange, version: int | None) -> ConnectorSetup:
        """Change an account of the store. Raises ``NotFound``, ``Conflict``, ``Invalid`` or ``Stale``."""
        row = await self._own(tx, account)
        if version is not None and version != row.version:
            raise Stale(await self._present(row), sorted(change.model_fields_set), version=row.version)
        connector = await self.connector(row.connector)
        given = change.model_fields_set
        if "options" in given or ("enabled" in given and change.enabled):
            await one_at_a_time(tx)
            await self.open()
            options = await self._changed(row, connector, change.options)
            self._fits(account, connector, options)
            await self._check_address(tx.session, account, row.connector, connector.address(options))
            self._fill(row, options)
        row.name = change.name if "name" in given else row.name
        row.enabled = change.enabled if "enabled" in given else row.enabled
        row.version, row.updated_at = row.version + 1, tx.now
        await tx.session.flush()
        return await self._present(row)

    async def delete(self, tx: Tx, account: str) -> None:
        """Forget how an account is set up, its secrets too; calls that came through it stay. Raises ``NotFound``."""
        await tx.session.delete(await self._own(tx, account))

    def merged(self, connector: Connector, stored: Options, given: Mapping[str, Any]) -> Options:
        """``stored`` with what is ``given`` over it. Raises ``Invalid``, also when a secret would go elsewhere."""
        refuse_file_only(connector, given)
        shown, secrets = part(stored)
        values = {name: value for name, value in (shown | secrets | dict(given)).items() if value is not None}
        options = read_options(connector, values)
        # What only the settings file says goes where the settings file says.
        asked = secrets.keys() - file_only(connector.options)
        lacking = [name for name in secrets if name in asked and given.get(name) is None]
        if lacking and leads_elsewhere(connector, stored, options):
            raise Invalid.field(
                f"body.options.{lacking[0]}",
                "secret_again",
                "The address or protection changes: give the secret again.",
            )
        return options

    async def _changed(self, row: Setup, connector: Connector, given: Mapping[str, Any]) -> Options:
        """A secret that cannot be opened any more need not be, once it is given anew."""
        refuse_file_only(connector, given)
        hidden = secret_names(connector.options) - file_only(connector.options)
        if row.secrets and hidden <= {name for name, value in given.items() if value is not None}:
            values = {name: value for name, value in (row.options | dict(given)).items() if value is not None}
            return read_options(connector, values)
        stored = read_options(connector, row.options | await self._secrets(row))
        return self.merged(connector, stored, given)

    def _placed(self, account: str, connector: Connector) -> dict[str, Any]:
        """What the settings file says beside the account. Raises ``Conflict``."""
        try:
            return placed(self.settings, account, connector)
        except SettingsError as error:
            raise Conflict(str(error), code="places_wrong") from None

    def _fits(self, account: str, connector: Connector, options: Options) -> None:
        """Raises ``Invalid`` where the options do not go with what the settings file says beside them."""
        shown, secrets = part(options)
        read_options(connector, shown | secrets | self._placed(account, connector))

    def _fill(self, row: Setup, options: Options) -> None:
        assert self._vault is not None  # noqa: S101 - opened before
        shown, secrets = part(options)
        row.options, row.secrets, row.key_id = shown, None, None
        if secrets:
            sealed = self._vault.seal(json.dumps(secrets), row.account)
            row.secrets, row.key_id = sealed.data, sealed.key_id

    async def _secrets(self, row: Setup) -> dict[str, str]:
        """The secrets in clear. Raises ``Conflict`` when they cannot be opened."""
        try:
            return await self._opened(row)
        except SealBrokenError as error:
            raise Conflict(str(error), code="secret_unreadable") from None

    async def _opened(self, row: Setup) -> dict[str, str]:
        if row.secrets is None or row.key_id is None:
            return {}
        vault = await self.keyring.known()
        found: dict[str, str] = json.loads(vault.open(Sealed(row.key_id, row.secrets), row.account))
        return found

    async def _configured(self, row: Setup) -> Configured:
        given = ConnectorAccount(connector=row.connector, enabled=row.enabled, name=row.name)
        if not row.enabled:
            return Configured(row.account, given, source="page")
        try:
            connector = await self.connector(row.connector)
            own = row.options | await self._opened(row)
            options = connector.options.model_validate(own | placed(self.settings, row.account, connector))
        except (SealBrokenError, Invalid, SettingsError) as error:
            return Configured(row.account, given, broken=str(error), source="page")
        except ValidationError as error:  # an option of another version; its value may be a secret
            first = error.errors(include_input=False, include_url=False)[0]
            broken = f"Option {'.'.join(map(str, first['loc']))}: {first['msg']}"
            return Configured(row.account, given, broken=broken, source="page")
        return Configured(row.account, given, connector, options, source="page")

    async def _present(self, row: Setup) -> ConnectorSetup:
        connector = await self.connector(row.connector)
        stored = sorted(secret_names(connector.options) - file_only(connector.options)) if row.secrets else []
        return ConnectorSetup(
            account=row.account, source="page", connector=row.connector, name=row.name, enabled=row.enabled,
            options=row.options, secrets=stored, places=self._shown_places(row.account, connector), version=row.version,
        )  # fmt: skip

    def _shown_places(self, account: str, connector: Connector) -> dict[str, Any]:
        """What the settings file says beside the account, secrets by name only."""
        try:
            values = placed(self.settings, account, connector)
        except SettingsError:
            return {}  # the account's state says what is wrong
        hidden = secret_names(connector.options)
        return {name: None if name in hidden else value for name, value in values.items()}

    async def _get(self, session: AsyncSession, account: str) -> Setup:
        row: Setup | None = await session.get(Setup, account)
        if row is None:
            raise NotFound("There is no such account.")
        return row

    async def _own(self, tx: Tx, account: str) -> Setup:
        self._refuse_file(account)
        row = await tx.session.get(Setup, account, with_for_update=True)
        if row is None:
            raise NotFound("There is no such account.")
        return row

    def _refuse_file(self, account: str) -> None:
        if account in self.files:
            raise Conflict("This account stands in the settings file: change it there.", code="account_in_file")

    async def _check_name(self, tx: Tx, wanted: NewConnector) -> None:
        stored: Setup | None = await tx.session.get(Setup, wanted.account)
        if stored or wanted.account in self.files:
            raise Invalid.field("body.account", "account_taken", "Another account has this short name.")
        known = await tx.session.scalar(sa.select(Account.connector).where(Account.account == wanted.account))
        if known and known != wanted.connector:
            detail = f"An account of {known} had this short name, and its calls are kept under it."
            raise Invalid.field("body.account", "account_taken", detail)
        if (await tx.session.scalar(sa.select(sa.func.count()).select_from(Setup)) or 0) >= MOST:
            raise Conflict(f"There may be {MOST} accounts at most.", code="too_many_accounts")

    async def _check_address(self, session: AsyncSession, account: str, connector: str, address: str) -> None:
        """One PBX is one account: through two of them each call would come twice. A gateway serves many accounts."""
        others = [*self.files.values(), *(await self.load(session))]
        for other in others:
            same = other.connector and other.options and other.settings.connector == connector
            if other.connector and other.connector.channel != "call":
                continue
            if other.account != account and same and _address(other).lower() == address.lower():
                detail = f"The account {other.settings.name or other.account} takes the calls of this address already."
                raise Invalid.field("body.options.host", "address_taken", detail)


def _address(item: Configured) -> str:
    assert item.connector is not None and item.options is not None  # noqa: S101, PT018 - only such are asked
    return item.connector.address(item.options)
