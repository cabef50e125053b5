"""The PBX's lists become phones, trunks and queues, whichever of them it gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from connectors.asterisk.found import endpoints_of, queues_of
from tests.connectors.asterisk.conftest import make_options

OPTIONS = make_options(trunks=())
MEMBER = {"event": "QueueMember", "queue": "sales", "name": "Sara", "location": "Local/101@from-queue/n"}


def test_freepbx_members_are_the_phones_behind_them() -> None:
    status = [
        {"event": "QueueParams", "queue": "default"},
        {"event": "QueueParams", "queue": "sales"},
        MEMBER | {"stateinterface": "PJSIP/101"},
        MEMBER | {"stateinterface": "hint:102@ext-local", "location": "Local/102@from-queue/n"},
    ]
    (queue,) = queues_of(status)
    assert (queue.name, queue.members) == ("sales", ("PJSIP/101",))
    phones, _ = endpoints_of(OPTIONS, [], [], [], status)
    assert [(phone.endpoint, phone.number, phone.name) for phone in phones] == [("PJSIP/101", "101", "Sara")]


def test_hints_give_the_number_of_a_phone_and_old_lists_its_technology() -> None:
    hints = [{"event": "ExtensionStatus", "exten": "201", "hint": "PJSIP/101&Custom:DND201,CustomPresence:201"},
             {"event": "ExtensionStatus", "exten": "*76201", "hint": "Custom:DND201"}]  # fmt: skip
    peers = [{"event": "PeerEntry", "channeltype": "SIP", "objectname": "102"},
             {"event": "PeerEntry", "channeltype": "SIP", "objectname": "provider"}]  # fmt: skip
    listed = [{"event": "EndpointList", "objectname": "103/103"}]
    phones, trunks = endpoints_of(OPTIONS, listed, peers, hints, [])
    assert {phone.endpoint: phone.number for phone in phones} == {
        "PJSIP/101": "201", "SIP/102": "102", "PJSIP/103": "103",
    }  # fmt: skip
    assert [trunk.endpoint for trunk in trunks] == ["SIP/provider"]


packets = st.lists(
    st.dictionaries(
        st.sampled_from(["event", "queue", "name", "location", "stateinterface", "objectname", "exten", "hint"]),
        st.sampled_from(["QueueMember", "QueueParams", "EndpointList", "PeerEntry", "ExtensionStatus"]) | st.text(),
    )
)


@given(packets)
def test_no_list_however_odd_breaks_it(odd: list[dict[str, str]]) -> None:
    queues_of(odd)
    phones, trunks = endpoints_of(OPTIONS, odd, odd, odd, odd)
    assert len({item.endpoint for item in [*phones, *trunks]}) == len(phones) + len(trunks)
