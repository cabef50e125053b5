"""``doctor`` checks every account as the page does, those that the page added too."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from connectors.asterisk.simulator import DEMO_SECRET, SimulatedPbx
from hub.channels import Setups, key_file
from hub.channels.schemas_setup import NewConnector
from hub.cli.doctor import Finding, doctor, examine
from hub.db import Database
from hub.settings import Settings, parse
from tests.support.ports import free_port


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


async def test_each_mistake_is_one_clear_line(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pbx = SimulatedPbx(port=0)
    pbx.exchange.installation.write -= {"originate"}
    await pbx.start()
    accounts = {
        "secret": options_of(pbx.port, secret="wr0ng"), "host": options_of(5038, host="pbx.nowhere.invalid"),
        "port": options_of(free_port()), "tls": options_of(pbx.port, tls=True), "right": options_of(pbx.port),
        "metadata": options_of(5038, host="169.254.169.254"), "clear": options_of(pbx.port, challenge=False),
    }  # fmt: skip
    config = tmp_path / "hub.toml"
    lines = [f'[database]\nurl = "{sqlite_url}"']
    for name, one in accounts.items():
        lines += [f'[connectors.{name}]\nconnector = "asterisk"', *(f"{key} = {json.dumps(one[key])}" for key in one)]
    config.write_text("\n".join(lines))
    assert await doctor(argparse.Namespace(config=config)) == 1
    await pbx.stop()
    said = [line for line in capsys.readouterr().out.splitlines() if " connector " in line]
    telling = {
        name: [line.partition(f"connector {name} ")[2] for line in said if f"connector {name} " in line and
               not line.startswith("ok") and "classes" not in line and "whether read" not in line]
        for name in accounts
    }  # fmt: skip
    assert {name: len(found) for name, found in telling.items()} == dict.fromkeys(accounts, 1) | {"clear": 2}
    for name, words in {
        "secret": "sign_in: the user name or secret is wrong", "host": "connect: no machine has this name",
        "port": "connect: nothing answers", "tls": "tls: TLS failed", "right": "rights: Originate is not permitted",
        "metadata": "address: 169.254.169.254 is for this machine", "clear": "sign_in: the secret crosses the network",
    }.items():  # fmt: skip
        assert telling[name][0].startswith(words), telling[name]
    marks = {line.split()[2]: line.split()[0] for line in said if not line.startswith(("ok", "note"))}
    assert marks == dict.fromkeys(["secret", "host", "port", "tls", "metadata"], "PROBLEM") | dict.fromkeys(
        ["right", "clear"], "warning"
    )


async def test_keys_that_others_may_read(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_at(sqlite_url, tmp_path)
    await Setups(settings).open()
    key_file(settings).chmod(0o644)
    found = await findings(settings)
    assert not found["secret keys"].well
    assert "chmod 600" in found["secret keys"].detail
