from __future__ import annotations

import argparse
import asyncio
from typing import Any

import pytest

from connectors.asterisk.simulator import SimulatedPbx, SimulatorError, cli, simulate_call


def _parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser.add_subparsers())
    return parser.parse_args(words)


async def _run(pbx: SimulatedPbx, *words: str) -> int:
    return await cli.run(_parse("call", *words, "--port", str(pbx.port)))


async def test_a_call_is_made(pbx: SimulatedPbx, client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--from", "09121234567", "--to", "1001", "--name", "سارا", "--miss", "--ring", "0"]
    assert await _run(pbx, *words) == 0
    started = await client.event("Newchannel")
    assert (started["CallerIDNum"], started["CallerIDName"], started["Exten"]) == ("09121234567", "سارا", "1001")
    assert started["Uniqueid"] in capsys.readouterr().out
    assert (await client.event("DialEnd"))["DialStatus"] == "NOANSWER"


async def test_a_call_is_passed_on(pbx: SimulatedPbx, client: Any) -> None:
    assert await _run(pbx, "--to", "1000", "--transfer", "102", "--ring", "0", "--talk", "0") == 0
    assert (await client.event("BlindTransfer"))["Extension"] == "102"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "77"], "Nothing answers at 77: give an extension, a queue's number or a direct number"),
        (["--to", "1001", "--from", "Sara"], "The caller's number may hold digits, *, # and a leading + only"),
        (["--to", "1001", "--ring", "-1"], "Times are between 0 and 3600 seconds"),
        (["--to", "1001", "--secret", "no"], "Authentication failed"),
    ],
)
async def test_a_refusal_is_one_line(
    pbx: SimulatedPbx, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await _run(pbx, *words) == 1
    assert capsys.readouterr().err == f"{said}\n"


async def test_nothing_listens(capsys: pytest.CaptureFixture[str]) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    assert await cli.run(_parse("call", "--to", "1000", "--port", str(port))) == 1
    assert capsys.readouterr().err == f"No simulated phone listens at 127.0.0.1:{port}; start one with: make run\n"


async def test_a_server_of_another_kind_is_recognised() -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.write(b"SSH-2.0-x\r\n"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(SimulatorError, match="not a simulated phone"):
        await simulate_call("127.0.0.1", port, "u", "s", from_="0912", to="1001")
    server.close()


def test_one_behaviour_at_a_time() -> None:
    with pytest.raises(SystemExit):
        _parse("call", "--to", "1000", "--miss", "--busy")


async def test_bad_headers_of_the_private_action(client: Any) -> None:
    for wrong, said in (
        ({"Behaviour": "sing"}, "Behaviour is one of answer, hold, transfer, miss, abandon, busy"),
        ({"Ring": "soon"}, "Ring is a number of seconds"),
        ({"Talk": "nan"}, "Times are between 0 and 3600 seconds"),
    ):
        answer = await client.ask("SimulateCall", From="0912", To="1001", ActionID="s", **wrong)
        assert answer == {"Response": "Error", "ActionID": "s", "Message": said}
