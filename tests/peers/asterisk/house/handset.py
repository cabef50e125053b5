"""A phone with keys, for what SIPp has no words for: two dialogues of one phone, and a moment that the test chooses."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.support.waiting import until

PATIENCE = 10.0
SDP = "v=0\no=phone 1 {version} IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n"
SDP += "a=rtpmap:0 PCMU/8000\na={direction}\n"


@dataclass
class Message:
    """A SIP message: the first line, and headers by their names in lower case."""

    line: str
    headers: dict[str, str]
    vias: list[str]

    @classmethod
    def parse(cls, data: bytes) -> Message:
        """Read one datagram; nobody here folds lines or uses short names."""
        first, *rest = data.decode().split("\r\n\r\n")[0].split("\r\n")
        pairs = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(":") for line in rest)]
        return cls(first, dict(reversed(pairs)), [value for name, value in pairs if name == "via"])

    @property
    def status(self) -> int:
        """The code of an answer, 0 of a request."""
        return int(self.line.split()[1]) if self.line.startswith("SIP/2.0") else 0

    @property
    def method(self) -> str:
        """The method, of a request and of the answer to it."""
        return self.headers["cseq"].split()[1]


@dataclass
class Dialogue:
    """One call as this phone sees it; ``me`` and ``peer`` are its From and To."""

    id: str
    me: str
    peer: str
    target: str
    invite: Message | None = None  # that we were called by
    branch: str = ""
    cseq: int = 0
    answers: list[Message] = field(default_factory=list)
    confirmed: bool = False
    ended: bool = False

    def answered(self, method: str) -> Message | None:
        """The final answer to our newest request of this method."""
        mark = f"{self.cseq} {method}"
        return next((one for one in self.answers if one.headers["cseq"] == mark and one.status >= 200), None)


class Handset(asyncio.DatagramProtocol):
    """``user`` at the exchange whose SIP port is ``exchange``."""

    def __init__(self, user: str, port: int, exchange: int) -> None:
        self.user, self.port, self.exchange = user, port, exchange
        self.dialogues: dict[str, Dialogue] = {}
        self._transport: asyncio.DatagramTransport | None = None

    async def open(self) -> Handset:
        """Plug it in."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", self.port))
        return self

    def close(self) -> None:
        """Unplug it."""
        if self._transport is not None:
            self._transport.close()

    async def rings(self) -> Dialogue:
        """Wait for a call that is not picked up yet."""
        return await until(
            lambda: next((one for one in self.dialogues.values() if _waits(one)), None), PATIENCE, "ring"
        )  # type: ignore[return-value]

    def pick_up(self, call: Dialogue) -> None:
        """Answer the call that rings."""
        assert call.invite is not None
        call.confirmed = True
        self._reply(call.invite, "200 OK", SDP.format(version=1, direction="sendrecv"))

    async def answer(self) -> Dialogue:
        """Wait for a call and pick it up."""
        call = await self.rings()
        self.pick_up(call)
        return call

    def start(self, to: str) -> Dialogue:
        """Dial, and wait for nothing."""
        me = f"<sip:{self.user}@127.0.0.1>;tag={secrets.token_hex(4)}"
        address = f"sip:{to}@127.0.0.1:{self.exchange}"
        call = Dialogue(f"{secrets.token_hex(8)}@handset", me, f"<{address}>", address)
        self.dialogues[call.id] = call
        self._request(call, "INVITE", body=SDP.format(version=1, direction="sendrecv"))
        return call

    async def dial(self, to: str) -> Dialogue:
        """Dial, and wait until the other side answers."""
        call = self.start(to)
        await self._final(call, "INVITE")
        return call

    async def hold(self, call: Dialogue) -> None:
        """Send a re-INVITE with ``sendonly``."""
        await self._offer(call, "sendonly")

    async def resume(self, call: Dialogue) -> None:
        """Send one with ``sendrecv``."""
        await self._offer(call, "sendrecv")

    async def transfer(self, call: Dialogue, to: str, instead_of: Dialogue | None = None) -> None:
        """REFER the other side to ``to``; ``instead_of``: to take our place in that call."""
        replaces = ""
        if instead_of is not None:
            ours, theirs = (_tag(text) for text in (instead_of.me, instead_of.peer))
            replaces = "?Replaces=" + quote(f"{instead_of.id};to-tag={theirs};from-tag={ours}", safe="")
        refer = f"Refer-To: <sip:{to}@127.0.0.1:{self.exchange}{replaces}>\nReferred-By: <sip:{self.user}@127.0.0.1>\n"
        self._request(call, "REFER", more=refer)
        await self._final(call, "REFER")

    def cancel(self, call: Dialogue) -> None:
        """Give up a call that was not answered, as far as we know."""
        self._send("CANCEL", call, call.branch, call.cseq)

    def hang_up(self, call: Dialogue) -> None:
        """End a call."""
        call.ended = True
        self._request(call, "BYE")

    def datagram_received(self, data: bytes, _address: tuple[str, int]) -> None:
        """A request is answered at once; answers are kept for whoever waits for them."""
        message = Message.parse(data)
        call = self.dialogues.get(message.headers["call-id"])
        if message.status:
            if call is not None:
                self._heard(call, message)
        elif message.method == "INVITE":
            self._invited(call, message)
        elif message.method != "ACK":
            self._reply(message, "200 OK")
            if call is not None and message.method in {"BYE", "CANCEL"}:
                self._left(call, message)

    def _invited(self, call: Dialogue | None, message: Message) -> None:
        if call is not None:
            if call.confirmed:  # the exchange offers anew
                self._reply(message, "200 OK", SDP.format(version=9, direction="sendrecv"))
            return
        me = f"{message.headers['to']};tag={secrets.token_hex(4)}"
        target = re.search("<(.*?)>", message.headers["contact"])
        assert target is not None
        call = Dialogue(message.headers["call-id"], me, message.headers["from"], target[1], message)
        self.dialogues[call.id] = call
        self._reply(message, "180 Ringing")

    def _left(self, call: Dialogue, message: Message) -> None:
        if message.method == "CANCEL" and not call.confirmed and call.invite is not None:
            self._reply(call.invite, "487 Request Terminated")
        call.ended = call.ended or message.method == "BYE" or not call.confirmed

    def _heard(self, call: Dialogue, message: Message) -> None:
        call.answers.append(message)
        if message.method != "INVITE" or message.status < 200:
            return
        call.peer = message.headers["to"]
        cseq = int(message.headers["cseq"].split()[0])
        if message.status >= 300:
            call.ended = True
            self._send("ACK", call, call.branch, cseq)
            return
        call.confirmed = True
        if contact := re.search("<(.*?)>", message.headers.get("contact", "")):
            call.target = contact[1]
        self._send("ACK", call, _branch(), cseq)

    async def _offer(self, call: Dialogue, direction: str) -> None:
        self._request(call, "INVITE", body=SDP.format(version=call.cseq + 2, direction=direction))
        await self._final(call, "INVITE")

    async def _final(self, call: Dialogue, method: str) -> None:
        answer = await until(lambda: call.answered(method), PATIENCE, f"the answer to {method}")
        assert answer is not None
        assert answer.status < 300, answer.line

    def _request(self, call: Dialogue, method: str, *, more: str = "", body: str = "") -> None:
        call.cseq += 1
        branch = _branch()
        call.branch = branch if method == "INVITE" else call.branch
        self._send(method, call, branch, call.cseq, more, body)

    def _send(self, method: str, call: Dialogue, branch: str, cseq: int, more: str = "", body: str = "") -> None:
        head = f"{method} {call.target} SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:{self.port};branch={branch}\n"
        head += f"From: {call.me}\nTo: {call.peer}\nCall-ID: {call.id}\nCSeq: {cseq} {method}\nMax-Forwards: 70\n{more}"
        self._out(head, body)

    def _reply(self, message: Message, status: str, body: str = "") -> None:
        call = self.dialogues.get(message.headers["call-id"])
        to = call.me if call is not None and call.invite is not None else message.headers["to"]
        vias = "".join(f"Via: {via}\n" for via in message.vias)
        head = f"SIP/2.0 {status}\n{vias}From: {message.headers['from']}\nTo: {to}\n"
        self._out(f"{head}Call-ID: {message.headers['call-id']}\nCSeq: {message.headers['cseq']}\n", body)

    def _out(self, head: str, body: str) -> None:
        head += f"Contact: <sip:{self.user}@127.0.0.1:{self.port}>\n"
        body = body.replace("\n", "\r\n")
        kind = "Content-Type: application/sdp\n" if body else ""
        head = f"{head}{kind}Content-Length: {len(body)}\n\n".replace("\n", "\r\n")
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto((head + body).encode(), ("127.0.0.1", self.exchange))


def _waits(call: Dialogue) -> bool:
    return call.invite is not None and not call.confirmed and not call.ended


def _branch() -> str:
    return f"z9hG4bK{secrets.token_hex(8)}"


def _tag(text: str) -> str:
    found = re.search("tag=([^;>]+)", text)
    assert found is not None, text
    return found[1]
