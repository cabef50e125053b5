"""Where an account may connect to."""

from __future__ import annotations

import pytest

from hub.channels.addresses import guard_address, own_address
from hub.ports import AddressRefusedError
from hub.settings import Settings, parse

SETTINGS = parse({"http": {"port": 8080}})


@pytest.mark.parametrize("host", ["10.0.0.5", "192.168.1.10", "127.0.0.1", "::1", "172.16.3.4", "8.8.8.8"])
async def test_a_pbx_may_be_anywhere(host: str) -> None:
    await guard_address(host, 5038, SETTINGS)


@pytest.mark.parametrize(
    ("host", "port", "code"),
    [
        ("169.254.169.254", 80, "metadata_address"),
        ("::ffff:169.254.169.254", 80, "metadata_address"),
        ("64:ff9b::a9fe:a9fe", 80, "metadata_address"),
        ("2002:a9fe:a9fe::1", 80, "metadata_address"),
        ("fd00:ec2::254", 80, "metadata_address"),
        ("100.100.100.200", 80, "metadata_address"),
        ("0.0.0.0", 5038, "no_host_address"),
        ("224.0.0.1", 5038, "no_host_address"),
        ("x..y", 5038, "no_host_address"),
        ("a" * 300, 5038, "no_host_address"),
        ("255.255.255.255", 5038, "no_host_address"),
        ("127.0.0.1", 8080, "own_address"),
        ("127.8.8.8", 8080, "own_address"),
        ("::1", 8080, "own_address"),
        ("localhost", 8080, "own_address"),
    ],
)
async def test_but_neither_the_hub_nor_a_clouds_metadata(host: str, port: int, code: str) -> None:
    with pytest.raises(AddressRefusedError) as caught:
        await guard_address(host, port, SETTINGS)
    assert caught.value.code == code


@pytest.mark.parametrize("host", ["no-such-host.invalid", ""])
async def test_what_nobody_knows_is_left_to_the_check(host: str) -> None:
    await guard_address(host, 8080, Settings())


async def test_a_pbx_on_this_machine_sees_the_hub_come_from_loopback() -> None:
    assert await own_address("127.0.0.1") == "127.0.0.1"
    assert await own_address("x..y") == "127.0.0.1"
    assert await own_address("no-such-host.invalid") == "127.0.0.1"
