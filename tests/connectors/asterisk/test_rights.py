"""What to paste at the PBX holds the least rights, and the hub's address only."""

from __future__ import annotations

import configparser

import pytest

from connectors.asterisk.rights import NEEDS, WRITE, missing, recipes


@pytest.mark.parametrize(("address", "permit"), [
    ("10.0.0.7", "10.0.0.7/255.255.255.255"), ("fd00::7", "fd00::7/128"),
])  # fmt: skip
def test_the_user_may_come_from_the_hub_only(address: str, permit: str) -> None:
    for recipe in recipes("hub", address):
        parsed = configparser.ConfigParser(strict=False)
        parsed.read_string(recipe.text)
        user = parsed["hub"]
        assert (user["permit"], user["read"], user["write"]) == (permit, "system,call,agent", WRITE)
        assert user["secret"] == "{secret}"
        assert "deny = 0.0.0.0/0.0.0.0" in recipe.text


def test_each_product_has_its_file() -> None:
    files = {recipe.product: recipe.file for recipe in recipes("hub", "127.0.0.1")}
    assert files == {
        "asterisk": "/etc/asterisk/manager.conf",
        "freepbx": "/etc/asterisk/manager_custom.conf",
        "issabel": "/etc/asterisk/manager_custom.conf",
    }


def test_the_recipe_permits_all_that_is_needed_and_nothing_of_the_system() -> None:
    assert {need.right for need in NEEDS} == set(WRITE.split(","))
    assert not {"system", "command", "config", "all"} & set(WRITE.split(","))


def test_hold_is_missed_where_it_is_switched_on() -> None:
    names = [need.action for need in NEEDS]
    assert not missing(names, queues=True)
    assert [(need.action, need.right) for need in missing(names, queues=True, hold=True)] == [("PJSIPNotify", "system")]
    assert not missing([*names, "PJSIPNotify"], queues=True, hold=True)


def test_without_queues_their_rights_are_not_missed() -> None:
    names = [need.action for need in NEEDS if need.action != "QueuePause"]
    assert missing(names, queues=False) == []
    assert [need.action for need in missing(names, queues=True)] == ["QueuePause"]
