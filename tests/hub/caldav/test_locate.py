"""A domain is enough: its records name the server, and only one of its own is believed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import dns.message
import dns.rrset
import pytest
from dns.asyncresolver import Resolver

from hub.caldav import locate as locating
from hub.caldav.locate import domain_of, locate
from hub.caldav.trouble import Trouble

NAME = "_caldavs._tcp.shop.example."
Serve = Callable[..., Awaitable[list[str]]]


class Names(asyncio.DatagramProtocol):
    """A name server that knows these records, and keeps what it was asked."""

    def __init__(self, records: dict[str, list[str]]) -> None:
        self.records = records
        self.asked: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, peer: object) -> None:
        question = dns.message.from_wire(data)
        (asked,) = question.question
        self.asked.append(str(asked.name))
        answer = dns.message.make_response(question)
        if str(asked.name) == NAME and (found := self.records.get(asked.rdtype.name)):
            answer.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", asked.rdtype.name, found))
        self._transport.sendto(answer.to_wire(), peer)  # type: ignore[attr-defined]


@asynccontextmanager
async def served(monkeypatch: pytest.MonkeyPatch, **records: list[str]) -> AsyncIterator[Names]:
    names = Names(records)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: names, local_addr=("127.0.0.1", 0))

    def ours() -> Resolver:
        made = Resolver(configure=False)
        made.nameservers, made.port = ["127.0.0.1"], transport.get_extra_info("sockname")[1]
        return made

    monkeypatch.setattr(locating, "resolver", ours)
    yield names
    transport.close()


@pytest.mark.parametrize(
    ("records", "url"),
    [
        ({"SRV": ["0 1 443 dav.shop.example."]}, "https://dav.shop.example/.well-known/caldav"),
        ({"SRV": ["5 9 443 b.shop.example.", "1 2 8443 a.shop.example.", "1 1 443 c.shop.example."],
          "TXT": ['"v=1" "path=/dav/"']}, "https://a.shop.example:8443/dav/"),
        ({"SRV": ["0 1 443 shop.example."], "TXT": ['"path=//evil.example/"']}, "https://shop.example//evil.example/"),
        ({"SRV": ["0 1 443 shop.example."], "TXT": ['"path=dav"']}, "https://shop.example/.well-known/caldav"),
        ({"SRV": ["0 1 443 shop.example."], "TXT": ['"path=/a?b#c"']}, "https://shop.example/a%3Fb%23c"),
        ({"SRV": ["0 0 0 ."]}, "https://shop.example"),
        ({}, "https://shop.example"),
    ],
)  # fmt: skip
async def test_the_records_of_a_domain_name_its_server(
    monkeypatch: pytest.MonkeyPatch, records: dict[str, list[str]], url: str
) -> None:
    async with served(monkeypatch, **records) as names:
        assert await locate(" Mina@Shop.Example ") == url
    assert set(names.asked) == {NAME}


@pytest.mark.parametrize("host", ["evil.example", "notshop.example", "shop.example.evil.example"])
async def test_a_server_of_another_domain_gets_no_password(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    async with served(monkeypatch, SRV=[f"0 1 443 {host}."]):
        with pytest.raises(Trouble, match=f"led_away {host}"):
            await locate("shop.example")


async def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "SECONDS", 0.05)
    async with served(monkeypatch) as names:
        monkeypatch.setattr(names, "datagram_received", lambda *_: None)
        assert await locate("shop.example") == "https://shop.example"


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("shop.example", "shop.example"), (" mina@shop.example. ", "shop.example"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("https://shop.example", None), ("shop.example/dav", None), ("shop.example:8443", None), ("10.0.0.7", None),
        ("[::1]", None), ("localhost", None), ("me:word@shop.example", None), ("-a.example", None), ("a..b", None),
        ("", None), ("@", None), (f"{'a' * 64}.example", None), (f"{'a.' * 130}example", None),
    ],
)  # fmt: skip
async def test_nothing_but_a_domain_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, typed: str, domain: str | None
) -> None:
    assert domain_of(typed) == domain
    if domain is None:
        async with served(monkeypatch) as names:
            assert (await locate(typed)).startswith("https://")
        assert names.asked == []
