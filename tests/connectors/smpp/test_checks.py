"""The check of an account tells apart what a person can get wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from connectors.smpp import CONNECTOR
from connectors.smpp.checks import check
from hub.network import GuardedNetwork
from hub.ports import Checks, Verdict
from tests.connectors.smpp.certificate import served
from tests.connectors.smpp.conftest import make_options
from tests.connectors.smpp.smsc import ScriptedSmsc


async def look(port: int, **changes: Any) -> tuple[list[tuple[str, str]], bool]:
    report = await check(make_options(port=port, **changes), GuardedNetwork())
    return [(one.step, one.code) for one in report.findings if one.verdict is not Verdict.WELL], report.works


async def test_a_good_account_works_and_says_that_nothing_is_encrypted(smsc: ScriptedSmsc) -> None:
    assert await look(smsc.port) == ([("tls", "password_in_clear")], True)
    assert smsc.submitted == []
    assert isinstance(CONNECTOR, Checks)


@pytest.mark.parametrize(("status", "code"), [(0x0D, "rejected"), (0x0E, "rejected"), (0x05, "refused")])
async def test_a_bind_that_fails_says_why(smsc: ScriptedSmsc, status: int, code: str) -> None:
    smsc.bind_status = status
    found, works = await look(smsc.port)
    assert (found[-1][1], works) == (code, False)


async def test_what_is_not_there_and_what_is_no_smpp_are_told_apart() -> None:
    async def web(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(web, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await look(port) == ([("connect", "not_smpp")], False)
        assert await look(port, tls=True, tls_verify=False) == ([("connect", "not_smpp")], False)
    assert await look(port) == ([("connect", "refused")], False)
    assert await look(port, host="169.254.169.254") == ([("address", "metadata_address")], False)


async def test_a_provider_that_hangs_ends_the_check(smsc: ScriptedSmsc) -> None:
    smsc.mute = True
    assert await look(smsc.port, connect_timeout=0.1) == ([("connect", "timeout")], False)


async def test_over_tls_only_a_trusted_certificate_is_talked_to(tmp_path: Path) -> None:
    authority, context = served(tmp_path)
    smsc = ScriptedSmsc()
    await smsc.start(context)
    try:
        assert await look(smsc.port, tls=True, tls_ca_file=str(authority)) == ([], True)
        assert await look(smsc.port, tls=True, tls_verify=False) == ([], True)
        assert await look(smsc.port, tls=True) == ([("tls", "tls_untrusted")], False)
        assert await look(smsc.port) == ([("connect", "not_smpp")], False)
    finally:
        await smsc.stop()
