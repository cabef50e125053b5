"""The whole hub at smpp34: sent, delivered, refused with the reason, and answered in Persian."""

from __future__ import annotations

from pathlib import Path

import smpp34

from connectors.smpp.alphabets import UCS2
from connectors.smpp.messages import UDHI
from connectors.smpp.segments import header
from tests.peers.smpp.smsc import RealSmsc
from tests.support.hub_process import StartHub
from tests.support.sms_desk import SARA, sms_desk
from tests.support.waiting import until

TEXT = "سلام، نوبت شما فردا ساعت ۹ است."
LONG = "این پیامک بلند است و در چند بخش می‌رود." * 4


async def test_a_hub_sends_and_hears(start_hub: StartHub, tmp_path: Path, smsc: RealSmsc) -> None:
    async def delivered(event: smpp34.SubmitSmEvent) -> None:
        found = smsc.next_id()
        await smsc.receipt(found, "UNDELIV" if event.data_coding == 0 else "DELIVRD")  # before the response, as some do
        event.accept(found)

    smsc.on_submit = delivered
    options = {
        "CONNECTOR": "smpp", "HOST": "127.0.0.1", "PORT": str(smsc.port), "SYSTEM_ID": "hub", "PASSWORD": "s3cr3t",
        "SENDER": "982100000", "RECONNECT_MAX": "1",
    }  # fmt: skip
    hub = await start_hub(env={f"HUB_CONNECTORS__OPERATOR__{name}": value for name, value in options.items()})
    async with sms_desk(hub.url, tmp_path) as desk:
        await until(lambda: smsc.sessions)
        await desk.state(await desk.write(TEXT), "delivered")
        await desk.state(await desk.write(LONG), "delivered")
        assert [event.destination_addr for event in smsc.submitted] == [SARA.lstrip("+")] * 4
        failed = await desk.state(await desk.write("Hello"), "undelivered")
        assert failed["reason"] == "unknown_error"
        octets = "بله، می‌آیم 🌹".encode("utf-16-be")
        for index, part in ((2, octets[13:]), (1, octets[:13])):  # a character is split
            await smsc.esme.deliver_sm(
                "982100000", header(4, 2, index) + part, source_addr=SARA.lstrip("+"), source_addr_ton=1,
                esm_class=UDHI, data_coding=UCS2,
            )  # fmt: skip
        entry = await desk.heard("بله، می‌آیم 🌹")
        assert (entry["direction"], entry["channel"]) == ("in", "sms")
        held: list[smpp34.SubmitSmEvent] = []

        async def in_the_window(event: smpp34.SubmitSmEvent) -> None:
            held.append(event)
            for one in held if len(held) == 8 else []:
                one.accept(smsc.next_id())

        smsc.on_submit = in_the_window
        for message in [await desk.write(f"پیام {number}") for number in range(8)]:
            await desk.state(message, "sent")
    assert "s3cr3t" not in hub.output()
