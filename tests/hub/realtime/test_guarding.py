"""Who may connect and for how long, and what a peer may send: no nonsense costs more than its own socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from hub.accounts import Role
from hub.realtime.clients import MESSAGES, ROOMS_EACH
from hub.realtime.socket import FRAMES, LARGEST
from tests.hub.realtime.conftest import LiveHub, Page
from tests.support.waiting import WaitFor


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of store is enough: nothing here depends on it."""
    return sqlite_url


@pytest.fixture(autouse=True)
def no_errors(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Any:
    """Nothing that a peer does may look like an error of ours."""
    yield
    assert [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}] == []
    printed = "".join(capsys.readouterr())
    assert "Traceback" not in printed
    assert "[error" not in printed


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", ""])
async def test_a_foreign_page_is_refused(origin: str, live: LiveHub) -> None:
    page = await live.page(Role.AGENT, connect=False)
    assert not await page.connect(Origin=origin)
    assert page.refused == [{"message": "origin"}]
    assert len(live.realtime.clients) == 0


async def test_nobody_is_refused(live: LiveHub) -> None:
    page = await live.page(Role.AGENT, connect=False)
    page.http.cookie_jar.clear()
    assert not await page.connect()
    assert page.refused == [{"message": "unauthorized"}]


async def test_a_locked_session_is_cut_off_and_refused_until_unlocked(live: LiveHub, wait_for: WaitFor) -> None:
    page = await live.page(Role.AGENT)
    await page.join("presence")
    await page.request("POST", "/api/session/lock")
    await wait_for(lambda: not page.socket.connected)
    assert page.signed_out == [{"reason": "locked"}]
    assert not await page.connect()
    assert page.refused == [{"message": "locked"}]
    assert len(live.realtime.clients) == 0


async def test_an_ended_session_ends_its_own_sockets_only(live: LiveHub, wait_for: WaitFor) -> None:
    here, there = await live.page(Role.AGENT), await live.page(Role.AGENT)
    await here.request("DELETE", "/api/session")
    await wait_for(lambda: not here.socket.connected)
    assert here.signed_out == [{"reason": "ended"}]
    assert (await there.join("me"))["ok"]
    assert there.signed_out == []


async def test_a_new_password_ends_the_other_sockets(live: LiveHub, wait_for: WaitFor) -> None:
    here, there = await live.page(Role.AGENT), await live.page(Role.AGENT)
    change = {"current": "correct horse battery", "new": "another horse battery"}
    await here.request("PUT", "/api/me/password", change)
    await wait_for(lambda: not there.socket.connected)
    assert there.signed_out == [{"reason": "ended"}]
    assert here.signed_out == []


async def test_a_lost_right_disconnects(live: LiveHub, wait_for: WaitFor) -> None:
    page, admin = await live.page(Role.SUPERVISOR), await live.page(Role.ADMINISTRATOR, connect=False)
    other = await live.page(Role.SUPERVISOR)
    await page.join("calls")
    await other.join("presence")
    await admin.request("PATCH", f"/api/users/{page.user_id}", {"role": "agent"})
    await wait_for(lambda: not page.socket.connected)
    assert page.signed_out == [], "the session goes on"
    assert other.socket.connected, "it sees nothing that it may not see"
    assert await other.refusal("join", {"room": "calls"}) == (403, "forbidden")


async def test_a_deactivated_user_is_out(live: LiveHub, wait_for: WaitFor) -> None:
    page, admin = await live.page(Role.AGENT), await live.page(Role.ADMINISTRATOR, connect=False)
    await admin.request("PATCH", f"/api/users/{page.user_id}", {"active": False})
    await wait_for(lambda: not page.socket.connected)
    assert page.signed_out == [{"reason": "ended"}]


BAD: tuple[tuple[str, object, tuple[int, str]], ...] = (
    ("join", None, (422, "invalid")),
    ("join", [], (422, "invalid")),
    ("join", "me", (422, "invalid")),
    ("join", {"room": 7}, (422, "invalid")),
    ("join", {"room": {"$ne": ""}}, (422, "invalid")),
    ("join", {"room": "x" * 10_000}, (422, "invalid")),
    ("join", {"room": "me", "cursor": "1.x"}, (422, "invalid")),
    ("join", {"room": "me", "cursor": "9" * 30 + ".1"}, (422, "invalid")),
    ("catch_up", {"room": "me"}, (422, "invalid")),
    ("catch_up", {"room": "me", "cursor": 5}, (422, "invalid")),
    ("catch_up", {"room": "me", "cursor": "-1.-1"}, (422, "invalid")),
    ("leave", {}, (422, "invalid")),
    ("drop_table", {}, (404, "unknown_event")),
    ("unknown", {}, (404, "unknown_event")),
)  # fmt: skip


async def test_bad_messages_get_problems(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    for event, message, expected in BAD:
        assert await page.refusal(event, message) == expected, (event, message)
    assert (await page.ask("join", {"room": "me", "cursor": "9.9", "more": 1}))["ok"]
    assert (await page.ask("ping_activity", {}))["ok"]


@pytest.mark.parametrize("event", ["connect", "disconnect"])
async def test_the_librarys_own_handlers_cannot_be_called(event: str, live: LiveHub, wait_for: WaitFor) -> None:
    """Who could call them would stay connected, but unknown: no end of the session would ever cut it off."""
    page = await live.page(Role.AGENT)
    await page.join("presence")
    assert await page.refusal(event, {"aiohttp.request": "x"}) == (404, "unknown_event")
    assert len(live.realtime.clients) == 1
    await page.request("DELETE", "/api/session")
    await wait_for(lambda: not page.socket.connected)


class Raw:
    """A websocket that speaks whatever it likes."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def is_closed(self) -> bool:
        """Read until the hub hangs up."""
        async with asyncio.timeout(10):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        return True

    async def answer(self, beginning: str) -> Any:
        """The next packet of this kind."""
        async with asyncio.timeout(10):
            while not (text := str((await self.socket.receive()).data)).startswith(beginning):
                pass
        return json.loads(text.removeprefix(beginning))


async def raw(page: Page) -> Raw:
    url = page.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    return Raw(await page.http.ws_connect(url, headers={"Origin": page.url}))


async def joined(page: Page) -> Raw:
    socket = await raw(page)
    await socket.socket.send_str("40")
    await socket.answer("40")
    return socket


NONSENSE = (
    "x", "", "7", "9[]", "2probe", "5", "6", "4", "44", "45-1[]", "451-[\"join\",{\"_placeholder\":true,\"num\":0}]",
    "46-", "43[]", "42", "42{}", "42[]", "42[7]", "42[", "42[null,{}]", "421[[\"join\"]]", "42/admin,[\"join\"]",
    "40/admin,", "40x", "40[]", "42" + "[" * 30_000, "42[\"join\"," + "9" * 5_000 + "]", b"\x00\x01", b"42[]",
)  # fmt: skip


async def test_packets_that_are_none_end_their_socket_and_nothing_else(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    for packet in NONSENSE:
        for signed_in in (False, True):
            socket = await joined(page) if signed_in else await raw(page)
            await (socket.socket.send_bytes(packet) if isinstance(packet, bytes) else socket.socket.send_str(packet))
            if packet != "40x" and not (signed_in and packet == "40[]"):
                await socket.socket.send_str('421["join",{"room":"me"}]')
            assert await _ends_or_answers(socket), (packet, signed_in)
    assert (await page.join("me"))["ok"]


async def _ends_or_answers(socket: Raw) -> bool:
    """Whether the hub hung up or gave a proper answer to the message behind the nonsense."""
    async with asyncio.timeout(10):
        while True:
            message = await socket.socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT or str(message.data).startswith(("431", "44")):
                await socket.socket.close()
                return True


async def test_a_frame_that_is_too_large(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    socket = await joined(page)
    await socket.socket.send_str('421["join",{"room":"' + "x" * LARGEST + '"}]')
    assert await socket.is_closed()
    assert (await page.join("me"))["ok"]


async def test_a_second_sign_in_on_one_socket_is_refused(live: LiveHub, wait_for: WaitFor) -> None:
    page = await live.page(Role.AGENT, connect=False)
    socket = await joined(page)
    await socket.socket.send_str("40")
    await socket.answer("44")
    assert len(live.realtime.clients) == 1
    await socket.socket.close()
    await wait_for(lambda: len(live.realtime.clients) == 0)


async def test_too_many_rooms(live: LiveHub) -> None:
    page, admin = await live.page(Role.AGENT), await live.page(Role.ADMINISTRATOR, connect=False)
    made = [await admin.request("POST", "/api/customers", {"name": f"N{n}"}) for n in range(ROOMS_EACH + 1)]
    rooms = [f"customer:{customer['id']}" for customer in made]
    for room in rooms[:-1]:
        await page.join(room)
    assert await page.refusal("join", {"room": rooms[-1]}) == (429, "too_many_rooms")
    await page.join(rooms[0])
    await page.ask("leave", {"room": rooms[0]})
    await page.join(rooms[-1])


async def test_too_many_messages_are_refused_and_a_flood_is_cut(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    answers = [await page.ask("ping_activity", {}) for _ in range(MESSAGES.count + 10)]
    assert answers[0]["ok"]
    refused = [answer["problem"] for answer in answers if not answer["ok"]]
    assert {(problem["status"], problem["code"]) for problem in refused} == {(429, "throttled")}
    socket = await joined(page)
    for number in range(FRAMES.count + 100):
        await socket.socket.send_str(f'42{number}["ping_activity",{{}}]')
    assert await socket.is_closed()


async def test_many_messages_at_once_wait_for_nothing(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    answers = await asyncio.gather(*(page.ask("join", {"room": "presence"}) for _ in range(40)))
    assert {answer.get("problem", {}).get("status") for answer in answers} <= {None, 429}
    assert (await page.join("presence"))["ok"]


async def test_sockets_that_never_sign_in_are_closed(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    socket = await raw(page)
    await socket.answer("0")
    live.realtime.server.sweep()
    assert not socket.socket.closed
    live.realtime.server.sweep()
    assert await socket.is_closed()
    assert (await page.join("me"))["ok"], "who signed in stays"


async def test_a_socket_that_goes_while_we_ask_who_it_is_is_forgotten(live: LiveHub) -> None:
    page = await live.page(Role.AGENT)
    (client,) = live.realtime.clients
    live.realtime.clients.add("gone", client.user, client.request)
    await live.realtime.heads.sweep()
    assert live.realtime.clients.get("gone") is None
    assert (await page.join("me"))["ok"]
