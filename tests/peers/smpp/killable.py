"""An SMSC in a process of its own, to be killed: it answers the first messages only, and tells each that it got."""

from __future__ import annotations

import asyncio
import sys

import smpp34

from tests.peers.smpp.smsc import RealSmsc


async def main(port: int, answered: int) -> None:
    smsc = RealSmsc(port)
    held: list[smpp34.SubmitSmEvent] = []

    async def decide(event: smpp34.SubmitSmEvent) -> None:
        print(event.short_message.decode(), flush=True)
        if len(smsc.submitted) <= answered:
            await smsc.accept(event)
        else:
            held.append(event)  # dropped, it would be answered

    smsc.on_submit = decide
    await smsc.start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
