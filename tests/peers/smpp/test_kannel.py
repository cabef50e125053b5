"""Packets, parts and receipts against Kannel: what it writes is read here, and what is written here it reads."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from connectors.smpp.alphabets import UCS2
from connectors.smpp.assemble import Assembler, part_of
from connectors.smpp.messages import UDHI, Address, ShortMessage
from connectors.smpp.segments import header, split
from tests.connectors.smpp.smsc import ScriptedSmsc
from tests.peers.kannel.installed import CannotInstallError, ensure_installed
from tests.peers.smpp.kannel import kannel
from tests.support.waiting import until

LONG = "این پیامک بلند است و در چند بخش می‌رود 🌹 " * 4
US, SARA = Address("982100000", 1, 1), Address("989121234567", 1, 1)


async def test_kannel_and_we_understand_each_other(tmp_path: Path) -> None:
    heard: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.path_qs)
        return web.Response()

    app = web.Application()
    app.router.add_get("/{what}", hear)
    hears, smsc = TestServer(app), ScriptedSmsc()
    await hears.start_server()
    await smsc.start()
    try:
        installed = await asyncio.to_thread(ensure_installed)
    except CannotInstallError as error:
        pytest.skip(str(error))
    running = kannel(installed, tmp_path, smsc.port, str(hears.make_url("")).rstrip("/"))
    url = await asyncio.to_thread(running.__enter__)
    try:
        await until(lambda: smsc.sessions, 20, "Kannel to bind")
        await _it_sends(smsc, url, str(hears.make_url("")).rstrip("/") + "/told?state=%d", heard)
        await _it_hears(smsc, heard)
    finally:
        await asyncio.to_thread(running.__exit__, None, None, None)
        await smsc.stop()
        await hears.close()


async def _it_sends(smsc: ScriptedSmsc, url: str, told: str, heard: list[str]) -> None:
    text = quote_from_bytes(LONG.encode("utf-16-be"))
    target = f"{url}&to=%2B{SARA.value}&dlr-mask=3&dlr-url={quote_from_bytes(told.encode())}&text={text}"
    async with aiohttp.ClientSession() as http, http.get(URL(target, encoded=True)) as answer:
        assert answer.status == 202
    parts = len(split(LONG, "gsm7").parts)
    await until(lambda: len(smsc.submitted) == parts, 20, "its parts")
    assembler = Assembler(60)
    found = [one for sent in smsc.submitted for one in assembler.add(part_of(sent), datetime.now(UTC))]
    assert [one.text("gsm7") for one in found] == [LONG]
    for number in range(1, parts + 1):
        receipt = (
            f"id:{number} sub:001 dlvrd:001 submit date:2611301200 done date:2611301201 stat:DELIVRD err:000 text:"
        )
        smsc.deliver(ShortMessage(SARA, US, receipt.encode(), esm_class=0x04))
    await until(lambda: any("state=1" in one for one in heard), 20, "its report")


async def _it_hears(smsc: ScriptedSmsc, heard: list[str]) -> None:
    parts = split(LONG, "gsm7").parts
    for index, part in enumerate(parts, 1):
        smsc.deliver(ShortMessage(SARA, US, header(7, len(parts), index) + part, UDHI, UCS2))
    await until(lambda: any("/heard" in one for one in heard), 20, "what came in")
    (one,) = [one for one in heard if "/heard" in one]
    text = unquote_to_bytes(one.partition("&text=")[2].replace("+", " "))
    assert text.decode("utf-16-be") == LONG
    assert all(answer.status == 0 for answer in smsc.answers)
