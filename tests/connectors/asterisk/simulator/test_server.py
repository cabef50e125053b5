"""The protocol, over real sockets."""

from __future__ import annotations

import asyncio
import hashlib
import socket
from typing import Any

import pytest

from connectors.asterisk.simulator import SimulatedPbx
from connectors.asterisk.simulator.actions import Credentials
from connectors.asterisk.simulator.packets import MAX_LINE, read_packet
from connectors.asterisk.simulator.server import AmiServer


async def test_the_banner_comes_first_and_the_boot_after_the_login(connect: Any) -> None:
    client = await connect(login=False)
    assert client.banner == b"Asterisk Call Manager/11.0.0\r\n"
    assert await client.login(ActionID="1") == {
        "Response": "Success",
        "ActionID": "1",
        "Message": "Authentication accepted",
    }
    booted = await client.event("FullyBooted")
    assert list(booted) == ["Event", "Privilege", "Uptime", "LastReload", "Status"]
    assert int(booted["Uptime"]) >= 0


@pytest.mark.parametrize("wrong", [{"Secret": "wrong"}, {"Username": "root"}, {"Secret": ""}, {"Username": "پیوند"}])
async def test_wrong_credentials_are_refused_and_the_connection_ends(connect: Any, wrong: dict[str, str]) -> None:
    client = await connect(login=False)
    assert await client.login(**wrong) == {"Response": "Error", "Message": "Authentication failed"}
    assert await client.closed() == b""


async def test_a_challenge_is_answered_without_sending_the_secret(connect: Any) -> None:
    client = await connect(login=False)
    challenge = (await client.ask("Challenge", AuthType="MD5"))["Challenge"]
    key = hashlib.md5(f"{challenge}simulated".encode()).hexdigest()
    accepted = await client.ask("Login", AuthType="MD5", Username="peyvand", Key=key)
    assert accepted["Message"] == "Authentication accepted"
    other = await connect(login=False)
    assert (await other.ask("Login", AuthType="MD5", Username="peyvand", Key=key))["Response"] == "Error"


@pytest.mark.parametrize("action", ["Ping", "CoreShowChannels", "SimulateCall", "Nonsense"])
async def test_nothing_is_done_before_the_login(connect: Any, pbx: SimulatedPbx, action: str) -> None:
    client = await connect(login=False)
    answer = await client.ask(action, From="0912", To="1001", ActionID="x")
    assert answer == {"Response": "Error", "ActionID": "x", "Message": "Permission denied"}
    assert not pbx.exchange.channels


async def test_no_event_is_seen_before_the_login(connect: Any, pbx: SimulatedPbx) -> None:
    stranger = await connect(login=False)
    await (await pbx.call("0912", "1001", ring_seconds=0, talk_seconds=0)).ended
    await stranger.login()
    assert [packet.get("Event") for packet in stranger.packets] == [None]


async def test_who_does_not_sign_in_is_disconnected(pbx: SimulatedPbx) -> None:
    server = AmiServer(pbx.exchange, Credentials("u", "s"), sign_in_timeout=0.01)
    port = await server.start("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await asyncio.wait_for(reader.read(), 5) == b"Asterisk Call Manager/11.0.0\r\n"
    writer.close()
    await server.stop()


async def test_small_talk(client: Any) -> None:
    pong = await client.ask("pInG", ActionID="p")
    assert (pong["Ping"], pong["ActionID"]) == ("Pong", "p")
    assert "simulated" in (await client.ask("CoreSettings"))["AsteriskVersion"]
    status = await client.ask("CoreStatus")
    assert {"CoreStartupDate", "CoreStartupTime", "CoreCurrentCalls"} <= set(status)
    assert (await client.ask("Logoff", ActionID="b"))["Response"] == "Goodbye"
    assert await client.closed() == b""


async def test_unknown_and_malformed_actions_are_refused_and_the_connection_stays(client: Any) -> None:
    unknown = await client.ask("Teleport", ActionID="7")
    assert unknown["Response"] == "Error"
    assert unknown["ActionID"] == "7"
    assert unknown["Message"].startswith("Invalid/unknown command: Teleport")
    for nonsense in (b"no colon here\r\n\r\n", b": \r\n\r\n", b"Action:\r\n\r\n", b"\xff\xfe\x00: \x80\r\n\r\n"):
        client.writer.write(nonsense)
        answer = await client.until(lambda packet: "Response" in packet)
        assert answer["Message"] == "Missing action in request"
    assert (await client.ask("Ping"))["Ping"] == "Pong"


async def test_a_huge_line_ends_the_connection(client: Any, connect: Any) -> None:
    client.writer.write(b"Action: " + b"x" * (MAX_LINE + 1))
    await client.closed()
    assert (await (await connect()).ask("Ping"))["Ping"] == "Pong"


async def test_a_client_gets_the_classes_that_it_wants(connect: Any, pbx: SimulatedPbx) -> None:
    deaf, agents, everything = await connect(Events="off"), await connect(Events="agent"), await connect()
    call = await pbx.call("0912", "1000", ring_seconds=0, talk_seconds=0)
    await everything.event("Hangup", Channel=call.channel)
    for client in (deaf, agents):
        await client.ask("Ping")
    assert [packet for packet in deaf.packets if "Event" in packet] == []
    assert {packet["Privilege"] for packet in agents.packets if "Event" in packet} == {"agent,all"}
    assert (await agents.ask("Events", EventMask="off"))["Events"] == "Off"
    assert (await agents.ask("Events", EventMask="on"))["Events"] == "On"


async def test_every_client_sees_the_same_and_nothing_is_replayed(connect: Any, pbx: SimulatedPbx) -> None:
    first = await connect()
    await (await pbx.call("0912", "1001", ring_seconds=0, talk_seconds=0)).ended
    second = await connect()
    call = await pbx.call("0913", "1001", ring_seconds=0, talk_seconds=0)
    for client in (first, second):
        await client.event("Hangup", Channel=call.channel)
    numbers = {packet["CallerIDNum"] for packet in second.packets if packet.get("Event") == "Newchannel"}
    assert numbers == {"0913", "101"}


async def test_a_reader_that_blocks_is_disconnected_and_nobody_else(connect: Any, pbx: SimulatedPbx) -> None:
    loop, stuck = asyncio.get_running_loop(), socket.socket()
    stuck.setblocking(False)
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(stuck, ("127.0.0.1", pbx.port))
    await loop.sock_sendall(stuck, b"Action: Login\r\nUsername: peyvand\r\nSecret: simulated\r\n\r\n")
    while b"accepted" not in await loop.sock_recv(stuck, 4096):
        pass
    reader = await connect()
    assert len(pbx.exchange.listeners) == 2
    async with asyncio.timeout(30):
        while len(pbx.exchange.listeners) == 2:
            call = await pbx.call("0912", "1001", name="x" * 20_000, ring_seconds=0, talk_seconds=0)
            await reader.event("Hangup", Channel=call.channel)
            reader.packets.clear()
            reader._seen = 0
    assert (await reader.ask("Ping"))["Ping"] == "Pong"
    stuck.close()


async def test_a_stop_breaks_connections_and_says_no_goodbye(connect: Any, pbx: SimulatedPbx) -> None:
    client = await connect()
    call = await pbx.call("0912", "1001", ring_seconds=0, talk_seconds=3600)
    await client.event("BridgeEnter", BridgeNumChannels="2")
    await pbx.stop()
    events = [read_packet(block).get("Event") for block in (await client.closed()).split(b"\r\n\r\n")]
    assert "Hangup" not in events
    assert call.ended.cancelled()
    assert not pbx.exchange.channels


async def test_a_start_after_a_stop_knows_nothing_of_the_earlier_life(connect: Any, pbx: SimulatedPbx) -> None:
    client = await connect()
    call = await pbx.call("0912", "1003", behaviour="miss", ring_seconds=3600)
    await client.event("DialState")
    began = pbx.exchange.started_at
    await pbx.stop()
    await pbx.start()
    assert pbx.exchange.started_at > began
    client = await connect()
    assert await client.list("CoreShowChannels") == []
    assert {entry["Event"] for entry in await client.list("QueueStatus")} == {"QueueParams", "QueueMember"}
    again = await pbx.call("0912", "1003", ring_seconds=0, talk_seconds=0)
    assert again.uniqueid != call.uniqueid
    await client.event("Hangup", Channel=again.channel)


async def test_a_port_in_use_is_told(pbx: SimulatedPbx) -> None:
    with pytest.raises(OSError, match="in use"):
        await SimulatedPbx(port=pbx.port).start()
