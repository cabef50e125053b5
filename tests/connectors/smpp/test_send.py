"""What a message becomes, and what is refused before it leaves."""

from __future__ import annotations

import pytest

from connectors.smpp import CONNECTOR
from connectors.smpp.messages import Address, read_message
from connectors.smpp.send import bodies, validity
from hub.ports import Options, OutboundMessage, Pattern, Refused
from tests.connectors.smpp.conftest import make_options
from tests.connectors.smpp.remembering import outbound


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("+982100000", Address("982100000", 1, 1)), ("982100000", Address("982100000", 0, 1)),
        ("3000", Address("3000", 3, 0)), ("Peyvand", Address("Peyvand", 5, 0)), ("", Address("", 0, 0)),
    ],
)  # fmt: skip
def test_the_sender_is_told_by_how_it_looks(sender: str, address: Address) -> None:
    (body,) = bodies(outbound("hi", sender_address=sender or None), make_options(sender=None), 1)
    assert read_message(body).source == address


def test_types_and_validity_are_as_the_options_say() -> None:
    options = make_options(source_ton=5, source_npi=0, destination_ton=2, destination_npi=8, validity=90_061)
    message = read_message(bodies(outbound("hi"), options, 1)[0])
    assert (message.source, message.destination) == (Address("982100000", 5, 0), Address("989121234567", 2, 8))
    assert message.validity == "000001010101000R"
    assert validity(0) == ""


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        (outbound(""), "content_rejected"), (outbound("س" * 20_000), "content_rejected"),
        (outbound("hi", to="no-number"), "unknown_number"),
        (outbound("hi", to=""), "unknown_number"),
        (outbound("hi", sender_address="a name that is far too long"), "content_rejected"),
        (outbound("hi", sender_address="پیوند"), "content_rejected"),
        (outbound("hi", pattern=Pattern("welcome")), "rejected"),
    ],
)  # fmt: skip
def test_what_can_never_be_sent_is_refused(message: OutboundMessage, cause: str) -> None:
    with pytest.raises(Refused) as refused:
        bodies(message, make_options(), 1)
    assert refused.value.cause == cause


def test_the_connector_takes_its_own_options_only() -> None:
    assert CONNECTOR.address(make_options(port=2776)) == "127.0.0.1:2776"
    with pytest.raises(TypeError):
        CONNECTOR.address(Options())


def test_reasons_are_words_that_the_hub_knows() -> None:
    assert make_options(receipt_errors=("001=barred", " 2 = no_credit")).errors == {"001": "barred", "2": "no_credit"}
    for broken in ("001", "=barred", "001=nonsense"):
        with pytest.raises(ValueError, match="code=reason"):
            make_options(receipt_errors=(broken,))
