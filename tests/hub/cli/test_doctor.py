"""``doctor`` checks every account as the page does, those that the page added too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from connectors.asterisk.simulator import DEMO_SECRET, SimulatedPbx
from hub.channels import Setups, key_file
from hub.channels.schemas_setup import NewConnector
from hub.cli.doctor import Finding, examine
from hub.db import Database
from hub.settings import Settings, parse


def options_of(port: int, **more: Any) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": port, "username": "peyvand", "secret": DEMO_SECRET} | more


def settings_at(url: str, folder: Path, **connectors: Any) -> Settings:
    return parse({"database": {"url": url}, "blobs": {"directory": str(folder / "blobs")}, "connectors": connectors})


async def findings(settings: Settings) -> dict[str, Finding]:
    return {found.subject: found async for found in examine(settings)}


async def test_accounts_of_the_file_and_of_the_page(sqlite_url: str, tmp_path: Path) -> None:
    good, poor = SimulatedPbx(port=0), SimulatedPbx(port=0)
    poor.exchange.installation.write -= {"originate"}
    poor.exchange.installation.clock_ahead = 600
    for pbx in (good, poor):
        await pbx.start()
    settings = settings_at(
        sqlite_url,
        tmp_path,
        desk={"connector": "asterisk", **options_of(good.port, secret="hush-hush", cdr=str(tmp_path / "none.csv"))},
    )
    setups = Setups(settings)
    wanted = NewConnector(account="branch", connector="asterisk", options=options_of(poor.port))
    database = await Database.open(sqlite_url)
    await database.write(lambda tx: setups.add(tx, wanted))
    await database.close()
    found = await findings(settings)
    for pbx in (good, poor):
        await pbx.stop()
    assert not found["connector desk sign_in"].well
    assert "user name or secret is wrong" in found["connector desk sign_in"].detail
    assert "cannot be read" in found["connector desk cdr"].detail
    assert found["connector branch sign_in"].well
    assert "600 s ahead" in found["connector branch clock"].detail
    assert found["secret keys"].well
    assert "hush-hush" not in str(found)


async def test_keys_that_others_may_read(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_at(sqlite_url, tmp_path)
    await Setups(settings).open()
    key_file(settings).chmod(0o644)
    found = await findings(settings)
    assert not found["secret keys"].well
    assert "chmod 600" in found["secret keys"].detail
