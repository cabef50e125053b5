"""Whose presence an account's calls may end, after a restart."""

from __future__ import annotations

from hub import presence
from hub.calls.extensions import claim_extension
from tests.hub.calls.conftest import Office


async def test_who_signed_out_in_mid_call_is_not_on_it_for_ever(office: Office) -> None:
    agent = office.agents["A"]
    await office.db.write(lambda tx: presence.overlay(tx, agent, "on_call"))
    await office.db.write(lambda tx: claim_extension(tx, agent, None))
    office.board = office.new_switchboard()
    await office.play("direct_missed")
    async with office.db.read() as session:
        assert agent not in await presence.overlaid(session)
